"""The ways to fail: choose one, set its parameters, do it to the server; and what is being done, with its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from harness.commands import RunMistreat, RunRelieve
from harness.snapshot import Choice as Offer
from harness.snapshot import WayRow
from ui.fields import Choice, Decimal
from ui.forms import CAPTION_WIDTH, SchemaForm
from ui.i18n import core, sentence
from ui.offers import lacking
from ui.panels import Send
from ui.theme import Theme
from ui.widgets import Button, Elided, IconButton, clicked, fit, label

LASTING = "lasting"
_LONGEST = 3600.0
_GAP = 6


class ActiveWay(QWidget):
    """One thing that is being done to the server: its name, how long still, and its end."""

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        self._id = 0
        self._words = Elided("", "active-way")
        self._end = IconButton(theme, "relieve", "close-circle-outline")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._end)
        clicked(self._end, lambda: send(RunRelieve(id=self._id)))

    def show_way(self, row: WayRow) -> None:
        """Show this one."""
        self._id = row.id
        left = "" if row.left is None else f" · {row.left:.0f} s"
        self._words.set(f"{sentence(core(row.way))}{left}")
        self._end.say(self.tr("End this now"))


class Ways(QWidget):
    """What can be done to the server. `against`: why nothing can be done just now; empty when something can."""

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        self._theme, self._send = theme, send
        self._offers: dict[str, Offer] = {}
        self._active: list[ActiveWay] = []
        self._against = ""
        self._make(theme)
        self._arrange()
        self.way.currentIndexChanged.connect(lambda _row: self._choose())
        self.open.toggled.connect(self._folded.setVisible)
        clicked(self.apply, self._apply)
        self.retranslate()

    def show_ways(self, offers: tuple[Offer, ...], rows: tuple[WayRow, ...], against: str) -> None:
        """Offer these ways, and show what is being done."""
        self._against = against
        if {one.name: one for one in offers} != self._offers:
            self._offers = {one.name: one for one in offers}
            self._offer()
        self.open.setVisible(bool(offers))
        self._show_active(rows)
        self._allow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.open.say(self.tr("Ways to fail"), self.tr("Hang it, block it, let its clock jump …"))
        self._way_caption.setText(self.tr("What"))
        self.way.setAccessibleName(self.tr("Way to fail"))
        self._duration_caption.setText(self.tr("Duration"))
        self.duration.setSpecialValueText(self.tr("until ended"))
        self.duration.setAccessibleName(self.tr("Duration of the way to fail"))
        self._offer()

    def _make(self, theme: Theme) -> None:
        self.open = Button(theme, "ways-open", "chevron-down", "muted", "small")
        self.open.setCheckable(True)
        self._way_caption, self.way = label(role="muted"), Choice("way")
        self.form = SchemaForm()
        self._duration_caption, self.duration = label(role="muted"), Decimal("way-duration")
        self.duration.setRange(0, _LONGEST)
        self.duration.setDecimals(1)
        self.duration.setSuffix(" s")
        self._needs = Elided("warn", "way-needs")
        self.apply = Button(theme, "apply-way", "server-off", "mark")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self._folded, self._lasting = QWidget(), QWidget()
        inner, self._list = QVBoxLayout(self._folded), QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(_GAP)
        self._list.setSpacing(2)
        choice = QWidget()
        for line, caption, field in (
            (choice, self._way_caption, self.way),
            (self._lasting, self._duration_caption, self.duration),
        ):
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            caption.setFixedWidth(CAPTION_WIDTH)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 1)
        for part in (choice, self._needs, self.form, self._lasting, self.apply):
            inner.addWidget(part)
        self._folded.hide()
        column.addWidget(self.open)
        column.addWidget(self._folded)
        column.addLayout(self._list)

    def _offer(self) -> None:
        self.way.fill([(name, sentence(core(name))) for name in self._offers])
        for row, one in enumerate(self._offers.values()):
            self.way.set_reason(row, core(one.title), lacking(one))
        self._choose()

    def _choose(self) -> None:
        offer = self._offers.get(self.way.chosen())
        self.form.set_schema({} if offer is None else offer.schema)
        self.form.retranslate()
        self._lasting.setVisible(offer is not None and offer.family == LASTING)
        self._needs.set(lacking(offer))
        self._needs.setVisible(bool(lacking(offer)))
        words = core(self.way.chosen())
        self.apply.say(self.tr("Apply %1").replace("%1", words) if words else self.tr("Apply"))
        self._allow()

    def _allow(self) -> None:
        offer = self._offers.get(self.way.chosen())
        self.apply.allow(self._against or lacking(offer), core(offer.title) if offer is not None else "")

    def _apply(self) -> None:
        self.apply.setEnabled(False)
        lasts = not self._lasting.isHidden()
        duration = (self.duration.value() or None) if lasts else None
        self._send(RunMistreat(way=self.way.chosen(), params=self.form.values(), duration=duration))

    def _show_active(self, rows: tuple[WayRow, ...]) -> None:
        fit(self._active, len(rows), self._list, lambda: ActiveWay(self._theme, self._send))
        for widget, row in zip(self._active, rows, strict=True):
            widget.show_way(row)
