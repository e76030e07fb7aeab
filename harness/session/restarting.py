"""The ways to restart: in good order, by force, by the profile's own reload, by a crash; and who succeeds whom."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from harness.commands import RestartHow
from harness.events import RunServerPhases
from harness.session.phases import Phases

if TYPE_CHECKING:
    from harness.session.serving import Keeper

END_SECONDS = 5.0
TOUCH_SECONDS = 10.0
TOUCHES = 4
"""So often a file is touched, so long apart: many times what a reloader takes to see that it has changed."""
SUCCESSOR_SECONDS = 5.0
"""How long nobody may take the place of a process that has ended: gunicorn's master looks once a second."""


class Restarter:
    """Restarts the server of a keeper, whose `why` says why something that was asked was not done."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    async def restart(self, how: RestartHow, downtime: float) -> bool:
        """Restart, and tell its phases; `downtime` seconds pass before what has ended is started again."""
        keeper = self._keeper
        keeper.answered = None
        async with Phases(keeper.spec.host, keeper.spec.port, keeper.clock) as phases:
            done = await self._restart(how, downtime)
        if done or phases.closed is not None:
            keeper.journal.say(
                RunServerPhases(
                    t=keeper.clock(),
                    life=keeper.life,
                    how=how,
                    asked=phases.asked,
                    closed=phases.closed,
                    opened=phases.opened,
                    answered=keeper.answered,
                )
            )
        return done

    async def succeed(self, pids: tuple[int, ...], known: tuple[int, ...]) -> bool:
        """These processes end: wait for who takes their place, or start the server again where it goes with them.

        `known`: all that served before.
        """
        keeper = self._keeper
        asked, keeper.asked = keeper.clock(), True
        try:
            if not await self._all_gone(pids):
                keeper.why = f"it did not end within {END_SECONDS:g} s"
                return False
            await self._succession(pids, known)
            if keeper.now.empty:
                return await keeper.start()
            if not self._came(known):
                keeper.why = f"nobody took its place within {SUCCESSOR_SECONDS:g} s"
                return False
            return bool(set(known) - set(pids)) or await self._live_again(asked)
        finally:
            keeper.asked = False

    async def _restart(self, how: RestartHow, downtime: float) -> bool:
        keeper = self._keeper
        if how == "reload":
            return await self._reload()
        done = await (self._crash() if how == "crash" else keeper.stop(how))
        if not done or not keeper.now.empty:
            return done
        if downtime > 0:
            await asyncio.sleep(downtime)
        return await keeper.start()

    async def _reload(self) -> bool:
        keeper = self._keeper
        if "reload" not in keeper.spec.restarts:
            keeper.why = f"the profile {keeper.spec.profile} has no reload: restart it gracefully or by kill"
            return False
        await keeper.ways.relieve()  # who is stopped or blocked does not reload
        before, count, asked = dict(keeper.now.serving), len(keeper.now.serve), keeper.clock()
        keeper.begin_life()
        keeper.asked = True
        if not await self._touched(before):
            keeper.why = "the server did not reload"
            return False
        await self._renewed(before, count, SUCCESSOR_SECONDS)  # several come one after the other
        return await keeper.until_ready(asked, before)

    async def _touched(self, before: dict[int, str]) -> bool:
        """Touch the file until another process serves: a reloader that has yet to look sees no change."""
        file = self._keeper.spec.reload_file
        for _ in range(TOUCHES):
            if file is not None:
                file.touch()
            if await self._renewed(before, 1, TOUCH_SECONDS):
                return True
        return False

    async def _renewed(self, before: dict[int, str], count: int, within: float) -> bool:
        """Whether so many serve in time that are not of these epochs, or no process is left."""
        keeper = self._keeper
        return await keeper.changed.until(
            lambda: keeper.now.empty or len(keeper.now.others(before)) >= count, within
        )

    async def _crash(self) -> bool:
        """Have every serving process crash; True when the server is gone, or serves again by itself."""
        keeper = self._keeper
        await keeper.ways.relieve()  # who is stopped or blocked hears no order
        asked, serving = keeper.clock(), keeper.now.serve
        if not keeper.spec.witnessed or not serving:
            keeper.why = "no process of the server takes the order to crash: restart it by kill"
            return False
        keeper.asked = True
        if not keeper.hands.crash(serving) or not await self._all_gone(serving):
            keeper.why = f"the server did not crash within {END_SECONDS:g} s: stop it"
            return False
        await self._succession(serving, serving)
        if not keeper.now.empty and len(self._came(serving)) >= len(serving):
            return await self._live_again(asked)
        return await keeper.stop("kill")  # what is left of it serves nobody

    async def _live_again(self, asked: int) -> bool:
        self._keeper.begin_life()
        return await self._keeper.until_ready(asked)

    async def _all_gone(self, pids: tuple[int, ...]) -> bool:
        keeper = self._keeper
        return await keeper.changed.until(lambda: keeper.now.gone >= set(pids), END_SECONDS)

    async def _succession(self, pids: tuple[int, ...], known: tuple[int, ...]) -> None:
        """Wait until as many have come as have gone, or no process is left at all."""
        keeper = self._keeper
        await keeper.changed.until(
            lambda: keeper.now.empty or len(self._came(known)) >= len(pids), SUCCESSOR_SECONDS
        )

    def _came(self, known: tuple[int, ...]) -> set[int]:
        return set(self._keeper.now.serve) - set(known)
