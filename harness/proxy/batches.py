"""Sees to it that what has crossed is told soon: a batch of rows is `BATCH_SECONDS` old at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.clock import Clock
from harness.events import Event
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic

BATCH_SECONDS = 0.05


class Batches:
    """The `traffic` of a wire, flushed by a timer that runs only while there is something to tell."""

    def __init__(
        self, redactor: Redactor, loop: asyncio.AbstractEventLoop, clock: Clock, say: Callable[[Event], None]
    ) -> None:
        self.traffic = Traffic(redactor, say, self._began)
        self._loop = loop
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None

    def flush(self) -> None:
        """Tell now what there is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.traffic.flush(self._clock())

    def _began(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(BATCH_SECONDS, self.flush)
