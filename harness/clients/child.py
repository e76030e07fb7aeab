"""The child `clients`: simulated clients, steered by commands, that report what happens to them."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Callable, Sequence
from typing import Any

from harness import netns
from harness.clients.shard import Shard
from harness.commands import ChildFlush, ClientsQuiet, ClientsRun, ToClients
from harness.events import ChildFailed
from harness.frames import Port, run_child


def main(argv: Sequence[str] | None = None) -> None:
    """Be the child named by the first word, such as `clients-0`, of `argv` or of the command line."""
    words = sys.argv[1:] if argv is None else argv
    run_child("clients", words[0], ToClients, _body, loop_factory=_fast_loop())


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if importlib.util.find_spec("uvloop") is None:  # Windows
        return None
    import uvloop

    return uvloop.new_event_loop


async def _body(port: Port) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: _tell(port, context))
    async with asyncio.TaskGroup() as tasks:
        shard = Shard(port, tasks)
        async for command in port.commands():
            if isinstance(command, ClientsRun) and command.netns:
                netns.enter(command.netns)  # before anything of ours has a socket
            _obey(command, port, shard)
        shard.leave()


def _obey(command: ClientsRun | ClientsQuiet | ChildFlush, port: Port, shard: Shard) -> None:
    match command:
        case ClientsRun():
            shard.run(command)
        case ClientsQuiet():
            shard.quiet()
        case ChildFlush():
            port.flushed(command)


def _tell(port: Port, context: dict[str, Any]) -> None:
    """An exception nobody waits for: a library's, or our own mistake. Either way it must be seen."""
    exc = context.get("exception")
    what = f"{type(exc).__name__}: {exc}" if exc else ""
    port.say(ChildFailed(t=port.clock(), message=f"{context.get('message')} {what}".strip()))
