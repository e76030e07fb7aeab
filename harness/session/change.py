"""Waiting for a condition instead of a time: whoever changes something pokes, whoever waits looks again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Change:
    """Wakes those whose condition has come to hold."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def poke(self) -> None:
        """Something has changed: every waiter looks at its condition."""
        for held, future in self._waiting:
            if not future.done() and held():
                future.set_result(None)

    async def until(self, held: Callable[[], bool], within: float) -> bool:
        """Wait until `held()` is true, looked at on every poke; False when `within` seconds pass first."""
        if held():
            return True
        waiter = (held, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        try:
            await asyncio.wait_for(waiter[1], within)
        except TimeoutError:
            return False
        finally:
            self._waiting.remove(waiter)
        return True
