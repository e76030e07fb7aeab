"""The client table: everyone, with state, transport, sid and last reason; filtered as one types."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu

from harness.commands import Target
from harness.snapshot import ClientRow, ClientState
from ui.i18n import core
from ui.model import Model, Topic
from ui.panels.client_model import DEVICE, ClientModel
from ui.panels.tables import TableCard, ToneDelegate
from ui.theme import Theme
from ui.widgets import Elided, literal

SAMPLES = ("websocket", "3f9a…BAAAB", "python:transport error · ERR", "00", "00", "00")
SHORT_NAME, LONGEST_NAME = "polling-10", 18
ICON_ROOM = "000"
"""About as wide as the icon of a kind, with the room beside it."""
TOPICS: frozenset[Topic] = frozenset({"clients"})


class ClientTable(TableCard):
    """The clients. `chosen`: this one's requests are to be shown; `aim`: a fault is to be aimed at this."""

    topics = TOPICS
    chosen = Signal(str)
    aim = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "client-table", "client-filter")
        self.model = ClientModel(theme)
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(1, self._delegate)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.search.textChanged.connect(self.model.filter)
        self.table.activated.connect(lambda index: self.chosen.emit(self.model.name_at(index.row())))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.setIconSize(QSize(14, 14))
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._go_to(now.row()))
        self._clients: dict[str, ClientRow] = {}
        self._client, self._name = "", SHORT_NAME
        self._detail = Elided("muted", "client-detail")
        self._detail.hide()
        self.rows.addWidget(self._detail)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the clients as they are."""
        self._clients = model.clients
        self.model.take(model.clients)
        devices = sum(row.kind == DEVICE for row in model.clients.values())
        words = self.tr("devices: %n", "", devices) if devices else ""
        self.count.setText(" · ".join(filter(None, (f"{len(model.clients):,}", words))))
        self._show_detail()
        name = max((*model.clients, SHORT_NAME), key=len)[:LONGEST_NAME]
        if len(name) != len(self._name):
            self._name = name
            self._measure()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Clients"))
        self.search.setPlaceholderText(self.tr("Filter clients"))
        self.search.setAccessibleName(self.tr("Filter clients"))
        self._show_detail()
        self.table.setAccessibleName(self.tr("Clients"))
        self.table.setAccessibleDescription(self.tr("Double click, or Enter: the client's requests"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self._measure()

    def _measure(self) -> None:
        """Room for the longest name there is, within bounds, and for the longest state."""
        states = max((core(state) for state in get_args(ClientState)), key=len)
        self.table.columns([f"{ICON_ROOM}{self._name}", f"●  {states}", *SAMPLES], 4, spare=(3, 6, 2))

    def _go_to(self, number: int) -> None:
        if number >= 0:
            self._client = self.model.name_at(number)
            self._show_detail()

    def _show_detail(self) -> None:
        """What is known of the client gone to, below the table: of a device more than columns have room for."""
        row = self._clients.get(self._client)
        self._detail.set("" if row is None else " · ".join(self.model.details(row)))
        self._detail.setVisible(row is not None)

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
