"""The child process `wire`."""

from __future__ import annotations

import asyncio
import gc
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass

from harness.commands import (
    ChildFlush,
    ChildQuit,
    ToWire,
    WireAim,
    WireApply,
    WireGate,
    WireLift,
    WireOpen,
    WireOwnPort,
    WireShut,
    WireUpstream,
)
from harness.events import ChildFailed
from harness.frames import Port, run_child
from harness.proxy.batches import Batches
from harness.proxy.hub import Tap
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.memory import TapMemory
from harness.proxy.tap.pages import PageWatch
from harness.proxy.tap.policy import Policy
from harness.proxy.tap.redaction import MOST_KEY_BYTES, Redactor
from harness.proxy.tap.unredacted import Unredacted
from harness.proxy.wire import Wire


def main() -> None:
    """Be the wire until the parent ends it."""
    _take_all_descriptors()
    gc.freeze()  # what was imported stays: no full collection need look through it while connections wait
    run_child("wire", "wire", ToWire, _relay, loop_factory=_loop_factory())


@dataclass(frozen=True, slots=True)
class _Running:
    """A wire that is open, and what gathers its traffic."""

    wire: Wire
    batches: Batches

    def close(self) -> None:
        """End everything, and tell what there still is."""
        self.wire.close()
        self.batches.flush()


async def _relay(port: Port) -> None:
    running: _Running | None = None
    try:
        async for command in port.commands():
            try:
                running = _obey(command, port, running)
            except (OSError, ValueError) as error:
                port.say(ChildFailed(t=port.clock(), message=str(error)))
    finally:
        if running is not None:
            running.close()


def _obey(command: ToWire, port: Port, running: _Running | None) -> _Running | None:
    """Carry out one command; returns the wire there is then. OSError or ValueError when it can't be done."""
    if isinstance(command, ChildFlush):
        if running is not None:
            running.batches.flush()
            port.say(running.wire.accounts())
        port.flushed(command)
        return running
    if isinstance(command, WireOpen):
        if running is not None:
            raise ValueError("the wire is open: its upstream is fixed for good")
        return _open(command, port)
    if running is None:
        raise ValueError("the wire is not open yet")
    _change(running.wire, command)
    return running


def _change(
    wire: Wire,
    command: WireOwnPort | WireGate | WireShut | WireApply | WireLift | WireAim | WireUpstream | ChildQuit,
) -> None:
    match command:
        case WireOwnPort():
            wire.listen(command)
        case WireGate():
            wire.gate(command)
        case WireShut(listener=number):
            wire.shut(number)
        case WireApply():
            wire.faults.apply(command)
        case WireLift():
            wire.faults.lift(command.id)
        case WireAim():
            wire.faults.aim(command)
        case WireUpstream():
            wire.upstream.hint(command.up)
        case ChildQuit():  # the port ends its commands there
            pass


def _open(command: WireOpen, port: Port) -> _Running:
    loop = asyncio.get_running_loop()
    memory = TapMemory()
    pages = _page_watch(command) if command.watch_pages else None
    batches = Batches(_policy(command), loop, port.clock, port.say)

    def tap(conn: int, upstream_port: int) -> Tap:
        return BriefTap(conn, upstream_port, command.path, memory, batches.traffic, pages)

    wire = Wire(command, loop, port.clock, port.say, tap)
    try:
        wire.listen(command)
    except (OSError, ValueError):
        wire.close()
        raise
    return _Running(wire, batches)


def _page_watch(command: WireOpen) -> PageWatch:
    plain = (443 if command.tls else 80) == command.upstream_port
    return PageWatch(command.upstream_host, command.upstream_port, command.upstream_port if plain else None)


def _policy(command: WireOpen) -> Policy:
    return Unredacted() if command.raw else Redactor(_redaction_key(command))


def _redaction_key(command: WireOpen) -> bytes:
    """The run's key, or one that nobody knows. It is a secret: what is wrong with it is not said in its words."""
    try:
        key = bytes.fromhex(command.redaction_key)
    except ValueError:
        raise ValueError("redaction_key must be hexadecimal digits, two a byte") from None
    if len(key) > MOST_KEY_BYTES:
        raise ValueError(f"redaction_key must have {MOST_KEY_BYTES} bytes at most")
    return key or secrets.token_bytes(MOST_KEY_BYTES)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Of uvloop where there is one; on Windows the selector loop, which can watch plain sockets."""
    if sys.platform == "win32":
        return asyncio.SelectorEventLoop
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _take_all_descriptors() -> None:
    """Two descriptors a connection: raise the soft limit as far as the hard one allows."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
