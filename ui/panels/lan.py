"""The LAN: let phones and laptops take part, by an address, a code to scan, and a link to copy."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from harness.commands import RunSwitchLan
from harness.snapshot import LanCard, LanPlace
from ui.fields import Choice
from ui.i18n import phrase, sentence
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.client_model import DEVICE
from ui.panels.idle import idle
from ui.qr import QrCode
from ui.theme import Theme, font
from ui.widgets import Button, Dot, IconButton, clicked, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"snapshot", "clients"})
WIDTH = 400


class LanDialog(QDialog):
    """Beside the window, since pictures of the window are evidence, and the code in here holds the token."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lan-dialog")
        self.setFixedWidth(WIDTH)
        self._send = send
        self._card = LanCard()
        self._devices, self._here, self._against = 0, 0, idle(None)
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show whether the LAN takes part, as the snapshot has it."""
        devices = [row for row in model.clients.values() if row.kind == DEVICE]
        here = sum(row.state == "connected" for row in devices)
        now = (model.snapshot.lan, len(devices), here, idle(model))
        if now != (self._card, self._devices, self._here, self._against):
            self._card, self._devices, self._here, self._against = now
            self._draw()
        self._allow()

    def event(self, event: QEvent) -> bool:
        """Be as high as what is shown needs, whenever that changes."""
        handled = super().event(event)
        if event.type() in {QEvent.Type.Show, QEvent.Type.LayoutRequest}:
            self.resize(WIDTH, self._column.totalHeightForWidth(WIDTH))
        return handled

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("LAN"))
        self._title.setText(self.tr("Devices of the LAN"))
        self._about.setText(
            self.tr(
                "Phones and laptops open the chat through the wire, and are clients of this run. It ends with it"
            )
        )
        self._hint.setText(self.tr("Scan it in the same network, or send the link"))
        self._captions["place"].setText(self.tr("Interface"))
        self._captions["devices"].setText(self.tr("Devices"))
        self._captions["refused"].setText(self.tr("Turned away"))
        self.place.setAccessibleName(self.tr("Interface of the LAN"))
        self.code.setAccessibleName(self.tr("QR code of the link to join by"))
        self.address.setAccessibleName(self.tr("Address for devices"))
        self.copy.say(self.tr("Copy the link to join by: it holds the token that lets a device in"))
        self.brings.setAccessibleName(self.tr("The command that lets devices in"))
        self.copy_brings.say(self.tr("Copy the command"))
        self.on.say(self.tr("Let devices in"))
        self.off.say(self.tr("Shut the LAN out"))
        self._draw()

    def open_it(self) -> None:
        """Show it, or bring it to the front."""
        self.show()
        (self.copy if self._card.on else self.on).setFocus()
        self.raise_()
        self.activateWindow()

    def _make(self, theme: Theme) -> None:
        self._title, self._about = label(role="title", name="lan-title"), paragraph("muted", "lan-about")
        self._dot, self._state = Dot(theme), label(name="lan-state")
        self.place, self.code = Choice("lan-place"), QrCode("lan-code")
        self._hint = paragraph("muted", "lan-hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.address, self.brings = read_only("lan-address"), read_only("lan-brings")
        self.copy = IconButton(theme, "copy-join", "content-copy")
        self.copy_brings = IconButton(theme, "copy-lan-brings", "content-copy")
        self._captions = {name: label(role="muted") for name in ("place", "devices", "refused")}
        self._counts = {name: label(name=f"lan-{name}") for name in ("devices", "refused")}
        self._firewall, self._why = paragraph("warn", "lan-firewall"), paragraph("bad", "lan-why")
        self.on = Button(theme, "lan-on", "access-point", "on_accent", "primary")
        self.off = Button(theme, "lan-off", "access-point-off", "bad", "danger")
        for button in (self.on, self.off):
            button.setAutoDefault(False)  # or Enter in any field would press it

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # its height is set by `event`
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(9)
        column.addLayout(across(self._title, None, self._dot, self._state))
        column.addWidget(self._about)
        column.addWidget(self._arrange_join())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate({"place": self.place, **self._counts}.items()):
            grid.addWidget(self._captions[name], row, 0)
            grid.addWidget(field, row, 1)
        self._captions["place"].setBuddy(self.place)
        column.addLayout(grid)
        column.addWidget(self._firewall)
        column.addLayout(across(self.brings, self.copy_brings))
        column.addWidget(self._why)
        column.addLayout(across(None, self.on, self.off))

    def _arrange_join(self) -> QFrame:
        """What a device joins by: there while the LAN takes part."""
        self._join = QFrame()
        column = QVBoxLayout(self._join)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(9)
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._hint)
        column.addLayout(across(self.address, self.copy))
        return self._join

    def _connect(self) -> None:
        clicked(self.on, lambda: self._switch(self.on, RunSwitchLan(on=True, interface=self.place.chosen())))
        clicked(self.off, lambda: self._switch(self.off, RunSwitchLan(on=False)))
        clicked(self.copy, lambda: QGuiApplication.clipboard().setText(self._card.join))
        clicked(self.copy_brings, lambda: QGuiApplication.clipboard().setText(self._card.brings))

    def _switch(self, button: Button, command: RunSwitchLan) -> None:
        button.setEnabled(False)
        self._send(command)

    def _draw(self) -> None:
        card = self._card
        self._dot.set("warn" if card.on else "quiet")
        self._state.setText(self.tr("On") if card.on else self.tr("Off"))
        self._join.setVisible(card.on)
        self.code.set(card.join if card.on else "")
        self.address.setText(without_token(card.join))
        self._draw_place()
        for name, count in (("devices", self._devices_words()), ("refused", f"{card.refused:,}")):
            self._counts[name].setText(count)
            for part in (self._counts[name], self._captions[name]):
                part.setVisible(card.on)
        self._firewall.setText(sentence(phrase(card.firewall)))
        self._why.setText(sentence(phrase(card.why)))
        self.brings.setText(card.brings)
        self._firewall.setVisible(bool(card.firewall))
        self._why.setVisible(bool(card.why))
        self.brings.setVisible(bool(card.brings))
        self.copy_brings.setVisible(bool(card.brings))
        self._allow()

    def _draw_place(self) -> None:
        card = self._card
        own = (LanPlace(interface=card.interface, address=card.address),) if card.on else ()
        places = dict.fromkeys((*card.places, *own))
        options = [(place.address, f"{place.interface} · {place.address}") for place in places]
        self.place.fill([("", self.tr("The one that devices most likely reach")), *options])
        if card.on:
            self.place.choose(card.address)
        self.place.setEnabled(not card.on)

    def _devices_words(self) -> str:
        if self._here == self._devices:
            return f"{self._devices:,}"
        return self.tr("%1 connected of %2").replace("%1", f"{self._here:,}").replace("%2", f"{self._devices:,}")

    def _allow(self) -> None:
        self.on.setVisible(not self._card.on)
        self.off.setVisible(self._card.on)
        self.on.allow(self._against, self.tr("Listen on the LAN, for devices that know the token"))
        self.off.allow("", self.tr("Close the port, and cut off every device"))


def read_only(name: str) -> QLineEdit:
    """A line that can be marked and copied, but not changed."""
    made = QLineEdit()
    made.setReadOnly(True)
    made.setObjectName(name)
    made.setFont(font(12, mono=True))
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # by key one goes to the button that copies it
    return made


def across(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None is the room between left and right."""
    row = QHBoxLayout()
    row.setSpacing(6)
    for part in parts:
        row.addStretch(1) if part is None else row.addWidget(part)
    return row


def without_token(join: str) -> str:
    """The address of a link to join by: what stands behind # holds the token, and is for copying alone."""
    return urlunsplit(urlsplit(join)._replace(fragment="")) if join else ""
