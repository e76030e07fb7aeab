"""Starts the core before the window is loaded: both take about a second, and now at the same time."""

from __future__ import annotations

import os

from PySide6.QtCore import qInstallMessageHandler

from ui.application import make_application, say_qt
from ui.bridge import Bridge
from ui.signals import signals


def started(core_argv: list[str], *, offscreen: bool = False) -> Bridge:
    """The core of this command line, which has begun to work; the process' QApplication is there with it.

    `offscreen`: there is to be no screen. Signals are noted from now on; the window heeds them.
    """
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say_qt)
    signals.note()
    make_application()
    core = Bridge(core_argv)
    core.start()
    return core
