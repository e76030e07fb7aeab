"""One JSON line per event or command, on a child's standard output and input.

A child moves its frames to a duplicate of descriptor 1 and points descriptor 1 at standard error, so a stray
print becomes a log line and never a broken frame. Writing happens in a thread of its own, in batches at most
`BATCH_SECONDS` old; the queue is bounded by bytes, and what does not fit is counted and said (`ChildDropped`),
never silently lost. Reading standard input is a thread blocked in `os.read`: its end is the parent's death.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import msgspec

from harness.clock import Clock, monotonic_ns
from harness.commands import ChildFlush, ChildQuit
from harness.events import ChildDropped, ChildFailed, ChildFlushed, ChildHello, Event

BATCH_SECONDS = 0.02
QUEUE_BYTES = 64 * 1024 * 1024
LINE_BYTES = 16 * 1024 * 1024
GRACE_SECONDS = 2.0
LOST_PARENT = 70
PR_SET_PDEATHSIG = 1  # linux/prctl.h
UNREADABLE = (ValueError, RecursionError)
"""What msgspec raises for a line that is no frame: DecodeError and UnicodeDecodeError are ValueErrors, and deep
nesting is a RecursionError."""

_encoder = msgspec.json.Encoder()


def encode(frame: msgspec.Struct) -> bytes:
    """A frame as its line, newline included."""
    return _encoder.encode(frame) + b"\n"


class LineBuffer:
    """Cuts a byte stream into lines; a line longer than `limit` bytes is an error of the sender."""

    def __init__(self, limit: int = LINE_BYTES) -> None:
        self._parts: list[bytes] = []
        self._held = 0
        self._limit = limit

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their newlines. ValueError when a line is too long."""
        first, *lines = data.split(b"\n")
        self._parts.append(first)
        self._held += len(first)
        if lines:
            lines.insert(0, b"".join(self._parts))
            self._parts = [lines.pop()]
            self._held = len(self._parts[0])
        if self._held > self._limit or (lines and max(map(len, lines)) > self._limit):
            raise ValueError(f"a frame is longer than {self._limit} bytes")
        return lines


class Outbox:
    """The child's way out: `say` never blocks; a thread writes what was said, in order, in batches."""

    def __init__(self, fd: int, clock: Clock = monotonic_ns, limit: int = QUEUE_BYTES) -> None:
        self._fd = fd
        self._clock = clock
        self._limit = limit
        self._lines: list[bytes] = []
        self._bytes = 0
        self._dropped = 0
        self._closing = False
        self._changed = threading.Condition()
        self._urgent = threading.Event()
        self._thread = threading.Thread(target=self._write_batches, name="outbox", daemon=True)
        self._thread.start()

    def say(self, frame: msgspec.Struct) -> None:
        """Queue one frame. Beyond the bound it is dropped and counted."""
        line = encode(frame)
        with self._changed:
            if self._bytes + len(line) > self._limit:
                self._dropped += 1
            else:
                self._lines.append(line)
                self._bytes += len(line)
            if len(self._lines) + self._dropped == 1:
                self._changed.notify()

    def hurry(self) -> None:
        """Write what is queued now, instead of waiting for the batch to grow old."""
        self._urgent.set()

    def close(self, timeout: float = GRACE_SECONDS) -> None:
        """Write what is queued, bounded by `timeout` seconds, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._urgent.set()
        self._thread.join(timeout)

    def _write_batches(self) -> None:
        while True:
            with self._changed:
                while not self._lines and not self._dropped and not self._closing:
                    self._changed.wait()
                if not self._lines and not self._dropped:
                    return
            self._urgent.wait(BATCH_SECONDS)
            self._urgent.clear()
            try:
                self._write(b"".join(self._take()))
            except OSError:  # the reader is gone: the end of standard input tells the child so
                return

    def _take(self) -> list[bytes]:
        with self._changed:
            lines, self._lines, self._bytes = self._lines, [], 0
            if self._dropped:
                lines.append(encode(ChildDropped(t=self._clock(), count=self._dropped)))
                self._dropped = 0
        return lines

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]


class Port:
    """A child's two ways: `say` events, and iterate over the commands until the parent has no more."""

    def __init__(self, role: str, name: str, outbox: Outbox, clock: Clock = monotonic_ns) -> None:
        self.role = role
        self.name = name
        self.clock = clock
        self._outbox = outbox
        self._queue: asyncio.Queue[Any] = asyncio.Queue()

    def say(self, event: Event | msgspec.Struct) -> None:
        """Send a frame; never blocks."""
        self._outbox.say(event)

    def flushed(self, command: ChildFlush) -> None:
        """Answer a Flush, after everything said so far."""
        self.say(ChildFlushed(t=self.clock(), id=command.id))
        self._outbox.hurry()

    def put(self, command: object) -> None:
        """Queue a command that came in; None means the parent closed standard input."""
        self._queue.put_nowait(command)

    async def commands(self) -> AsyncIterator[Any]:
        """Commands in order, until `ChildQuit` or the end of standard input."""
        while (command := await self._queue.get()) is not None and not isinstance(command, ChildQuit):
            yield command


