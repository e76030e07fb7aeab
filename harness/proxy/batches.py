"""Sees to it that what has crossed is told soon: a batch of rows is `BATCH_SECONDS` old at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.clock import NS_PER_S, Clock
from harness.events import Event
from harness.proxy.tap.policy import Policy
from harness.proxy.tap.traffic import Traffic

BATCH_SECONDS = 0.05
_BATCH_NS = round(BATCH_SECONDS * NS_PER_S)


class Batches:
    """The `traffic` of a wire, flushed by a timer that runs only while there is something to tell.

    A request that its row is to tell of is told by itself when it has waited for its answer as long as that.
    """

    def __init__(
        self, policy: Policy, loop: asyncio.AbstractEventLoop, clock: Clock, say: Callable[[Event], None]
    ) -> None:
        self.traffic = Traffic(policy, say, self._began)
        self._loop = loop
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None

    def flush(self) -> None:
        """Tell now what there is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._clock()
        self.traffic.tell_overdue(now)
        self.traffic.flush(now)

    def _began(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(BATCH_SECONDS, self._tick)

    def _tick(self) -> None:
        self._timer = None
        now = self._clock()
        others_wait = self.traffic.tell_overdue(now - _BATCH_NS)
        self.traffic.flush(now)
        if others_wait:
            self._began()
