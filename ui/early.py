"""Starts the core before the window is loaded: both take about a second, and now at the same time."""

from __future__ import annotations

import os
import signal
from functools import partial
from types import FrameType

from PySide6.QtCore import qInstallMessageHandler

from ui.application import SIGNALS, make_application, say_qt
from ui.bridge import Bridge


def started(core_argv: list[str], *, offscreen: bool = False) -> Bridge:
    """The core of this command line, which has begun to work; the process' QApplication is there with it.

    `offscreen`: there is to be no screen.
    """
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say_qt)
    make_application()
    core = Bridge(core_argv)
    for number in SIGNALS:
        signal.signal(number, partial(_end, core))
    core.start()
    return core


def _end(core: Bridge, number: int, _frame: FrameType | None) -> None:
    """A signal that comes before there is a window to end: nothing has been asked of the core yet."""
    core.close()
    raise SystemExit(128 + number)
