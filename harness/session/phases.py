"""The phases of a restart: when the server's port closed, and when it was open again.

The kernel is asked (sock_diag, Linux), a few µs each time, so the server notices nothing. Elsewhere it is not
known: a connection tried instead would be one the server has to serve.
"""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self

from harness.clock import Clock
from harness.proxy.sockdiag import ListenLookup, lookup_of

LOOK_SECONDS = 0.002


class Phases:
    """Watches a port while it is entered: `asked`, `closed` and `opened` in monotonic ns, or None."""

    def __init__(self, host: str, port: int, clock: Clock) -> None:
        self.asked = clock()
        self.closed: int | None = None
        self.opened: int | None = None
        self._clock = clock
        self._lookup = lookup_of(host, port)
        self._watching: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        """Start to look."""
        if self._lookup is not None:
            self._watching = asyncio.ensure_future(self._watch(self._lookup))
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        """Look no more."""
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        if self._lookup is not None:
            self._lookup.close()

    async def _watch(self, lookup: ListenLookup) -> None:
        while self.opened is None:
            listens = lookup()
            if self.closed is None and not listens:
                self.closed = self._clock()
            elif self.closed is not None and listens:
                self.opened = self._clock()
            await asyncio.sleep(LOOK_SECONDS)
