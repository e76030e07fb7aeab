"""Blocking work in a daemon thread of its own: it never keeps the process, and nobody has to wait for its end."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def in_thread(work: Callable[[], Result], name: str) -> asyncio.Future[Result]:
    """Start `work` in a thread and give back what it will return or raise; cancelling that ends no thread."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(deliver: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the child has ended
            loop.call_soon_threadsafe(lambda: None if done.done() else deliver())

    def perform() -> None:
        try:
            result = work()
        except Exception as exc:  # noqa: BLE001 - handed to whoever waits
            failed = exc  # outlives the except clause
            settle(lambda: done.set_exception(failed))
        else:
            settle(lambda: done.set_result(result))

    threading.Thread(target=perform, name=name, daemon=True).start()
    return done
