"""What the window's tests share: no screen, one theme and language, a window on a core fed by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_made import catalogue, settle, snapshot

from ui.bridge import FedCore
from ui.i18n.languages import Languages
from ui.theme import Theme
from ui.window import Window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of each window what it can't do for it: no news."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(one_theme: Theme) -> Iterator[Theme]:
    yield one_theme
    if one_theme.tokens.name != "light":
        one_theme.use("light")


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    made = Languages("en")
    yield made
    made.use("en")


@pytest.fixture
def core() -> FedCore:
    return FedCore()


@pytest.fixture
def window(qtbot: QtBot, core: FedCore, theme: Theme, languages: Languages) -> Iterator[Window]:
    """The real window at its usual size, showing the made run."""
    made = Window(core, theme, languages)
    made.show()
    core.feed(catalogue(), snapshot())
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="module")
def kept(one_theme: Theme) -> Iterator[tuple[Window, FedCore]]:
    """A window on a core for all tests of a file, since making one takes as long as most of them."""
    core = FedCore()
    made = Window(core, one_theme, Languages("en"))
    made.show()
    core.feed(catalogue(), snapshot())
    settle(made)
    yield made, core
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
