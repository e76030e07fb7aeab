"""The server card: which profile serves, where, how it stands; start, stop, and the ways to restart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit

from harness.commands import RestartHow, RunRestartServer, RunStartServer, RunStopServer
from harness.snapshot import Choice as Offer
from harness.snapshot import ServerCard, ServerState
from ui.fields import Choice
from ui.i18n import core, phrase, sentence
from ui.model import Model, Topic
from ui.panels import Send
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, Button, Card, Dot, Elided, IconButton, clicked, label

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
_TONES: dict[ServerState, str] = {"up": "ok", "down": "bad", "starting": "warn", "stopping": "warn"}
_WAYS: tuple[tuple[RestartHow, str], ...] = (
    ("graceful", "restart"),
    ("kill", "skull-outline"),
    ("reload", "file-refresh-outline"),
)


class ServerPanel(Card):
    """The chat server under test."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("server")
        self._send = send
        self._offers: dict[str, Offer] = {}
        self._card = ServerCard()
        self._running = False
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the server as the snapshot has it; every button as far as it makes sense now."""
        self._running = model.snapshot.state == "running"
        self._offer(model)
        self._show(model.snapshot.server)
        self._allow()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Server"))
        self._profile_caption.setText(self.tr("Profile"))
        self.url.setAccessibleName(self.tr("Address"))
        self.url.setToolTip(self.tr("Where clients and browsers go: the wire before the server"))
        self._epoch_caption.setText(self.tr("Epoch"))
        self.copy.say(self.tr("Copy the address"))
        self.browse.say(self.tr("Open the chat in the browser"))
        self.start.say(self.tr("Start"))
        self.stop.say(self.tr("Stop"))
        self.ways["graceful"].say(self.tr("Restart"))
        self.ways["kill"].say(self.tr("Kill"))
        self.ways["reload"].say(self.tr("Reload"))
        self.profile.setAccessibleName(self.tr("Server profile"))
        self._state.setText(sentence(core(self._card.state)))
        self._allow()

    def _make(self, theme: Theme) -> None:
        self._dot, self._state = Dot(theme), label(name="server-state")
        self._profile_caption, self.profile = label(), Choice("profile")
        self.url = QLineEdit()
        self.url.setReadOnly(True)
        self.url.setObjectName("url")
        self.copy = IconButton(theme, "copy-url", "content-copy")
        self.browse = IconButton(theme, "open-browser", "open-in-new")
        self._epoch_caption, self._epoch = label(), Elided("muted", "epoch")
        self._epoch.setFont(font(12, mono=True))
        self._why = Elided("bad", "server-why")
        self.start = Button(theme, "start-server", "play", "ok")
        self.stop = Button(theme, "stop-server", "stop", "bad")
        self.ways = {how: Button(theme, f"restart-{how}", icon, "muted") for how, icon in _WAYS}

    def _arrange(self) -> None:
        self.line(self.title, None, self._dot, self._state)
        self.field(self._profile_caption, self.profile)
        row = self.line(self.url, self.copy, self.browse)
        row.setSpacing(2)
        self.field(self._epoch_caption, self._epoch)
        self.rows.addWidget(self._why)
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(self.start, 0, 0, 1, 3)
        grid.addWidget(self.stop, 0, 3, 1, 3)
        for number, button in enumerate(self.ways.values()):
            grid.addWidget(button, 1, number * 2, 1, 2)
        self.rows.addLayout(grid)

    def _connect(self) -> None:
        clicked(self.start, self._start)
        clicked(self.stop, lambda: self._ask(self.stop, RunStopServer()))
        for how, button in self.ways.items():
            clicked(button, partial(self._ask, button, RunRestartServer(how=how)))
        clicked(self.copy, lambda: QGuiApplication.clipboard().setText(self._card.url))
        clicked(self.browse, lambda: QDesktopServices.openUrl(QUrl(self._card.url)))
        self.profile.currentIndexChanged.connect(lambda _row: self._allow())

    def _start(self) -> None:
        self._ask(self.start, RunStartServer(profile=self.profile.chosen()))

    def _ask(self, button: Button, command: RunStartServer | RunStopServer | RunRestartServer) -> None:
        button.setEnabled(False)
        self._send(command)

    def _offer(self, model: Model) -> None:
        if model.catalogue is None:
            return
        profiles = model.catalogue.profiles
        self._offers = {one.name: one for one in profiles}
        self.profile.fill([(one.name, one.name) for one in profiles])
        for row, one in enumerate(profiles):
            self.profile.set_reason(row, core(one.title), "" if one.available else core(one.needs))

    def _show(self, card: ServerCard) -> None:
        if card.profile != self._card.profile:
            self.profile.choose(card.profile)
        self._card = card
        self._dot.set(_TONES[card.state])
        self._state.setText(sentence(core(card.state)))
        if self.url.text() != (card.url or UNKNOWN):
            self.url.setText(card.url or UNKNOWN)
            self.url.setCursorPosition(0)
        pid = UNKNOWN if card.pid is None else str(card.pid)
        self._epoch.set(
            f"{card.epoch or UNKNOWN} · pid {pid}", self.tr("Life %n of the server in this run", "", card.life)
        )
        self._why.set(phrase(card.why))
        self._why.setVisible(bool(card.why))

    def _allow(self) -> None:
        state, idle = self._card.state, "" if self._running else self.tr("No run is going on: start one first")
        chosen = self.profile.chosen()
        up = self.tr("The server is up: stop it first") if state == "up" else ""
        busy = self.tr("The server is changing just now") if state in {"starting", "stopping"} else ""
        down = self.tr("The server is not up") if state == "down" else ""
        needs = self._needs(chosen)
        self.start.allow(idle or busy or up or needs, self.tr("Start the server with the chosen profile"))
        self.stop.allow(idle or down or busy, self.tr("Stop the server and leave it down"))
        for how, button in self.ways.items():
            button.allow(idle or busy or down or self._cannot(how), self._meaning(how))
        self.copy.setEnabled(bool(self._card.url))
        self.browse.setEnabled(bool(self._card.url))

    def _needs(self, profile: str) -> str:
        offer = self._offers.get(profile)
        return core(offer.needs) if offer is not None and not offer.available else ""

    def _cannot(self, how: RestartHow) -> str:
        offer = self._offers.get(self._card.profile)
        if offer is None or how in offer.offers:
            return ""
        return self.tr("The profile %1 has no such way to restart").replace("%1", self._card.profile)

    def _meaning(self, how: RestartHow) -> str:
        return {
            "graceful": self.tr("Stop the server in good order (SIGTERM) and start it again"),
            "kill": self.tr("Kill the server at once (SIGKILL) and start it again"),
            "reload": self.tr("Touch a watched file: the reloader restarts the server by itself"),
        }[how]
