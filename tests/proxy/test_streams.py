"""Random streams come out as they went in, and end as they ended, whatever becomes of the tap."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import stream_play as streams
import uvloop
import wire_tools as tools

from harness.events import WireBytes
from harness.proxy.tap import http
from harness.proxy.wire import MakeTap

FEW, MANY = 200, 10_000
BATCH = 250


def crash(*_: object) -> None:
    raise ZeroDivisionError("a parser with a bug")


@pytest.fixture(params=["working", "crashing", "off"])
def tap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, MakeTap]:
    """How the tap is, and what makes it."""
    if request.param == "crashing":
        monkeypatch.setattr(http.RequestReader, "feed", crash)
        monkeypatch.setattr(http.ResponseReader, "feed", crash)
    return request.param, tools.null_tap if request.param == "off" else streams.taps(lambda _event: None)[0]


def play(seeds: range, make_tap: MakeTap, loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> Counter[str]:
    """Play the plans of these seeds and check them; how many there were of each order and of lost taps."""

    async def all_of_them() -> list[streams.Outcome]:
        with tools.listening() as server:
            server.setblocking(False)
            stage = streams.Stage(make_tap, server)
            try:
                return await streams.play_all(stage, map(streams.make_plan, seeds))
            finally:
                stage.wire.close()

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        outcomes = runner.run(all_of_them())
    for outcome in outcomes:
        check(outcome)
    count = Counter(f"{outcome.plan.first} {outcome.plan.order}" for outcome in outcomes)
    count["lost"] = sum(outcome.lost for outcome in outcomes)
    count["with bytes"] = sum(seen(outcome) > 0 for outcome in outcomes)
    return count


def seen(outcome: streams.Outcome) -> int:
    assert outcome.closed is not None
    return outcome.closed.up.seen + outcome.closed.down.seen


def check(outcome: streams.Outcome) -> None:
    plan = outcome.plan
    assert outcome.closed is not None
    assert (outcome.ends["first"], outcome.ends["second"]) == streams.ENDS[plan.order], plan
    assert sorted(outcome.legs) == streams.legs_of(plan), plan
    assert outcome.lost <= 1, plan
    ways = ((outcome.closed.up, outcome.up, plan.up), (outcome.closed.down, outcome.down, plan.down))
    if plan.order in streams.LOSSLESS:
        went_in, came_out = outcome.digests()
        assert went_in == came_out, plan
        for account, _, sent in ways:
            size = sum(map(len, sent))
            assert account == WireBytes(seen=size, relayed=size), plan
        return
    assert outcome.prefix(), plan
    for account, got, sent in ways:
        assert account.seen == account.relayed + account.undelivered <= sum(map(len, sent)), plan
        assert (account.dropped, account.held, account.added) == (0, 0, 0), plan
        assert len(got) <= account.relayed, plan


def batches(count: int) -> Iterator[range]:
    """Seeds from 0, some at a time, so that ports and descriptors are free again."""
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))


def proves(
    how: str, count: int, loop_factory: Callable[[], asyncio.AbstractEventLoop], tap: MakeTap
) -> Counter[str]:
    played: Counter[str] = Counter()
    for seeds in batches(count):
        played += play(seeds, tap, loop_factory)
    expected = {"working": played["lost"], "crashing": played["with bytes"], "off": 0}
    assert played["lost"] == expected[how]
    return played


def test_streams_and_their_ends_come_through_unchanged(tap: tuple[str, MakeTap]) -> None:
    how, make_tap = tap
    played = proves(how, FEW, uvloop.new_event_loop, make_tap)
    for order in streams.ORDERS:
        assert played[f"client {order}"], order
        assert played[f"server {order}"], order


@pytest.mark.torture
@pytest.mark.timeout(900)
@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_very_many_streams(
    tap: tuple[str, MakeTap], loop: str, bar: Callable[[str, object, object, bool], None]
) -> None:
    how, make_tap = tap
    factory = uvloop.new_event_loop if loop == "uvloop" else asyncio.new_event_loop
    played = proves(how, MANY, factory, make_tap)
    total = sum(played.values()) - played["lost"] - played["with bytes"]
    bar(
        f"streams, tap {how}, {loop}",
        f"{MANY} exact",
        f"{total} exact, {played['lost']} taps blind",
        total == MANY,
    )
