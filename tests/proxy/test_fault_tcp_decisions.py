"""What the faults of TCP decide, without a socket and without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median, pstdev
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.events import RequestKind
from harness.proxy import aim
from harness.proxy.faults import parse
from harness.proxy.faults.base import Action, Close, Hold, Moment, Pace, Send, Wake, What
from harness.proxy.pace import Pacer

MS = 1_000_000
S = 1_000_000_000
WHATS: tuple[What, ...] = ("open", "now", "data", "fin", "rst", "wake")


def moment(what: What = "data", direction: Literal["up", "down"] = "up", **fields: Any) -> Moment:
    return Moment(what=what, direction=direction, draw=lambda place: aim.draw(1, place), **fields)


def decided(fault: str, params: dict[str, Any], *args: Any, **fields: Any) -> Sequence[Action]:
    return tuple(parse(fault, params).decide(moment(*args, **fields)))


# --- hang and fail-first --------------------------------------------------------------------------------------


def test_a_hang_holds_what_opens_and_what_has_come_since_it_began() -> None:
    assert decided("hang", {}, "open") == (Hold(),)
    assert decided("hang", {}, "open", nth=1) == (Hold(),)
    for what in WHATS[1:]:
        assert decided("hang", {}, what) == ()
        assert decided("hang", {}, what, nth=3) == (Hold(),)


def test_only_the_first_connections_fail() -> None:
    for how, action in (("reset", Close("both", "rst")), ("hang", Hold())):
        outcomes = [decided("fail-first", {"first": 2, "how": how}, "open", nth=nth) for nth in range(4)]
        assert outcomes == [(), (action,), (action,), ()]


# --- half-close -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("end", "way", "other"), [("client", "down", "up"), ("server", "up", "down")])
def test_a_half_close_ends_the_one_direction_behind_what_has_come(end: Any, way: Any, other: Any) -> None:
    assert decided("half-close", {"end": end}, "now", way) == (Close(end, "fin", after=0),)
    assert decided("half-close", {"end": end}, "data", way, size=7) == (Close(end, "fin", after=7),)
    assert decided("half-close", {"end": end}, "data", other, size=7) == ()
    assert decided("half-close", {"end": end}, "open") == decided("half-close", {"end": end}, "fin", way) == ()


# --- latency --------------------------------------------------------------------------------------------------


def delays(**params: Any) -> list[float]:
    fault = parse("latency", params)
    moments = [moment(offset=offset) for offset in range(4000)]
    return [send.at / MS for one in moments for send in fault.decide(one) if isinstance(send, Send)]


def test_a_normal_jitter_is_a_standard_deviation() -> None:
    drawn = delays(delay=100, jitter=10, distribution="normal")
    assert abs(fmean(drawn) - 100) < 1
    assert abs(pstdev(drawn) - 10) < 1
    assert abs(median(drawn) - 100) < 1


def test_a_pareto_jitter_is_never_less_and_now_and_then_far_more() -> None:
    drawn = delays(delay=100, jitter=10, distribution="pareto")
    assert min(drawn) >= 100
    assert abs(fmean(drawn) - 110) < 2
    assert median(drawn) < 107
    assert max(drawn) > 150


@given(st.floats(0, 1), st.sampled_from(["uniform", "normal", "pareto"]))
def test_no_delay_is_below_nothing_or_above_a_minute(drawn: float, distribution: str) -> None:
    fault = parse("latency", {"delay": 20, "jitter": 20, "distribution": distribution})
    (send,) = fault.decide(Moment(what="data", now=5, draw=lambda _place: drawn))
    assert isinstance(send, Send)
    assert 5 <= send.at <= 5 + 60_000 * MS


# --- bandwidth and slice --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["bandwidth", "slice"])
def test_a_pace_is_set_in_the_directions_meant(fault: str) -> None:
    for what in ("now", "data"):
        assert isinstance(decided(fault, {"direction": "down"}, what, "down")[0], Pace)
        assert decided(fault, {"direction": "down"}, what, "up") == ()
    for what in ("open", "fin", "rst", "wake"):
        assert decided(fault, {}, what) == ()


@given(st.floats(0.01, 1_000_000))
def test_a_bandwidth_is_exact_in_the_long_run(rate: float) -> None:
    (pace,) = decided("bandwidth", {"rate": rate})
    assert isinstance(pace, Pace)
    assert pace.size >= 1
    assert pace.size / pace.gap * S / 1024 == pytest.approx(rate, rel=1e-6)


def test_slices_are_what_was_asked_for() -> None:
    assert decided("slice", {"size": 7, "gap": 2.5}) == (Pace(size=7, gap=2_500_000),)


def run(pacer: Pacer, total: int, tick: int, most: int) -> list[tuple[int, int]]:
    """When, and up to where, bytes went out to a receiver that takes `most` at a time, looked at every `tick`."""
    now, place, went = 0, 0, []
    while place < total:
        if count := min(pacer.most(place, now), most, total - place):
            place += count
            pacer.sent(place, now)
            went.append((now, place))
        else:
            now = max(now + tick, pacer.next)
    return went


@given(st.integers(1, 50), st.integers(0, 20), st.integers(1, 30), st.integers(1, 60))
def test_pieces_end_at_their_places_and_keep_their_distance(size: int, gap: int, tick: int, most: int) -> None:
    went = run(Pacer(Pace(size=size, gap=gap)), 300, tick, most)
    assert all(before // size == (after - 1) // size for (_, before), (_, after) in pairwise(went))
    ends = [now for now, place in went if place % size == 0]
    assert all(later - earlier >= gap for earlier, later in pairwise(ends))


def test_a_late_clock_does_not_make_a_bandwidth_smaller() -> None:
    """Steps of 10 looked at every 14 only: with the credit, the whole takes as long as it should."""
    exact = run(Pacer(Pace(size=100, gap=10, credit=20)), 10_000, 1, 1000)[-1][0]
    late = run(Pacer(Pace(size=100, gap=10, credit=20)), 10_000, 14, 1000)[-1][0]
    assert exact <= late <= exact + 20
    assert run(Pacer(Pace(size=100, gap=10)), 10_000, 14, 1000)[-1][0] > 1.3 * exact


# --- limit ----------------------------------------------------------------------------------------------------


@given(st.integers(1, 100), st.lists(st.integers(1, 40), min_size=1), st.sampled_from(["reset", "close"]))
def test_a_limit_lets_exactly_so_many_bytes_on_however_they_come(after: int, sizes: list[int], how: str) -> None:
    offset = went = 0
    for size in sizes:
        actions = decided("limit", {"after": after, "how": how}, "data", offset=offset, size=size)
        if actions:
            (close,) = actions
            assert close == Close("both", "rst" if how == "reset" else "fin", after=after - offset)
            went += after - offset
            break
        went += size
        offset += size
    assert went == min(after, sum(sizes))


def test_a_limit_is_for_its_directions_and_ends_what_has_had_more() -> None:
    params = {"after": 10, "direction": "down"}
    assert decided("limit", params, "data", "up", offset=50, size=9) == ()
    assert decided("limit", params, "now", "down", offset=9) == ()
    assert decided("limit", params, "now", "down", offset=50) == (Close("both", "rst", after=0),)
    assert decided("limit", params, "open", "down") == decided("limit", params, "fin", "down", offset=99) == ()


# --- kill-after and idle-cut ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["websocket", "upgrade"])
def test_a_websocket_is_killed_at_its_time(kind: RequestKind) -> None:
    params = {"after": 2, "how": "close"}
    assert decided("kill-after", params, "data", now=5, request=kind) == (Wake(5 + 2 * S),)
    assert decided("kill-after", params, "now", now=9 * S, opened=3, request=kind) == (Wake(3 + 2 * S),)
    assert decided("kill-after", params, "wake", request=kind) == (Close("both", "fin"),)


@pytest.mark.parametrize("what", WHATS)
def test_what_is_no_websocket_is_not_killed(what: What) -> None:
    assert decided("kill-after", {}, what, request="poll") == decided("kill-after", {}, what) == ()


def test_an_idle_connection_is_cut_when_its_time_has_come_and_not_before() -> None:
    for how, action in (("reset", Close("both", "rst")), ("drop", Hold())):
        params = {"after": 2, "how": how}
        assert decided("idle-cut", params, "data", now=5, quiet=5) == (Wake(5 + 2 * S),)
        assert decided("idle-cut", params, "wake", now=2 * S, quiet=5) == (Wake(5 + 2 * S),)
        assert decided("idle-cut", params, "wake", now=2 * S + 5, quiet=5) == (action,)


# --- flap -----------------------------------------------------------------------------------------------------


def test_a_flap_has_a_rhythm_and_closes_the_port_only_when_it_refuses() -> None:
    flap = parse("flap", {"down_for": 1, "up_for": 4})
    assert (flap.rhythm, flap.closes_port) == ((1, 4), False)
    assert parse("flap", {"how": "refuse"}).closes_port
    assert parse("latency", {}).rhythm is None


@pytest.mark.parametrize("what", WHATS)
def test_being_down_means_what_was_asked_for(what: What) -> None:
    assert decided("flap", {}, what) == (Hold(),)
    assert decided("flap", {"how": "reset"}, what) == (Close("both", "rst"),)
    assert decided("flap", {"how": "refuse"}, what) == (Close("both", "rst"),)
