"""What the server's log says that none of its hooks does: told as events, with a time."""

from __future__ import annotations

import re
from collections.abc import Callable

from harness.clock import Clock
from harness.events import Event, LogWord, ServerLogged
from harness.evidence.logs import escape
from harness.redact import redacted

LINE_BYTES = 4096
"""More of a line is passed over: none that is looked for is that long."""
TEXT = 200

_SAID: tuple[tuple[LogWord, re.Pattern[bytes]], ...] = (
    ("worker-timeout", re.compile(rb"WORKER TIMEOUT \(pid:(\d{1,9})\)")),  # gunicorn/arbiter.py, murder_workers
    ("worker-recycled", re.compile(rb"\[(\d{1,9})\] \[INFO\] Autorestarting worker")),  # gunicorn/workers/*
)


class Overheard:
    """Looks for known words in a log that comes piece by piece, and says each as an event."""

    def __init__(self, say: Callable[[Event], None], clock: Clock) -> None:
        self._say = say
        self._clock = clock
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take the next piece of the log."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[:LINE_BYTES]
        for line in lines:
            self._read(line[:LINE_BYTES])

    def _read(self, line: bytes) -> None:
        for said, pattern in _SAID:
            if found := pattern.search(line):
                text = escape(redacted(line.decode(errors="backslashreplace")))[:TEXT]
                self._say(ServerLogged(t=self._clock(), said=said, pid=int(found[1]), text=text))
