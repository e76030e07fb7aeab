"""A second server of the same profile at the same port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec import structs

from harness.children import Child
from harness.clock import Clock, seconds
from harness.processes import Identity, descendants, identify, is_alive
from harness.session.hands import Hands
from harness.session.life import READY_SECONDS, Life
from harness.session.probe import handshake
from harness.session.server_spec import AnyServer

END_SECONDS = 2.0
LOOK_SECONDS = 0.02


class Beside:
    """Starts it and ends it; it serves once a session bears its epoch, which our servers put into each sid.

    `first`: the process it was last started as.
    """

    def __init__(self, guard: Child, hands: Hands, life: Callable[[], Life], clock: Clock) -> None:
        self._guard = guard
        self._hands = hands
        self._life = life
        self._clock = clock
        self.first: int | None = None

    async def start(self, server: AnyServer) -> str:
        """Start it and wait until it serves; returns why it does not, or nothing."""
        life, asked = self._life(), self._clock()
        before, firsts = dict(life.serving), len(life.firsts)
        start = server.start()
        own_file = f"{server.reload_file}.second"  # a touch of the first one's would reload both
        more = ("--share-port", "--reload-file", own_file)
        self._guard.send(structs.replace(start, argv=(*start.argv, *more), beside=True))
        while seconds(self._clock() - asked) < READY_SECONDS:
            self.first = life.firsts[firsts] if len(life.firsts) > firsts else None
            if self.first in life.gone:
                return "the second server ended: see logs/server.log in the run folder"
            if await self._answers(server, tuple(life.others(before).values())):
                return ""
            await asyncio.sleep(LOOK_SECONDS)
        return f"the second server did not answer within {READY_SECONDS:.0f} s"

    async def end(self) -> str:
        """End all its processes, by force where SIGTERM does not do it in time."""
        if self.first is None or (first := identify(self.first)) is None:
            return ""
        tree = {first, *descendants(first.pid)}
        for name in ("SIGTERM", "SIGKILL"):
            left = tuple(one.pid for one in tree if is_alive(one))
            if left and (why := await self._hands.signal(name, left)):
                return why
            if await self._all_gone(tree):
                return ""
        return "the second server did not end"

    async def _all_gone(self, tree: set[Identity]) -> bool:
        deadline = self._clock() + int(END_SECONDS * 1e9)
        while (alive := any(map(is_alive, tree))) and self._clock() < deadline:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(LOOK_SECONDS)
        return not alive

    async def _answers(self, server: AnyServer, epochs: tuple[str, ...]) -> bool:
        if not epochs:
            return False
        sid = await handshake(server.host, server.port, server.path)
        return sid is not None and sid.startswith(epochs)
