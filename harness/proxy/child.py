"""The child process `wire`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from harness.commands import (
    ChildFlush,
    ChildQuit,
    ToWire,
    WireApply,
    WireLift,
    WireOpen,
    WireOwnPort,
    WireUpstream,
)
from harness.events import ChildFailed
from harness.frames import Port, run_child
from harness.proxy.hub import Tap
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.wire import Wire


def main() -> None:
    """Be the wire until the parent ends it."""
    _take_all_descriptors()
    run_child("wire", "wire", ToWire, _relay, loop_factory=_loop_factory())


async def _relay(port: Port) -> None:
    wire: Wire | None = None
    try:
        async for command in port.commands():
            try:
                wire = _obey(command, port, wire)
            except (OSError, ValueError) as error:
                port.say(ChildFailed(t=port.clock(), message=str(error)))
    finally:
        if wire is not None:
            wire.close()


def _obey(command: ToWire, port: Port, wire: Wire | None) -> Wire | None:
    """Carry out one command; returns the wire there is then. OSError or ValueError when it can't be done."""
    if isinstance(command, ChildFlush):
        if wire is not None:
            port.say(wire.accounts())
        port.flushed(command)
        return wire
    if isinstance(command, WireOpen):
        if wire is not None:
            raise ValueError("the wire is open: its upstream is fixed for good")
        return _open(command, port)
    if wire is None:
        raise ValueError("the wire is not open yet")
    _change(wire, command)
    return wire


def _change(wire: Wire, command: WireOwnPort | WireApply | WireLift | WireUpstream | ChildQuit) -> None:
    match command:
        case WireOwnPort():
            wire.listen(command)
        case WireApply():
            wire.faults.apply(command)
        case WireLift():
            wire.faults.lift(command.id)
        case WireUpstream():
            wire.upstream.hint(command.up)
        case ChildQuit():  # the port ends its commands there
            pass


def _open(command: WireOpen, port: Port) -> Wire:
    memory = TapMemory()

    def tap(conn: int, upstream_port: int) -> Tap:
        return ConnectionTap(conn, upstream_port, command.path, memory)

    wire = Wire(command, asyncio.get_running_loop(), port.clock, port.say, tap)
    try:
        wire.listen(command)
    except (OSError, ValueError):
        wire.close()
        raise
    return wire


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
