"""What can be done with a request of the list: aim a fault at what it is of, or show only that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from harness.commands import Target
from harness.plain import cell
from harness.snapshot import RequestRow
from ui.asking import short_sid
from ui.widgets import literal


class RequestMenu(QMenu):
    """`aim`: a fault is to be aimed at this target; `only`: the list is to show what holds these words."""

    aim = Signal(object)
    only = Signal(str)

    def __init__(self, parent: QWidget, row: RequestRow) -> None:
        super().__init__(parent)
        self.setObjectName("request-menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.client:
            self._aim(self.tr("Aim a fault at the client %1"), row.client, Target(clients=(row.client,)))
        if row.sid:
            self._aim(self.tr("Aim a fault at the session %1"), short_sid(row.sid), Target(sid=row.sid))
        self._aim(self.tr("Aim a fault at requests of the kind %1"), row.kind, Target(request=row.kind))
        self.addSeparator()
        if row.client:
            self._only(self.tr("Show only the client %1"), row.client, f"client:{row.client}")
        if row.sid:
            self._only(self.tr("Show only the session %1"), short_sid(row.sid), f"sid:{row.sid}")
            copy = self.addAction(self.tr("Copy the sid"))
            copy.triggered.connect(lambda _checked=False: QGuiApplication.clipboard().setText(cell(row.sid)))

    def _aim(self, words: str, about: str, target: Target) -> None:
        action = self.addAction(literal(words.replace("%1", about)))
        action.triggered.connect(lambda _checked=False: self.aim.emit(target))

    def _only(self, words: str, about: str, search: str) -> None:
        action = self.addAction(literal(words.replace("%1", about)))
        action.triggered.connect(lambda _checked=False: self.only.emit(search))
