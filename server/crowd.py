"""Tells rooms who is in them, seldom enough: changes that come together make one broadcast.

A broadcast costs members × members names, so a larger crowd is told less often.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

SOON = 0.2
"""Seconds a change waits for others to join it."""
PER_MEMBER = 0.005
"""Seconds more for each member: five seconds for a thousand."""


class Crowd:
    """At most one pending broadcast a room. `start` runs a function in the background, `sleep` waits seconds."""

    def __init__(
        self,
        tell: Callable[[str], None],
        start: Callable[..., Any],
        sleep: Callable[[float], Any],
    ) -> None:
        self._tell = tell
        self._start = start
        self._sleep = sleep
        self._pending: set[str] = set()
        self._lock = threading.Lock()

    def changed(self, room: str, members: int) -> None:
        """Someone came or went in a room of about so many members: tell it soon."""
        with self._lock:
            if room in self._pending:
                return
            self._pending.add(room)
        self._start(self._tell_later, room, SOON + PER_MEMBER * members)

    def _tell_later(self, room: str, seconds: float) -> None:
        self._sleep(seconds)
        with self._lock:
            self._pending.discard(room)
        self._tell(room)
