"""The figures that matter, one card each; a figure that is not known is – and never 0."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.i18n import core
from ui.model import Model, Topic
from ui.theme import font
from ui.widgets import UNKNOWN, Card, Elided, label, set_role, tip

TOPICS: frozenset[Topic] = frozenset({"snapshot"})
NARROW = 112
"""A card narrower than this many pixels is no longer readable: the cards go into two rows."""


class Said(NamedTuple):
    """What a card says: its value, the words beside it, the line below, and how loud that is."""

    value: str
    beside: str = ""
    below: str = ""
    role: str = "muted"


class FigureCard(Card):
    """One figure."""

    def __init__(self, name: str) -> None:
        super().__init__(name, (12, 8, 8, 8))
        self.rows.setSpacing(1)
        self.value, self._beside = label(name=f"{name}-value"), label(role="muted", name=f"{name}-beside")
        self.value.setFont(font(20, bold=True))
        self._beside.setFont(font(12))
        self._below = Elided("muted", f"{name}-below")
        self._below.setFont(font(11))
        set_role(self.title, "muted")
        self.title.setFont(font(12))
        self.rows.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self.value)
        row.addWidget(self._beside)
        row.addStretch(1)
        self.rows.addLayout(row)
        self.rows.addWidget(self._below)

    def say(self, title: str, said: Said, unknown: str) -> None:
        """Show this figure; `unknown` is the tooltip of one that is not known."""
        self.title.setText(title)
        self.value.setText(said.value)
        self._beside.setText(said.beside)
        self._below.set(said.below)
        set_role(self._below, said.role)
        self.value.setToolTip(tip(unknown) if said.value == UNKNOWN else "")
        self.setAccessibleName(f"{title}: {said.value} {said.beside} {said.below}".strip())


class FiguresPanel(QWidget):
    """The row of figure cards."""

    topics = TOPICS

    def __init__(self) -> None:
        super().__init__()
        names = ("connected", "disconnects", "new-sids", "http-400", "recovery", "messages")
        self.cards = {name: FigureCard(name) for name in names}
        self._model: Model | None = None
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._arrange(len(names))
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the summary as it stands."""
        self._model = model
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two rows where one would be too narrow."""
        super().resizeEvent(event)
        self._arrange(len(self.cards) if self.width() >= len(self.cards) * (NARROW + 8) else len(self.cards) // 2)

    def retranslate(self) -> None:
        """Say every figure."""
        model = self._model or Model()
        unknown = self.tr("not known")
        for name, title, said in (
            ("connected", self.tr("Connected"), self._connected(model)),
            ("disconnects", self.tr("Disconnects"), self._disconnects(model)),
            ("new-sids", self.tr("New sids / min"), self._sids(model)),
            ("http-400", self.tr("HTTP 400"), self._http_400(model)),
            ("recovery", self.tr("Reconnect p95"), self._recovery(model)),
            ("messages", self.tr("Messages lost"), self._messages(model)),
        ):
            self.cards[name].say(title, said, unknown)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(len(self.cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _connected(self, model: Model) -> Said:
        count, now = model.figure("clients.count"), model.figure("clients.connected_at_end")
        missing = None if None in (count, now) else count - now
        below, role = "", "muted"
        if missing:
            below, role = self.tr("%n not connected", "", missing), "warn"
        elif missing == 0 and count:
            below, role = self.tr("all of them"), "ok"
        return Said(number(now), "" if count is None else f"/ {count:,}", below, role)

    def _disconnects(self, model: Model) -> Said:
        return Said(
            number(model.figure("disconnects.total")), "", *main_part(model.figure("disconnects.by_reason"))
        )

    def _sids(self, model: Model) -> Said:
        issued = model.figure("sids.issued")
        below = "" if issued is None else self.tr("%n issued in all", "", issued)
        return Said(number(model.figure("sids.churn_per_minute"), 1), "", below)

    def _http_400(self, model: Model) -> Said:
        below, _ = main_part(model.figure("http_400.by_cause"))
        return Said(number(model.figure("http_400.total")), "", below, "warn")

    def _recovery(self, model: Model) -> Said:
        most = model.figure("clients.recovery.max")
        below = "" if most is None else self.tr("longest %1 s").replace("%1", number(most, 1))
        value = model.figure("clients.recovery.p95")
        return Said(number(value, 1), "" if value is None else "s", below)

    def _messages(self, model: Model) -> Said:
        lost, twice, sent = (model.figure(f"messages.{name}") for name in ("lost", "duplicated", "sent"))
        below = "" if twice is None else self.tr("%n duplicated", "", twice)
        beside = "" if sent is None or lost is None else f"/ {sent:,}"
        return Said(number(lost), beside, below, "warn" if twice else "muted")


def number(value: Any, digits: int = 0) -> str:  # noqa: ANN401 - a figure of the summary, or null
    """A figure for people; null is –."""
    if value is None:
        return UNKNOWN
    return f"{value:,.{digits}f}" if digits and value < 100 else f"{value:,.0f}"


def main_part(parts: dict[str, int] | None) -> tuple[str, str]:
    """The greatest part with its share, and the role of the line; empty where there is none."""
    total = sum((parts or {}).values())
    if not parts or not total:
        return "", "muted"
    name = max(parts, key=lambda one: parts[one])
    words = core(name.partition(":")[2] or name)
    return words if parts[name] == total else f"{parts[name] / total:.0%} {words}", "muted"
