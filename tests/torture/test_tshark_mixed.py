"""Who reset what, with every maker at work at the same time: tshark and the wire say the same of each connection.

Besides resets asked for there are those a kernel makes by itself, of a close with bytes unread, and faults that
reset one end only and leave the other to find out.
"""

from __future__ import annotations

import contextlib
import random
import select
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
import test_tshark_agrees as plain
import test_wire_child as wire_child
import wire_tools as tools
from tap_play import POLLING, request

PLAIN, STALLED = 24, 8
"""Connections of each way to end: idle ones, and those stalled in each direction that way allows."""
ENDLESS = 1 << 40
"""A length that keeps the tap reading a body, however much fills the buffers."""


@dataclass(frozen=True)
class Way:
    """How a connection is reset: what both ends then are told, and in which stalls it can be done."""

    told: plain.Said
    stalls: tuple[plain.Stall, ...]
    end: str = ""


WAYS = {
    "client": Way(("peer", "relay"), ("up", "down")),
    "server": Way(("relay", "peer"), ("up", "down")),
    "unread-client": Way(("peer", "relay"), ("down",)),
    "unread-server": Way(("relay", "peer"), ("up",)),
    "fault-both": Way(("fault", "fault"), ("up", "down"), "both"),
    "fault-client": Way(("fault", "nobody"), ("down",), "client"),
    "fault-server": Way(("nobody", "fault"), ("up",), "server"),
}


@dataclass(frozen=True)
class Case:
    """One connection through the wire, with how it is to be reset and the direction that is stalled."""

    way: str
    stall: plain.Stall
    client: socket.socket
    peer: socket.socket
    client_port: int


def open_case(stack: contextlib.ExitStack, server: socket.socket, port: int, way: str, stall: plain.Stall) -> Case:
    """A connection on which a request has named its client, by which faults are aimed."""
    client, peer = stack.enter_context(tools.pair(server, port))
    head = request("POST", f"{POLLING}&sid=s&sidlab={way}-1", f"Content-Length: {ENDLESS}")
    client.sendall(head)
    assert tools.read_exactly(peer, len(head)) == head
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % ENDLESS)
    if way != "unread-client":
        client.recv(1000)
    return Case(way, stall, client, peer, tools.port_of(client))


def open_cases(stack: contextlib.ExitStack, server: socket.socket, port: int) -> list[Case]:
    stalls = {
        name: [*([""] * PLAIN), *(stall for stall in way.stalls for _ in range(STALLED))]
        for name, way in WAYS.items()
    }
    cases = [open_case(stack, server, port, name, stall) for name in WAYS for stall in stalls[name]]
    plain.fill_all([case.client if case.stall == "up" else case.peer for case in cases if case.stall])
    for case in cases:
        case.client.setblocking(False)
        case.peer.setblocking(False)
        if case.way == "unread-server" and not case.stall:
            case.client.sendall(b"never read")
    await_readable([case.client for case in cases if case.way == "unread-client"])
    await_readable([case.peer for case in cases if case.way == "unread-server"])
    return cases


def await_readable(socks: Sequence[socket.socket]) -> None:
    for sock in socks:
        assert select.select([sock], [], [], tools.PATIENCE)[0]


def act(case: Case) -> None:
    """What the ends themselves do; faults reset the rest."""
    sock = case.client if case.way.endswith("client") else case.peer
    if case.way.startswith("unread"):
        sock.close()
    elif not case.way.startswith("fault"):
        tools.reset(sock)


def reset_all(cases: Sequence[Case], wire: wire_child.Child, draw: random.Random) -> None:
    """All of them, in any order, the faults somewhere among them."""
    faults = [name for name, way in WAYS.items() if way.end]
    steps: list[Case | str] = [*cases, *faults]
    draw.shuffle(steps)
    for step in steps:
        if isinstance(step, Case):
            act(step)
        else:
            number = faults.index(step) + 1
            params = {"end": WAYS[step].end}
            wire.send("wire.apply", id=number, fault="reset", params=params, target={"clients": [f"{step}-1"]})


def leave(cases: Sequence[Case]) -> None:
    """The ends that no fault reset close in good order: what they were sent is read before."""
    for case in cases:
        if case.way in {"fault-client", "fault-server"}:
            sock = case.peer if case.way == "fault-client" else case.client
            with contextlib.suppress(BlockingIOError):
                while sock.recv(65536):
                    pass
            sock.close()


def play(server: socket.socket, draw: random.Random) -> Counter[tuple[str, str, plain.Said, plain.Said]]:
    """One mixture through a wire of its own, as packets and wire tell it."""
    rows: Counter[tuple[str, str, plain.Said, plain.Said]] = Counter()
    upstream = tools.port_of(server)
    with wire_child.running() as wire, contextlib.ExitStack() as stack:
        port = wire.open(upstream)
        capture = stack.enter_context(plain.capturing(port, upstream))
        capture.take(server)
        cases = open_cases(stack, server, port)
        wire.wait("wire.opened", count=len(cases))
        reset_all(cases, wire, draw)
        ended = sum(1 for case in cases if WAYS[case.way].end in {"", "both"})
        wire.wait("wire.closed", count=ended)
        for number in range(1, 4):
            wire.wait("wire.fault-lifted", id=number)
        leave(cases)
        wire.wait("wire.closed", count=len(cases))
        resets = capture.take(server)
        opened = {f["client_port"]: f for f in wire.frames if f["type"] == "wire.opened"}
        for case in cases:
            one = opened[case.client_port]
            seen = plain.captured(resets, port, upstream, one)
            rows[case.way, case.stall, seen, plain.told(wire.frames, one["conn"])] += 1
        assert "dropped" not in capture.said(), capture.said()
    return rows


@pytest.mark.torture
@pytest.mark.timeout(300)
@pytest.mark.skipif(plain.TSHARK is None, reason="tshark is not installed")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_tshark_and_the_wire_agree_when_all_happens_at_once(
    seed: int, bar: Callable[[str, object, object, bool], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with tools.listening(backlog=512) as server:
        rows = play(server, random.Random(seed))
    with capsys.disabled():
        print("\n" + plain.table(rows))  # noqa: T201  # the table is what this test is run for
    right = sum(count for (way, _, seen, said), count in rows.items() if seen == said == WAYS[way].told)
    bar(f"tshark agrees, mixture {seed}", f"{rows.total()} of {rows.total()}", right, right == rows.total())
