"""The guard at work on a relayed connection: what it refuses is told, and who dawdles is cut."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.proxy.door import FAREWELL_SECONDS
from harness.proxy.edit.steps import Deed
from harness.proxy.edited import Edited
from harness.proxy.flow import Flow
from harness.proxy.gate.guard import Guard
from harness.proxy.gate.refusal import GATE, TOO_SLOW, Refusal
from harness.proxy.gate.rules import Gate
from harness.proxy.hub import Cut, Hub, Tap

if TYPE_CHECKING:
    from harness.proxy.relay import Connection

OUT = Cut(("client", "server"), "rst", GATE)
"""An end at once, on both sides."""


class Guarded(Edited):
    """Stays for good, other than an editor that only faults need. `refused` is told why, and for what path."""

    def __init__(
        self,
        connection: Connection,
        tap: Tap,
        hub: Hub,
        gate: Gate,
        head_seconds: float,
        refused: Callable[[Connection, Refusal, bytes], None],
    ) -> None:
        super().__init__(connection, tap, hub)
        self._editor = self._guard = Guard(gate, self._ask)
        self._head_seconds = head_seconds
        self._refused = refused
        self._timer: asyncio.TimerHandle | None = None
        self._told = False

    @property
    def over(self) -> bool:
        """Never: the next request is judged as well."""
        return False

    def heard(self, flow: Flow, data: bytes, now: int) -> list[Deed]:
        """Bytes have come in: what is to become of them, once they have been judged."""
        deeds = super().heard(flow, data, now)
        if flow.direction == "up" and not self._told:
            self._look()
        return deeds

    def close(self) -> None:
        """The connection has ended."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self._guard.refused is not None:
            self._tell(self._guard.refused, self._guard.path)
            self._wait(FAREWELL_SECONDS, self._cut)
        elif not self._guard.in_head:
            self.close()
        elif self._timer is None:
            self._wait(self._head_seconds, self._late)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self.close()
        self._timer = self._hub.loop.call_later(seconds, then)

    def _late(self) -> None:
        self._tell(TOO_SLOW.unanswered(), b"")
        self._cut()

    def _cut(self) -> None:
        if not self._connection.closed:
            self._connection.cut(OUT)

    def _tell(self, refusal: Refusal, path: bytes) -> None:
        self._told = True
        self._refused(self._connection, refusal, path)
