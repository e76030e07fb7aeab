"""Under any fault every byte is accounted for: seen + added = relayed + dropped by a named fault + undelivered."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import stream_play as streams
import uvloop
import wire_tools as tools
from session_made import make
from tap_play import answer

from harness.clock import monotonic_ns
from harness.commands import WireApply, WireOpen
from harness.events import (
    Event,
    WireBytes,
    WireClosed,
    WireFaultTouched,
    WireLegClosed,
    WireListening,
    WireOpened,
)
from harness.proxy import faults
from harness.proxy.faults.packet import PacketFault
from harness.proxy.wire import Wire

BEFORE, DURING = 16, 8
"""Clients that connect before the fault is on, and while it is."""
ON_SECONDS = 0.05
SHORT = {
    "latency": {"delay": 30.0, "jitter": 20.0},
    "idle-cut": {"after": 0.01},
    "kill-after": {"after": 0.01},
}
"""Parameters that make a fault quick, where its own are for people to look at."""
OPENED = answer(200, b'0{"sid":"a","maxPayload":1000}', "Set-Cookie: io=a; Path=/", "Content-Type: text/plain")
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
OF_STREAMS = [
    choice.name
    for choice in faults.catalogue()
    if not isinstance(faults.parse(choice.name, {}), PacketFault) and choice.name != "unsticky"
]
"""All but those of packets, which need a network namespace of their own, and the one that needs two servers."""


@dataclass
class Ends:
    """What was sent and received at one end, by the port that the wire knows it by."""

    sent: dict[int, bytes] = field(default_factory=dict)
    got: dict[int, bytes] = field(default_factory=dict)


class Crowd:
    """Clients and a server around a wire on the running loop; either end does its part whatever happens to it."""

    def __init__(self, server: socket.socket, seed: int) -> None:
        self.events: list[Event] = []
        self.clients, self.servers = Ends(), Ends()
        self._seed = seed
        self._loop = asyncio.get_running_loop()
        self._server = server
        self._serving: list[asyncio.Task[None]] = []
        command = WireOpen(
            host=tools.HOST, port=0, upstream_host=tools.HOST, upstream_port=tools.port_of(server), seed=seed
        )
        tap, _ = streams.taps(self.events.append)
        self.wire = Wire(command, self._loop, monotonic_ns, self.events.append, tap)
        self.wire.listen(command)
        self._port = next(event.port for event in self.events if isinstance(event, WireListening))

    async def accept(self) -> None:
        while True:
            sock, address = await self._loop.sock_accept(self._server)
            sock.setblocking(False)
            self._serving.append(asyncio.ensure_future(self._serve(sock, address[1])))

    async def _serve(self, sock: socket.socket, port: int) -> None:
        """Answer at once, read to the end, close."""
        draw = random.Random(f"{self._seed} {len(self._serving)}")
        said = draw.choice([OPENED, SWITCHED, b""]) + streams.answers(draw)
        end = streams.End(sock, streams.split(draw, said))
        self.servers.sent[port] = b"".join(end.sends)
        await self._both_ways(end)
        self.servers.got[port] = bytes(end.got)

    async def client(self, number: int) -> None:
        """Connect, say all, close, read to the end."""
        plan = streams.make_plan(self._seed * 1000 + number)
        sock = socket.socket()
        sock.setblocking(False)
        try:
            await self._loop.sock_connect(sock, (tools.HOST, self._port))
            port = tools.port_of(sock)
        except OSError:
            sock.close()
            return
        sends = streams.split(random.Random(number), make(random.Random(plan.seed)).stream("c") or b"x")
        end = streams.End(sock, plan.up if number % 2 else sends)
        self.clients.sent[port] = b"".join(end.sends)
        await self._both_ways(end)
        self.clients.got[port] = bytes(end.got)

    async def _both_ways(self, end: streams.End) -> None:
        with contextlib.closing(end.sock), contextlib.suppress(OSError):
            await asyncio.gather(end.send_and_shut(), end.read())

    async def settle(self) -> None:
        """Until everything that the wire opened is closed."""
        while self.wire.accounts().open or any(not task.done() for task in self._serving):  # noqa: ASYNC110
            await asyncio.sleep(0.002)

    async def _opened(self, count: int) -> None:
        """Until so many stand."""
        while sum(isinstance(event, WireOpened) for event in self.events) < count:  # noqa: ASYNC110
            await asyncio.sleep(0)

    async def under(self, fault: str) -> None:
        """The whole play: clients before it and while it is on; then it is lifted, and all come to their end."""
        accepting = asyncio.ensure_future(self.accept())
        first = [asyncio.ensure_future(self.client(number)) for number in range(BEFORE)]
        await self._opened(self._seed % BEFORE)
        try:
            self.wire.faults.apply(WireApply(id=1, fault=fault, params=SHORT.get(fault, {}), duration=ON_SECONDS))
            more = [asyncio.ensure_future(self.client(BEFORE + number)) for number in range(DURING)]
            async with asyncio.timeout(tools.PATIENCE * 2):
                await asyncio.gather(*first, *more)
                await self.settle()
        finally:
            accepting.cancel()


def play(fault: str, seed: int) -> Crowd:
    """A crowd that went through it."""

    async def all_of_it() -> Crowd:
        with tools.listening() as server:
            server.setblocking(False)
            crowd = Crowd(server, seed)
            try:
                await crowd.under(fault)
            finally:
                crowd.wire.close()
            return crowd

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(all_of_it())


@dataclass
class Life:
    """What the wire told of one connection."""

    opened: WireOpened
    closed: WireClosed
    touched: bool
    reset: bool


def lives(crowd: Crowd) -> Iterator[Life]:
    touched = {event.conn for event in crowd.events if isinstance(event, WireFaultTouched)}
    reset = {event.conn for event in crowd.events if isinstance(event, WireLegClosed) and event.how == "rst"}
    closed = {event.conn: event for event in crowd.events if isinstance(event, WireClosed)}
    for event in crowd.events:
        if isinstance(event, WireOpened):
            of_a_fault = event.conn in touched or event.fault is not None
            yield Life(event, closed[event.conn], of_a_fault, event.conn in reset)


def check(crowd: Crowd) -> int:
    """The accounts of every connection; returns how many a fault touched."""
    for life in lives(crowd):
        near, far = life.opened.client_port, life.opened.upstream_port
        check_way(life, life.closed.up, crowd.clients.sent.get(near, b""), crowd.servers.got.get(far, b""))
        check_way(life, life.closed.down, crowd.servers.sent.get(far, b""), crowd.clients.got.get(near, b""))
    return sum(isinstance(event, WireFaultTouched) for event in crowd.events)


def check_way(life: Life, account: WireBytes, sent: bytes, got: bytes) -> None:
    """One direction: what went in, what came out, and what the wire says became of the rest."""
    assert account.seen + account.added == account.relayed + account.dropped + account.undelivered, life
    assert account.held == 0, life
    assert account.seen <= len(sent), life
    assert len(got) <= account.relayed, life
    assert life.touched or (account.dropped, account.added) == (0, 0), life
    if not (account.added or account.dropped):
        assert sent.startswith(got), life
    if not life.reset:  # a reset takes away what its receiver has not read yet
        assert len(got) == account.relayed, life


@pytest.mark.parametrize("fault", ["reset", "close", "blackhole", "latency"])
def test_every_byte_is_accounted_for(fault: str) -> None:
    assert check(play(fault, seed=9)) > 0


@pytest.mark.torture
@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", OF_STREAMS)
def test_every_byte_is_accounted_for_under_each_fault(
    fault: str, bar: Callable[[str, object, object, bool], None]
) -> None:
    touched = sum(check(play(fault, seed)) for seed in range(20))
    bar(f"accounts under {fault}", "balanced", f"balanced, {touched} connections touched", True)
