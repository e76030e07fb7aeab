"""A wire in a thread of this process, and plain sockets to put on both ends of it."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import uvloop

from harness.clock import monotonic_ns
from harness.commands import WireApply, WireOpen, WireOwnPort
from harness.events import Event, WireAccounts, WireListening
from harness.ports import free_port
from harness.proxy.hub import Tap
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.sessions import Ender
from harness.proxy.wire import Wire

HOST = "127.0.0.1"
PATIENCE = 10.0
E = TypeVar("E", bound=Event)
T = TypeVar("T")


class NullTap:
    """Sees nothing, and says so: draws are then keyed by connection."""

    current = None
    lost = True
    on_frames = False

    def from_client(self, data: bytes, now: int) -> Sequence[Event]:
        return ()

    def from_server(self, data: bytes, now: int) -> Sequence[Event]:
        return ()

    def answered(self, data: bytes, fault: str, now: int) -> Sequence[Event]:
        return ()

    def changed(self, fault: str, sent_sid: str | None = None) -> None:
        pass

    def ended(self, now: int, by: Ender | None = None) -> Sequence[Event]:
        return ()


def null_tap(conn: int, upstream_port: int) -> Tap:
    return NullTap()


def real_tap() -> Callable[[int, int], Tap]:
    memory = TapMemory()
    return lambda conn, port: ConnectionTap(conn, port, "/socket.io/", memory)


class RunningWire:
    """A wire on a loop of its own; `events` is what it said so far."""

    def __init__(
        self,
        upstream: int,
        *,
        tap: Callable[[int, int], Tap] = null_tap,
        seed: int = 0,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop,
        port: int = 0,
        host: str = HOST,
        **more: Any,
    ) -> None:
        self.events: list[Event] = []
        self.errors: list[dict[str, Any]] = []
        self.wire: Wire = None  # type: ignore[assignment]  # set before the constructor returns
        self._said = threading.Condition()
        self._loop = loop_factory()
        self._loop.set_exception_handler(lambda _loop, context: self.errors.append(context))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        where = {"upstream_host": HOST, "upstream_port": upstream, **more}
        command = WireOpen(host=host, port=port, seed=seed, **where)
        self.do(lambda: self._open(command, tap))
        self.port = next(event for event in self.events if isinstance(event, WireListening)).port

    def _open(self, command: WireOpen, tap: Callable[[int, int], Tap]) -> None:
        self.wire = Wire(command, asyncio.get_running_loop(), monotonic_ns, self._say, tap)
        try:
            self.wire.listen(command)
        except Exception:
            self.wire.close()
            raise

    def _say(self, event: Event) -> None:
        with self._said:
            self.events.append(event)
            self._said.notify_all()

    def do(self, what: Callable[[], T]) -> T:
        """Run something in the wire's loop and give its result."""

        async def run() -> T:
            return what()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def own_port(self, listener: int, client: str) -> int:
        self.do(lambda: self.wire.listen(WireOwnPort(listener=listener, host=HOST, client=client)))
        return next(e.port for e in self.events if isinstance(e, WireListening) and e.listener == listener)

    def apply(self, fault: str, **fields: Any) -> int:
        number = fields.pop("id", None) or len(self.events) + 1
        self.do(lambda: self.wire.faults.apply(WireApply(id=number, fault=fault, **fields)))
        return number

    def lift(self, number: int) -> None:
        self.do(lambda: self.wire.faults.lift(number))

    def accounts(self) -> WireAccounts:
        return self.do(self.wire.accounts)

    def all(self, kind: type[E], **fields: Any) -> list[E]:
        """The events of a kind so far, whose fields have these values."""
        found = [event for event in self.events if isinstance(event, kind)]
        return [e for e in found if all(getattr(e, name) == value for name, value in fields.items())]

    def wait(self, kind: type[E], count: int = 1, **fields: Any) -> E:
        """The `count`-th event of a kind with these values, waited for."""
        with self._said:
            met = self._said.wait_for(lambda: len(self.all(kind, **fields)) >= count, PATIENCE)
        assert met, f"no {kind.__name__} {fields} among {self.events[-20:]}"
        return self.all(kind, **fields)[count - 1]

    def close(self) -> None:
        self.do(self.wire.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        assert not self.errors, self.errors


@contextlib.contextmanager
def running_wire(upstream: int, **options: Any) -> Iterator[RunningWire]:
    wire = RunningWire(upstream, **options)
    try:
        yield wire
    finally:
        wire.close()


@contextlib.contextmanager
def listening(port: int = 0, backlog: int = 128) -> Iterator[socket.socket]:
    with socket.create_server((HOST, port or free_port()), backlog=backlog) as server:
        server.settimeout(PATIENCE)
        yield server


def port_of(sock: socket.socket) -> int:
    return int(sock.getsockname()[1])


def connect(port: int) -> socket.socket:
    return socket.create_connection((HOST, port), timeout=PATIENCE)


@contextlib.contextmanager
def pair(server: socket.socket, port: int) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A client connected at `port` and the server's end of it."""
    client = connect(port)
    try:
        peer, _ = server.accept()
        peer.settimeout(PATIENCE)
        with client, peer:
            yield client, peer
    finally:
        client.close()


def reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def read_to_end(sock: socket.socket) -> tuple[bytes, str]:
    """All that comes, and how it ends: "fin", or the name of the error."""
    parts = []
    try:
        while data := sock.recv(65536):
            parts.append(data)
    except OSError as error:
        return b"".join(parts), type(error).__name__
    return b"".join(parts), "fin"


def read_exactly(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        assert part, f"ended after {len(data)} of {count} bytes"
        data += part
    return data


def read_exactly_or_end(sock: socket.socket, count: int) -> bytes:
    """The next bytes, at most so many; none when it ends first."""
    try:
        return sock.recv(count)
    except OSError:
        return b""


def wait_broken(sock: socket.socket) -> None:
    """Until the kernel has an error or a hang-up for this socket."""
    poll = select.poll()
    poll.register(sock, 0)
    assert poll.poll(PATIENCE * 1000), "nothing broke"


def send_error(sock: socket.socket) -> str:
    """What sending says, in the end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            sock.sendall(b"x")
            wait_broken(sock)
        except OSError as error:
            return type(error).__name__
    return "nothing"


def fill(sock: socket.socket) -> int:
    """Send until nothing moves any more for a while; how much went."""
    sock.setblocking(False)
    sent = 0
    while select.select([], [sock], [], 0.3)[1]:
        with contextlib.suppress(BlockingIOError):
            sent += sock.send(bytes(65536))
    sock.settimeout(PATIENCE)
    return sent
