"""One hypothesis, whole: its verdict, what speaks for it and against it, what would decide it, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from harness.snapshot import BoardRow
from ui.board import TONES, evidence
from ui.i18n import core
from ui.pages import SCROLL
from ui.panels.board_model import BoardModel
from ui.panels.trial_says import words_of
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, Card, Dot, Elided, clicked, label, paragraph

PARTS = ("claim", "for", "against", "seen", "refuted", "remedy")


class BoardDetail(Card):
    """The hypothesis that was gone to.

    `marked`: its evidence is to be shown in the log and on the charts; `requested`: its requests are.
    """

    marked = Signal(object)
    requested = Signal(object)

    def __init__(self, theme: Theme, model: BoardModel) -> None:
        super().__init__("board-detail")
        self._model = model
        self._row: BoardRow | None = None
        self._name, self._dot = Elided("title", "board-name"), Dot(theme)
        self._verdict = label(name="board-verdict")
        self.mark = Button(theme, "board-mark", "chart-timeline-variant", "accent")
        self.ask = Button(theme, "board-requests", "format-list-bulleted", "accent")
        self._captions = {part: label(role="muted") for part in PARTS}
        self._texts = {part: paragraph("title" if part == "claim" else "", f"board-{part}") for part in PARTS}
        self._arrange()
        clicked(self.mark, lambda: self.marked.emit(self._row))
        clicked(self.ask, lambda: self.requested.emit(self._row))
        self.retranslate()

    def show_row(self, row: BoardRow | None) -> None:
        """Show this hypothesis as it stands."""
        if row != self._row:
            self._row = row
            self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        words = (
            "",
            self.tr("Speaks for it"),
            self.tr("Speaks against it"),
            self.tr("If it were true, one would see"),
            self.tr("What would refute it"),
            self.tr("What to do about it"),
        )
        for part, text in zip(PARTS, words, strict=True):
            self._captions[part].setText(text)
            self._captions[part].setVisible(bool(text))
            self._texts[part].setAccessibleName(text)
        self.mark.say(self.tr("Log and charts"), self.tr("Show its evidence in the event log and on the charts"))
        self.ask.say(self.tr("Requests"), self.tr("Show the requests of its evidence"))
        self._draw()

    def _arrange(self) -> None:
        self.rows.addWidget(self._name)
        self.line(self._dot, self._verdict, None, self.mark, self.ask)
        scroll, page = QScrollArea(), QFrame()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setObjectName("page")
        scroll.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SCROLL, 0)
        column.setSpacing(10)
        self._parts = {part: _part(self._captions[part], self._texts[part]) for part in PARTS}
        for part in self._parts.values():
            column.addWidget(part)
        column.addStretch(1)
        self.rows.addWidget(scroll, 1)

    def _draw(self) -> None:
        row = self._row
        there = row is not None
        for widget in (self._dot, self._verdict, self.mark, self.ask):
            widget.setVisible(there)
        texts = dict.fromkeys(PARTS, "")
        if row is None:
            self._name.set(self.tr("No verdicts yet"))
        else:
            self._draw_head(row)
            texts = self._words(row)
        for part, text in texts.items():
            self._texts[part].setText(text)
            self._parts[part].setVisible(bool(text))

    def _draw_head(self, row: BoardRow) -> None:
        self._name.set(row.hypothesis)
        self._dot.set(TONES[row.verdict])
        verdict = self._model.verdict_words(row.verdict)
        explains = self.tr("explains %n", "", row.explains) if row.explains else ""
        self._verdict.setText(" · ".join(filter(None, (verdict, explains))))
        cited = [one for one, _ in evidence(row)]
        none = self.tr("No event speaks for it or against it")
        self.mark.allow("" if cited else none, self.tr("Show its evidence in the event log and on the charts"))
        of_none = self.tr("Its evidence is of no request")
        asked = any(one.conn for one in cited)
        self.ask.allow("" if asked else of_none if cited else none, self.tr("Show the requests of its evidence"))

    def _words(self, row: BoardRow) -> dict[str, str]:
        card = self._model.card(row.hypothesis)
        texts = dict.fromkeys(PARTS, "")
        if card is not None:
            plain = {"claim": card.claim, "seen": card.seen, "refuted": card.refuted, "remedy": card.remedy}
            texts |= {part: printable(core(text)) for part, text in plain.items()}
        texts["for"] = "\n".join(f"+  {words_of(one)}" for one in row.speaks_for) or self.tr("nothing was seen")
        texts["against"] = "\n".join(f"−  {words_of(one)}" for one in row.speaks_against) or self.tr(
            "nothing was seen"
        )
        return texts


def _part(caption: QLabel, text: QLabel) -> QWidget:
    """A caption above its text."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(caption)
    column.addWidget(text)
    return part
