"""Which socket.io-client a client in JavaScript is made with: an installed version, or a file of one's own."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ui.fields import Choice
from ui.widgets import tip

FILE = "file…"


class LibraryChoice(Choice):
    """The versions there are, the incident's first, and the files that were named."""

    def __init__(self) -> None:
        super().__init__("library")
        self._versions: tuple[str, ...] = ()
        self._files: list[str] = []
        self._last = ""
        self.activated.connect(lambda _row: self._picked())

    def offer(self, versions: tuple[str, ...]) -> None:
        """Offer these versions."""
        self._versions = versions
        self.retranslate()

    def choose_library(self, library: str) -> None:
        """Show what a group is made with: a version, a path, or (empty) the incident's version."""
        if library and library not in self._versions and library not in self._files:
            self._files.append(library)
            self.retranslate()
        self.choose(library or self._usual)
        self._last = self.chosen()

    def wanted(self, before: str) -> str:
        """What is chosen, in the words of a group that was made with `before`."""
        chosen = self.chosen()
        if not self._versions or chosen in {FILE, before}:
            return before
        return "" if chosen == self._usual else chosen

    def retranslate(self) -> None:
        """Set every text again."""
        versions = [(one, one) for one in self._versions]
        versions[:1] = [(one, self.tr("%1, the incident's").replace("%1", one)) for one, _ in versions[:1]]
        files = [(path, PurePath(path).name) for path in self._files]
        self.fill([*versions, *files, (FILE, self.tr("A file…"))])
        for path in self._files:
            self.setItemData(self.findData(path), tip(path), Qt.ItemDataRole.ToolTipRole)

    @property
    def _usual(self) -> str:
        return self._versions[0] if self._versions else ""

    def _picked(self) -> None:
        """A person chose: for a file of one's own, ask which."""
        if self.chosen() != FILE:
            self._last = self.chosen()
            return
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("A build of socket.io-client"), "", "JavaScript (*.js *.mjs)"
        )
        self.choose_library(path or self._last)
