"""The client table: everyone, with state, transport, sid and last reason; filtered as one types."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from harness.commands import Target
from harness.snapshot import ClientState
from ui.i18n import core
from ui.model import Model, Topic
from ui.panels.client_model import ClientModel
from ui.panels.tables import TableCard, ToneDelegate
from ui.theme import Theme
from ui.widgets import literal

SAMPLES = ("websocket", "3f9a…BAAAB", "python:transport error", "00", "00")
TOPICS: frozenset[Topic] = frozenset({"clients"})


class ClientTable(TableCard):
    """The clients. `chosen`: this one's requests are to be shown; `aim`: a fault is to be aimed at this."""

    topics = TOPICS
    chosen = Signal(str)
    aim = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "client-table", "client-filter")
        self.model = ClientModel()
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(1, self._delegate)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.search.textChanged.connect(self.model.filter)
        self.table.activated.connect(lambda index: self.chosen.emit(self.model.name_at(index.row())))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the clients as they are."""
        self.model.take(model.clients)
        self.count.setText(f"{len(model.clients):,}")

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Clients"))
        self.search.setPlaceholderText(self.tr("Filter clients"))
        self.search.setAccessibleName(self.tr("Filter clients"))
        self.table.setAccessibleName(self.tr("Clients"))
        self.table.setAccessibleDescription(self.tr("Double click, or Enter: the client's requests"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        states = max((core(state) for state in get_args(ClientState)), key=len)
        self.table.columns(["polling-10", f"●  {states}", *SAMPLES], 4, spare=(3, 2))

    def menu(self, name: str) -> QMenu:
        """What can be done with a client."""
        menu = QMenu(self)
        menu.setObjectName("client-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction(literal(self.tr("Show the requests of %1").replace("%1", name)))
        show.triggered.connect(lambda _checked=False: self.chosen.emit(name))
        aim = menu.addAction(literal(self.tr("Aim a fault at %1").replace("%1", name)))
        aim.triggered.connect(lambda _checked=False: self.aim.emit(Target(clients=(name,))))
        return menu

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        index = index if index.isValid() else self.table.currentIndex()
        if index.isValid():
            self.menu(self.model.name_at(index.row())).popup(self.table.viewport().mapToGlobal(at))
