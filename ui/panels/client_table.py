"""The client table: everyone, with state, transport, sid and last reason; filtered as one types."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.model import Model, Topic
from ui.panels.client_model import ClientModel
from ui.panels.tables import TableCard, ToneDelegate
from ui.theme import Theme

SAMPLES = ["polling-10", "●  reconnecting", "websocket", "3f9a…BAAAB", "python:transport error", "00", "00"]
TOPICS: frozenset[Topic] = frozenset({"clients"})


class ClientTable(TableCard):
    """The clients."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "client-table", "client-filter")
        self.model = ClientModel()
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(1, self._delegate)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.columns(SAMPLES, 4, spare=(3, 2))
        self.search.textChanged.connect(self.model.filter)
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
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.table.fit()
