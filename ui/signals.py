"""Signals ask the program to end. They are noted as they come, and heeded between two frames.

An exception out of a handler may strike within one of Qt's calls, which takes it for its own: the call fails, or
never comes back.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What ends the program in good order."""


class Signals:
    """The process' signals. `asked` is the number of the one that came, if one has."""

    def __init__(self) -> None:
        self.asked: int | None = None
        self._before: dict[int, Any] = {}

    def note(self) -> None:
        """From now on they are noted."""
        if not self._before:
            self._before = {number: signal.signal(number, self._handle) for number in SIGNALS}

    def release(self) -> None:
        """Give them back to whom they belonged to."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}
        self.asked = None

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self.asked = number


signals = Signals()
"""Those of this process: they are noted from before there is a window, and it heeds them."""
