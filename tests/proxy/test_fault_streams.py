"""Any bytes, cut anywhere, under any faults of TCP together: what arrives was sent, and accounts balance."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
import wire_tools as tools
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from harness.events import WireClosed, WireOpened

WAYS = st.sampled_from(["up", "down", "both"])
ENDS = st.sampled_from(["client", "server", "both"])
THEN = st.sampled_from(["deliver", "reset"])
FORMS = st.sampled_from(["reset", "close"])
SPREADS = st.sampled_from(["uniform", "normal", "pareto"])

Chosen = tuple[str, dict[str, Any]]


def fault(name: str, **params: st.SearchStrategy[Any]) -> st.SearchStrategy[Chosen]:
    return st.tuples(st.just(name), st.fixed_dictionaries(params))


GENTLE = st.one_of(
    fault("latency", delay=st.just(3), jitter=st.integers(0, 3), distribution=SPREADS, direction=WAYS),
    fault("bandwidth", rate=st.integers(50, 500), direction=WAYS),
    fault("slice", size=st.integers(1, 300), gap=st.sampled_from([0, 0.5, 2]), direction=WAYS),
    fault("blackhole", direction=WAYS),
    fault("flap", down_for=st.just(0.05), up_for=st.just(0.05)),
    fault("idle-cut", after=st.sampled_from([0.001, 1]), how=st.just("drop")),
    fault("kill-after", after=st.just(0.001)),
    fault("hang"),
    fault("fail-first", how=st.just("hang")),
)
"""Nothing is lost under these."""

CUTTING = st.one_of(
    fault("limit", after=st.integers(1, 1000), direction=WAYS, how=FORMS),
    fault("half-close", end=st.sampled_from(["client", "server"])),
    fault("reset", end=ENDS),
    fault("close", end=ENDS),
    fault("blackhole", direction=WAYS, then=THEN),
    fault("idle-cut", after=st.sampled_from([0.001, 1])),
    fault("fail-first", first=st.integers(1, 2)),
    fault("flap", down_for=st.just(0.05), how=st.just("reset")),
)


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture(scope="module")
def wire(server: socket.socket) -> Iterator[tools.RunningWire]:
    with tools.running_wire(tools.port_of(server), tap=tools.real_tap(), seed=3) as running:
        yield running


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + tools.PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def send(sock: socket.socket | None, data: bytes, cuts: list[int]) -> None:
    """In pieces, as far as the connection lives."""
    at = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    with contextlib.suppress(OSError):
        for first, last in pairwise(at):
            if sock is not None:
                sock.sendall(data[first:last])


def finish(sock: socket.socket | None) -> bytes:
    if sock is None:
        return b""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_WR)
    return tools.read_to_end(sock)[0]


class Meeting:
    """One client, and its server's end once there is one."""

    def __init__(self, server: socket.socket, wire: tools.RunningWire) -> None:
        self._server = server
        self._wire = wire
        wire.events.clear()
        self.client: socket.socket | None = None
        self.peer: socket.socket | None = None

    def connect(self) -> None:
        with contextlib.suppress(OSError):  # it may be cut before connect is back
            self.client = tools.connect(self._wire.port)

    def accept(self) -> None:
        if self.peer is None and self._wire.all(WireOpened):
            self.peer, _ = self._server.accept()
            self.peer.settimeout(tools.PATIENCE)

    def close(self) -> None:
        for sock in (self.client, self.peer):
            if sock is not None:
                sock.close()


def nothing_is_open(wire: tools.RunningWire) -> bool:
    return wire.do(lambda: not (wire.wire._connections or wire.wire._openings))


def play(
    server: socket.socket,
    wire: tools.RunningWire,
    faults: list[Chosen],
    up: bytes,
    down: bytes,
    cuts: list[int],
    *,
    early: bool,
) -> tuple[bytes, bytes]:
    """What arrived up and down. The faults are there before the client (`early`), or come between its bytes."""
    meeting, numbers = Meeting(server, wire), []

    def apply() -> None:
        numbers.extend(wire.apply(name, params=params, duration=60.0) for name, params in faults)

    try:
        if early:
            apply()
        meeting.connect()
        if not early:
            until(lambda: wire.do(lambda: bool(wire.wire._connections)))
        meeting.accept()
        send(meeting.client, up[: len(up) // 2], cuts)
        send(meeting.peer, down[: len(down) // 2], cuts)
        if not early:
            apply()
        send(meeting.client, up[len(up) // 2 :], cuts)
        was_there = meeting.peer is not None
        send(meeting.peer, down[len(down) // 2 :], cuts)
        for number in numbers:
            wire.lift(number)
        until(lambda: wire.do(lambda: not wire.wire._openings))
        meeting.accept()
        send(None if was_there else meeting.peer, down, cuts)
        for sock in (meeting.client, meeting.peer):
            if sock is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_WR)
        return finish(meeting.peer), finish(meeting.client)
    finally:
        for number in numbers:
            wire.lift(number)
        meeting.close()
        until(lambda: nothing_is_open(wire))


def balance(wire: tools.RunningWire) -> None:
    accounts = wire.accounts()
    for way in (accounts.up, accounts.down):
        assert way.seen == way.relayed + way.dropped + way.undelivered
        assert way.held == way.added == 0
    assert not wire.wire.faults.active


STREAM = st.binary(max_size=1500)
CUTS = st.lists(st.integers(0, 1500), max_size=6)
HELD_UP = given(faults=st.lists(GENTLE, max_size=4), up=STREAM, down=STREAM, cuts=CUTS, early=st.booleans())
CUT = given(
    faults=st.lists(st.one_of(GENTLE, CUTTING), min_size=1, max_size=4),
    up=STREAM,
    down=STREAM,
    cuts=CUTS,
    early=st.booleans(),
)


def so_many(examples: int) -> settings:
    """Not made smaller when one fails: that would take minutes, since time has a part in it."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        derandomize=examples < 100,
        phases=[Phase.generate],
    )


def arrives_whole(
    server: socket.socket,
    wire: tools.RunningWire,
    faults: list[Chosen],
    up: bytes,
    down: bytes,
    cuts: list[int],
    early: bool,
) -> None:
    assert play(server, wire, faults, up, down, cuts, early=early) == (up, down)
    balance(wire)


def is_a_beginning(
    server: socket.socket,
    wire: tools.RunningWire,
    faults: list[Chosen],
    up: bytes,
    down: bytes,
    cuts: list[int],
    early: bool,
) -> None:
    came_up, came_down = play(server, wire, faults, up, down, cuts, early=early)
    assert up.startswith(came_up)
    assert down.startswith(came_down)
    for event in wire.all(WireClosed):
        assert event.up.relayed >= len(came_up)
        assert event.down.relayed >= len(came_down)
    balance(wire)


test_what_is_only_held_up_arrives_whole = so_many(30)(HELD_UP(arrives_whole))
test_what_is_cut_is_a_beginning_of_what_was_sent = so_many(50)(CUT(is_a_beginning))
test_many_that_are_held_up = pytest.mark.torture(pytest.mark.timeout(600)(so_many(1500)(HELD_UP(arrives_whole))))
test_many_that_are_cut = pytest.mark.torture(pytest.mark.timeout(600)(so_many(4000)(CUT(is_a_beginning))))
