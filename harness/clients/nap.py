"""Sleeping until a time, or until somebody wakes us: cheaper than a task and an event for each sleep."""

from __future__ import annotations

import asyncio


class Nap:
    """A sleep of one task that any thread may end early."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sleeper: asyncio.Future[None] | None = None

    async def until(self, when: float | None) -> None:
        """Sleep until `when` by the loop's clock (None: for good), or until `wake`, whichever comes first."""
        self._loop = asyncio.get_running_loop()
        self._sleeper = self._loop.create_future()
        timer = None if when is None else self._loop.call_at(when, self._end)
        try:
            await self._sleeper
        finally:
            if timer:
                timer.cancel()

    def wake(self) -> None:
        """End the sleep, if there is one."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if self._sleeper and not self._sleeper.done():
            self._sleeper.set_result(None)