def claim_stdout() -> int:
    """Take descriptor 1 for frames and point it at standard error; returns the descriptor to write frames to."""
    frames = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return frames


def die_with_parent() -> None:
    """On Linux, have the kernel end this process when its parent dies, however that happens.

    A parent that died before the call sends no signal any more. The changed parent tells of a death during the
    call; of an earlier one, the end of standard input does.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(LOST_PARENT)


def _incoming() -> Iterator[bytes]:
    """The lines of descriptor 0 until its end, or until it cannot be read or understood any more."""
    lines = LineBuffer()
    try:
        while data := os.read(0, 65536):
            yield from lines.feed(data)
    except (OSError, ValueError) as why:
        print(f"standard input is lost: {why}", file=sys.stderr)  # noqa: T201  (the child's log)


def read_commands(
    decoder: msgspec.json.Decoder[Any],
    deliver: Callable[[object], None],
    reject: Callable[[str], None],
    exit_after: Callable[[], None],
) -> None:
    """Read commands from descriptor 0 until its end, then deliver None; run it in a daemon thread.

    A line that is no command of this child goes to `reject`, in words, and the next one is read: whatever comes,
    the end of standard input must not be missed.
    """
    for line in _incoming():
        try:
            command = decoder.decode(line)
        except UNREADABLE as why:
            reject(f"not a command: {why}: {line[:40]!r}")  # its beginning says which; more may be a secret
        else:
            deliver(command)
    exit_after()
    deliver(None)


def leave_soon() -> None:
    """The parent is gone: whatever this process hangs in, it ends within the grace."""
    timer = threading.Timer(GRACE_SECONDS, os._exit, (LOST_PARENT,))
    timer.daemon = True
    timer.start()


async def _converse(
    role: str, name: str, commands: object, body: Callable[[Port], Awaitable[None]], outbox: Outbox
) -> None:
    loop = asyncio.get_running_loop()
    port = Port(role, name, outbox)

    def deliver(command: object) -> None:
        with suppress(RuntimeError):  # the loop has ended before standard input: nobody asks any more
            loop.call_soon_threadsafe(port.put, command)

    def reject(message: str) -> None:
        port.say(ChildFailed(t=port.clock(), message=message))

    reader = threading.Thread(
        target=read_commands,
        args=(msgspec.json.Decoder(cast("type[Any]", commands)), deliver, reject, leave_soon),
        name="commands",
        daemon=True,
    )
    port.say(ChildHello(t=port.clock(), role=role, name=name, pid=os.getpid()))
    outbox.hurry()
    reader.start()
    await body(port)


def run_child(
    role: str,
    name: str,
    commands: object,
    body: Callable[[Port], Awaitable[None]],
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    *,
    outlives_parent: bool = False,
) -> None:
    """Be a child: say hello, run `body` until it returns, then write what is left and end.

    `commands` is the union of commands the child understands; `body` iterates over `port.commands()` and must
    return soon after that ends. Ctrl-C in the terminal reaches the whole group: children leave it to the core.
    `outlives_parent` is for a child with something to put in order when the parent has died: it has
    `GRACE_SECONDS` for that.
    """
    if not outlives_parent:
        die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outbox = Outbox(claim_stdout())
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(_converse(role, name, commands, body, outbox))
    finally:
        outbox.close()
