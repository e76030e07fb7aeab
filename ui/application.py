"""The process' one QApplication, and where Qt's own messages go. It loads nothing of the window."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def say_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's own messages go where ours go; that a platform can't do everything is no news to anyone."""
    usual = kind == QtMsgType.QtDebugMsg or message.startswith("This plugin does not support")
    logging.getLogger("sidlab.qt").log(logging.DEBUG if usual else logging.WARNING, "%s", message)


def make_application() -> QApplication:
    """The one QApplication of the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(["sidlab"])
    app.setApplicationName("sidlab")
    app.setOrganizationName("sidlab")
    return app
