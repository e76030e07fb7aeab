"""The chips above the request list: one kind of requests, and the client of the one gone to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.asking import CHIPS, Chip
from ui.theme import Theme
from ui.widgets import Button, clicked


class RequestChips(QWidget):
    """`changed`: something else is wanted. `client`: whom alone to show; empty for all."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._client = ""
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.buttons: dict[Chip, Button] = {}
        for name in CHIPS:
            chip = self.buttons[name] = Button(theme, f"request-chip-{name}", role="segment")
            self._group.addButton(chip)
            row.addWidget(chip)
        self.alone = Button(theme, "request-client", "account-outline", "muted", "segment")
        row.addWidget(self.alone)
        row.addStretch(1)
        for button in (*self.buttons.values(), self.alone):
            button.setCheckable(True)
        self.buttons["all"].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        clicked(self.alone, self.changed.emit)
        self.retranslate()

    @property
    def chip(self) -> Chip:
        """The kind of requests to show."""
        return next((name for name, one in self.buttons.items() if one.isChecked()), "all")

    @property
    def client(self) -> str:
        """Whom alone to show; empty for all."""
        return self._client if self.alone.isChecked() else ""

    def offer(self, client: str) -> None:
        """Offer to show this client alone; while one is shown, it stays that one."""
        if not self.alone.isChecked():
            self._client = client
        self.alone.setEnabled(bool(self._client))
        self.alone.say(self._client or self.tr("This client"), self.tr("Only requests of this client"))

    def show_all(self) -> None:
        """Narrow nothing. No signal is sent."""
        self.buttons["all"].setChecked(True)
        self.alone.setChecked(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        words: dict[Chip, str] = {
            "all": self.tr("All"),
            "refused": "400",
            "failed": self.tr("Failed"),
            "handshake": self.tr("Handshake"),
            "poll": self.tr("Poll"),
            "post": self.tr("Post"),
            "websocket": "WebSocket",
        }
        for name, chip in self.buttons.items():
            chip.say(words[name])
        self.offer(self._client)
