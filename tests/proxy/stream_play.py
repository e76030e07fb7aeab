"""Random streams through a wire, all on one loop: what each end sends, in which pieces, and how it is over.

A `Plan` is made from a seed alone; playing it says what came out at both ends and what the wire told of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import select
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import wire_tools as tools
from tap_play import POLLING, answer, get, post

from harness.clock import monotonic_ns
from harness.commands import WireOpen
from harness.events import Event, WireClosed, WireLegClosed, WireListening, WireOpened, WireTapLost
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import TapMemory
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic
from harness.proxy.wire import MakeTap, Wire

AT_ONCE = 24
"""How many streams are under way at the same time."""


@dataclass(frozen=True)
class Plan:
    """What happens on one connection: `first` begins the end, in the way `order` says."""

    seed: int
    order: str
    first: str
    early: bool
    up: tuple[bytes, ...]
    down: tuple[bytes, ...]


@dataclass
class Outcome:
    """What came out of a connection, and what the wire said of it."""

    plan: Plan
    up: bytes = b""
    down: bytes = b""
    ends: dict[str, str] = field(default_factory=dict)
    legs: list[tuple[str, str, str]] = field(default_factory=list)
    closed: WireClosed | None = None
    lost: int = 0

    def prefix(self) -> bool:
        """Whether what came out is how that began which went in."""
        sent = b"".join(self.plan.up), b"".join(self.plan.down)
        return sent[0].startswith(self.up) and sent[1].startswith(self.down)

    def digests(self) -> tuple[list[str], list[str]]:
        """SHA-256 of what went in and of what came out, up and down."""
        sent = b"".join(self.plan.up), b"".join(self.plan.down)
        return [digest(data) for data in sent], [digest(data) for data in (self.up, self.down)]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- plans ----------------------------------------------------------------------------------------------------


def make_plan(seed: int) -> Plan:
    """The plan of a seed."""
    draw = random.Random(seed)
    order = draw.choice(list(ORDERS))
    up, down = (requests(draw), answers(draw)) if draw.random() < 0.5 else (noise(draw), noise(draw))
    if order == "close_with_unread_bytes":  # somebody must have sent what is not read
        up, down = up + b"xy", down + b"xy"
    first = draw.choice(["client", "server"])
    return Plan(seed, order, first, draw.random() < 0.3, split(draw, up or b"."), split(draw, down))


def noise(draw: random.Random) -> bytes:
    """Bytes that mean nothing: none, a few, or more than the wire holds."""
    return draw.randbytes(int(2 ** draw.uniform(0, 12)) if draw.random() < 0.95 else draw.randrange(300_000))


def requests(draw: random.Random) -> bytes:
    """What a polling client says."""
    some = [get(f"{POLLING}&sid=s&t={draw.random()}"), post(f"{POLLING}&sid=s", b"4" * draw.randrange(1, 900))]
    return b"".join(draw.choices(some, k=draw.randrange(1, 9)))


def answers(draw: random.Random) -> bytes:
    """What a server says, errors among it."""
    some = [answer(200, b"4" * draw.randrange(900)), answer(400, b'"Invalid session s"'), answer(200, b"ok")]
    return b"".join(draw.choices(some, k=draw.randrange(1, 9)))


def split(draw: random.Random, data: bytes) -> tuple[bytes, ...]:
    """`data` in pieces, cut anywhere."""
    cuts = sorted(draw.randrange(len(data) + 1) for _ in range(draw.randrange(6)))
    return tuple(data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True))


# --- the two ends ---------------------------------------------------------------------------------------------


class End:
    """One end of a connection: `sends` goes out, `got` came in, `end` is how that was over."""

    def __init__(self, sock: socket.socket, sends: tuple[bytes, ...]) -> None:
        self.sock = sock
        self.sends = list(sends)
        self.size = sum(map(len, sends))
        self.got = bytearray()
        self.end = ""
        self._loop = asyncio.get_running_loop()

    async def send(self) -> None:
        """All of it, piece by piece; a connection that breaks meanwhile ends it."""
        for piece in self.sends:
            try:
                await self._loop.sock_sendall(self.sock, piece)
            except OSError as error:
                self._broke(error)
                return
            await asyncio.sleep(0)

    def _broke(self, error: OSError) -> None:
        """Only the first call after a reset is told so; which it was, sending or reading, does not matter."""
        if self.end != "ConnectionResetError":
            self.end = type(error).__name__

    async def send_and_shut(self) -> None:
        await self.send()
        self.sock.shutdown(socket.SHUT_WR)

    async def read(self, count: int = 1 << 62) -> None:
        """So many bytes, or to the end."""
        while len(self.got) < count:
            try:
                data = await self._loop.sock_recv(self.sock, min(65536, count - len(self.got)))
            except OSError as error:
                self._broke(error)
                return
            if not data:
                self.end = self.end or "fin"
                return
            self.got += data

    async def shows(self, mask: int) -> None:
        """Until the kernel reports this of it: POLLERR, POLLIN."""
        poll = select.poll()
        poll.register(self.sock, mask)
        while not any(found & mask for _, found in poll.poll(0)):  # noqa: ASYNC110 - the loop does not tell errors
            await asyncio.sleep(0.001)


async def close_both(first: End, second: End) -> None:
    """Each sends and closes when it is done, not minding the other."""
    await asyncio.gather(first.send_and_shut(), second.send_and_shut(), first.read(), second.read())


async def half_close_and_answer(first: End, second: End) -> None:
    """A question that ends with FIN, and then the answer."""
    await asyncio.gather(first.send_and_shut(), second.read())
    await asyncio.gather(second.send_and_shut(), first.read())


async def exchange(first: End, second: End) -> None:
    await asyncio.gather(first.send(), second.send(), first.read(second.size), second.read(first.size))


async def reset_after_all(first: End, second: End) -> None:
    """Everything arrives, then comes the reset."""
    await exchange(first, second)
    tools.reset(first.sock)
    await second.read()


async def half_close_then_reset(first: End, second: End) -> None:
    """Everything arrives, then a FIN, then a reset."""
    await exchange(first, second)
    first.sock.shutdown(socket.SHUT_WR)
    await second.read()
    tools.reset(first.sock)
    await second.shows(select.POLLERR)
    second.end += " rst"


async def reset_at_once(first: End, second: End) -> None:
    """The reset overtakes what is under way."""
    sending = asyncio.ensure_future(second.send())
    await first.send()
    tools.reset(first.sock)
    await asyncio.gather(second.read(), sending)


async def close_with_unread_bytes(first: End, second: End) -> None:
    """Closing before all is read: the kernel makes a reset of it."""
    sending = asyncio.ensure_future(second.send())
    await asyncio.gather(first.send(), first.read(1))
    await first.shows(select.POLLIN)
    first.sock.close()
    await asyncio.gather(second.read(), sending)


ORDERS: dict[str, Callable[[End, End], Awaitable[None]]] = {
    order.__name__: order
    for order in (
        close_both,
        half_close_and_answer,
        reset_after_all,
        half_close_then_reset,
        reset_at_once,
        close_with_unread_bytes,
    )
}
LOSSLESS = frozenset(["close_both", "half_close_and_answer", "reset_after_all", "half_close_then_reset"])
ENDS = {
    "close_both": ("fin", "fin"),
    "half_close_and_answer": ("fin", "fin"),
    "reset_after_all": ("", "ConnectionResetError"),
    "half_close_then_reset": ("", "fin rst"),
    "reset_at_once": ("", "ConnectionResetError"),
    "close_with_unread_bytes": ("", "ConnectionResetError"),
}
"""How it is over for the end that begins, and for the other."""


def legs_of(plan: Plan) -> list[tuple[str, str, str]]:
    """What the wire has to tell of the ends of both legs: leg, how, by whom; sorted."""
    other = "server" if plan.first == "client" else "client"
    reset = [(plan.first, "rst", "peer"), (other, "rst", "relay")]
    shut = [(plan.first, "fin", "peer"), (other, "fin", "relay")]
    shut_back = [(other, "fin", "peer"), (plan.first, "fin", "relay")]
    return sorted({"fin": shut + shut_back, "fin rst": shut + reset}.get(ENDS[plan.order][1], reset))


# --- playing --------------------------------------------------------------------------------------------------


def taps(say: Callable[[Event], None]) -> tuple[MakeTap, Traffic]:
    """What makes the taps of a wire as its own process has them, and the rows they share."""
    memory, traffic = TapMemory(), Traffic(Redactor(b"key"), say)
    return lambda conn, upstream_port: BriefTap(conn, upstream_port, "/socket.io/", memory, traffic), traffic


class Stage:
    """A wire on the running loop, in front of a listening socket of ours."""

    def __init__(self, make_tap: MakeTap, server: socket.socket) -> None:
        self.events: list[Event] = []
        self._loop = asyncio.get_running_loop()
        self._server = server
        self._one_at_a_time = asyncio.Lock()
        self._closed: dict[int, asyncio.Future[WireClosed]] = {}
        upstream = tools.port_of(server)
        command = WireOpen(host=tools.HOST, port=0, upstream_host=tools.HOST, upstream_port=upstream)
        self.wire = Wire(command, self._loop, monotonic_ns, self._say, make_tap)
        self.wire.listen(command)
        self.port = next(event.port for event in self.events if isinstance(event, WireListening))

    def _say(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, WireOpened):
            self._closed[event.client_port] = self._loop.create_future()
            self._closed[-event.conn] = self._closed[event.client_port]
        elif isinstance(event, WireClosed):
            self._closed[-event.conn].set_result(event)

    async def pair(self, plan: Plan) -> tuple[End, End, int]:
        """Both ends of a new connection, and the client's port; `early` data goes before the server accepts."""
        async with self._one_at_a_time:
            client = socket.socket()
            client.setblocking(False)
            await self._loop.sock_connect(client, (tools.HOST, self.port))
            near = End(client, plan.up)
            if plan.early and len(near.sends[0]) < 1000:
                client.send(near.sends.pop(0))
            peer, _ = await self._loop.sock_accept(self._server)
        peer.setblocking(False)
        return near, End(peer, plan.down), tools.port_of(client)

    async def play(self, plan: Plan) -> Outcome:
        """One connection from its beginning to its end."""
        near, far, port = await self.pair(plan)
        first, second = (near, far) if plan.first == "client" else (far, near)
        await ORDERS[plan.order](first, second)
        near.sock.close()
        far.sock.close()
        closed = await self._closed.pop(port)
        outcome = Outcome(plan, bytes(far.got), bytes(near.got), {"first": first.end, "second": second.end})
        outcome.closed = closed
        return outcome

    def explain(self, outcomes: Iterable[Outcome]) -> None:
        """Put beside each outcome what the wire said of its connection."""
        of = {outcome.closed.conn: outcome for outcome in outcomes if outcome.closed is not None}
        for event in self.events:
            if isinstance(event, WireLegClosed):
                of[event.conn].legs.append((event.leg, event.how, event.by))
            elif isinstance(event, WireTapLost):
                of[event.conn].lost += 1


async def play_all(stage: Stage, plans: Iterable[Plan]) -> list[Outcome]:
    """Many at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(plan: Plan) -> Outcome:
        async with free, asyncio.timeout(tools.PATIENCE):
            return await stage.play(plan)

    outcomes = await asyncio.gather(*(one(plan) for plan in plans))
    stage.explain(outcomes)
    return outcomes
