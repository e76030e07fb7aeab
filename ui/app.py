"""Opens the window: before a person, or offscreen for its pictures; returns an exit status."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSettings

from harness.commands import Command, RunStart
from ui.application import make_application
from ui.bridge import Core
from ui.i18n.languages import LANGUAGES, Languages, system_language
from ui.offscreen import Director
from ui.panels.topbar import FREE_PLAY
from ui.signals import signals
from ui.theme import Theme, system_theme
from ui.tokens import THEMES
from ui.window import Window

Progress = Callable[[str], None]
T = TypeVar("T", bound=str)


def run_window(core: Core, scenario: str | None = None) -> int:
    """Show the window on a run of `scenario`, or on free play; returns when it is closed.

    0, or 130 and 143 after SIGINT and SIGTERM.
    """
    return show_window(core, RunStart(name=scenario or FREE_PLAY))


def run_replay(core: Core) -> int:
    """Show the window on the recording that this core reads; returns when it is closed, as `run_window` does."""
    return show_window(core, None)


def show_window(core: Core, first: Command | None) -> int:
    """Show the window; `first` is what the core is asked as soon as it is there."""
    app = make_application()
    settings = QSettings()
    theme = Theme(app, remembered(settings, "theme", tuple(THEMES), system_theme()))
    languages = Languages(remembered(settings, "language", LANGUAGES, system_language()))
    theme.changed.connect(lambda: settings.setValue("theme", theme.tokens.name))
    languages.changed.connect(lambda: settings.setValue("language", languages.language))
    window = Window(core, theme, languages)
    ender = Ender(window)
    window.show()
    window.begin(first)
    app.exec()
    ender.release()
    return ender.status


def run_offscreen(core: Core, scenario: str = "incident", progress: Progress = print) -> int:
    """Run a scenario under the real window without a screen; its pictures lie in the run folder.

    The contract's status: 0 held, 1 did not hold, 3 not known or not possible; 130 and 143 after a signal.
    """
    app = make_application()
    window = Window(core, Theme(app, "light"), Languages("en"))
    ender = Ender(window)
    director = Director(window, progress)
    window.show()
    window.begin(RunStart(name=scenario))
    app.exec()
    ender.release()
    return ender.status or director.status


def remembered(settings: QSettings, key: str, allowed: tuple[T, ...], otherwise: T) -> T:
    """A choice of last time, if it is still one."""
    value = settings.value(key)
    return next((one for one in allowed if one == value), otherwise)


class Ender:
    """Ends the window on a signal, also on one that came before there was a window."""

    def __init__(self, window: Window) -> None:
        self.status = 0
        self._window = window
        signals.note()
        window.framed.connect(self._look)

    def release(self) -> None:
        """Give the signals back to whom they belonged to."""
        signals.release()

    def _look(self) -> None:
        if signals.asked is not None:
            self.status = 128 + signals.asked
            logging.getLogger("sidlab.ui").info("ended by signal %d", signals.asked)
            self._window.close()
