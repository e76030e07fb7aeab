"""The banner: what went wrong in words, over the window until it is closed; the core's death stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from harness.snapshot import Rejected
from ui.i18n import phrase
from ui.model import Model, Topic
from ui.theme import Theme
from ui.widgets import Button, Dot, Elided, IconButton, clicked, set_role

TOPICS: frozenset[Topic] = frozenset({"rejected", "snapshot"})
SHOWN_MS = 12_000


class Banner(QFrame):
    """One line: a refused command, a failed run, the end of the core with a way to start it again, a seal."""

    restart = Signal()
    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._dot, self._words = Dot(theme), Elided("", "banner-words")
        self._again = Button(theme, "restart-core", "restart", "accent", "small")
        self._copy = IconButton(theme, "copy-root", "content-copy")
        self._close = IconButton(theme, "close-banner", "close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._dead = ""
        self._failed = ""
        self._root = ""
        self._refused: Rejected | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self._dot)
        row.addWidget(self._words, 1)
        row.addWidget(self._copy)
        row.addWidget(self._again)
        row.addWidget(self._close)
        self._timer.timeout.connect(self.hide)
        clicked(self._close, self.hide)
        clicked(self._copy, lambda: QGuiApplication.clipboard().setText(self._root))
        clicked(self._again, self.restart.emit)
        self.retranslate()
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def refresh(self, model: Model) -> None:
        """Say the newest refusal, or why the run failed."""
        failed = model.snapshot.message if model.snapshot.state == "failed" else ""
        if failed and failed != self._failed:
            self._say(phrase(failed), "bad")
        self._failed = failed
        self._say_sealed(model.snapshot.root)
        if model.rejected is not None and model.rejected is not self._refused:
            self._refused = model.rejected
            self._say(phrase(model.refused), "warn")
            self._timer.start()

    def _say_sealed(self, root: str) -> None:
        """The root hash, once, when the folder is sealed; gone with the next run."""
        before, self._root = self._root, root
        if root and root != before:
            words = self.tr("The evidence is sealed. Root hash for the ticket: %1").replace("%1", root)
            more = self.tr("Whoever has it can tell whether the files were changed since. It is no signature.")
            self._say(words, "ok", more)
            self._copy.show()
        elif before and not root:
            self.hide()

    def core_ended(self, problem: str, stderr: str) -> None:
        """The core is gone: say so and how, and offer to start it again; what it wrote last is in the tooltip."""
        self._dead = problem
        words = self.tr("The core has ended (%1). The run's folder is kept.").replace("%1", problem)
        self._say(words, "bad", stderr[-2000:])

    def core_back(self) -> None:
        """The core runs again."""
        self._dead = ""
        self.hide()
        self._again.hide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._again.say(self.tr("Start the core again"))
        self._copy.say(self.tr("Copy the root hash"))
        self._close.say(self.tr("Close"))

    def _say(self, words: str, tone: str, more: str = "") -> None:
        self._timer.stop()
        self._dot.set(tone)
        set_role(self, tone)
        self._words.set(words, more)
        self._again.setVisible(bool(self._dead))
        self._copy.hide()
        self.show()
