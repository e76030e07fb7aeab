"""The client table: everyone, with state, transport, sid and last reason; filtered as one types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.model import Model, Topic
from ui.panels.client_model import ClientModel
from ui.panels.tables import Table, ToneDelegate
from ui.theme import Theme
from ui.widgets import Card, label

TOPICS: frozenset[Topic] = frozenset({"clients"})


class ClientTable(Card):
    """The clients."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__("client-table", (12, 10, 4, 6))
        self.model = ClientModel()
        self.table = Table("client-rows")
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(1, self._delegate)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.widths([86, 112, 82, 92, 120, 58, 48], 4)
        self._count = label(role="muted", name="client-count")
        self.search = QLineEdit()
        self.search.setObjectName("client-filter")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(190)
        self._icon = self.search.addAction(theme.icon("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.model.filter)
        theme.changed.connect(lambda: self._icon.setIcon(theme.icon("magnify")))
        row = self.line(self.title, self._count, None, self.search)
        row.setContentsMargins(0, 0, 8, 0)
        self.rows.addWidget(self.table, 1)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the clients as they are."""
        self.model.take(model.clients)
        self._count.setText(f"{len(model.clients):,}")

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Clients"))
        self.search.setPlaceholderText(self.tr("Filter clients"))
        self.search.setAccessibleName(self.tr("Filter clients"))
        self.table.setAccessibleName(self.tr("Clients"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.table.viewport().update()
