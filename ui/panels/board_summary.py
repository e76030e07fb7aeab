"""What happened, how sure that is, and what to do first: whole sentences above the board."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from harness.snapshot import Board
from ui.board import TONES
from ui.model import Model, Topic
from ui.panels.trial_says import words_of
from ui.theme import Theme
from ui.widgets import Card, Dot, fit, label, paragraph, set_role

TOPICS: frozenset[Topic] = frozenset({"board", "snapshot"})


class BoardSummary(Card):
    """The sentences of the board, the first of them loud."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__("board-summary")
        self._board: Board | None = None
        self._busy = False
        self._dot, self._when = Dot(theme), label(role="muted", name="board-when")
        self._lines: list[QLabel] = []
        self.line(self._dot, self.title, self._when, None)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Say what the board comes to."""
        if (model.board, model.busy) != (self._board, self._busy):
            self._board, self._busy = model.board, model.busy
            self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("What happened"))
        self._draw()

    def _draw(self) -> None:
        board = self._board
        words = [] if board is None else [words_of(one) for one in board.summary]
        self._dot.set(_tone(board))
        self._when.setText("" if board is None else self.tr("so far") if self._busy else self.tr("the whole run"))
        fit(self._lines, len(words) or 1, self.rows, paragraph)
        for number, line in enumerate(self._lines):
            line.setText(words[number] if words else self.tr("No run yet: what broke, and why, is said here"))
            set_role(line, "faint" if not words else "title" if number == 0 else "")


def _tone(board: Board | None) -> str:
    """That a cause is kept; that something is not explained; or that nothing broke."""
    if board is None:
        return "quiet"
    if any(one.verdict == "kept" for one in board.verdicts):
        return TONES["kept"]
    return TONES["undecided"] if any(total for _, total in board.explained.values()) else "ok"
