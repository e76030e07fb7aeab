"""The server card: which profile serves, where, how it stands; start, stop, and the ways to restart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit

from harness.commands import RestartHow, RunRestartServer, RunStartServer, RunStopServer
from harness.snapshot import Choice as Offer
from harness.snapshot import ServerCard, ServerState
from ui.charts.timeline import clock_text
from ui.fields import Choice, Decimal
from ui.i18n import core, phrase, sentence, value_words
from ui.model import Model, Topic
from ui.offers import lacking
from ui.panels import Send
from ui.panels.idle import idle
from ui.panels.ways import Ways
from ui.phases import Phases
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, Button, Card, Dot, Elided, IconButton, clicked, label, put

LONGEST_DOWNTIME = 600.0
TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
_TONES: dict[ServerState, str] = {"up": "ok", "down": "bad", "starting": "warn", "stopping": "warn"}
_WAYS: tuple[tuple[RestartHow, str], ...] = (
    ("graceful", "restart"),
    ("kill", "skull-outline"),
    ("reload", "file-refresh-outline"),
    ("crash", "lightning-bolt-outline"),
)
EXTERNAL = "external"
"""What stands for the profile of a server that runs already."""


class ServerPanel(Card):
    """The chat server under test."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("server")
        self._send = send
        self._offers: dict[str, Offer] = {}
        self._card = ServerCard()
        self._restart: Phases | None = None
        self._against = idle(None)
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the server as the snapshot has it; every button as far as it makes sense now."""
        self._against = idle(model)
        self._offer(model)
        self._show(model.snapshot.server)
        self._show_phases(model.restart)
        self._allow()
        ways = model.catalogue.ways if model.catalogue is not None else ()
        self.failing.show_ways(ways, model.snapshot.ways, self._against or self._down())

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
        self.ways["crash"].say(self.tr("Crash"))
        self._downtime_caption.setText(self.tr("Downtime"))
        self.downtime.setAccessibleName(self.tr("Downtime of a restart"))
        self.downtime.setToolTip(self.tr("So long the server stays down between its end and its start"))
        self._command_caption.setText(self.tr("Command"))
        self.command.setAccessibleName(self.tr("Command that starts the server"))
        self.profile.setAccessibleName(self.tr("Server profile"))
        self._state.setText(sentence(core(self._card.state)))
        self._show_phases(self._restart)
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
        self._command_caption, self.command = label(), QLineEdit()
        self.command.setReadOnly(True)
        self.command.setObjectName("server-command")
        self.command.setFont(font(12, mono=True))
        self._why = Elided("bad", "server-why")
        self._asked, self._phases = Elided("muted", "restart-asked"), Elided("", "restart-phases")
        self._downtime_caption, self.downtime = label(), Decimal("downtime")
        self.downtime.setRange(0, LONGEST_DOWNTIME)
        self.downtime.setDecimals(1)
        self.downtime.setSuffix(" s")
        self.start = Button(theme, "start-server", "play", "ok")
        self.stop = Button(theme, "stop-server", "stop", "bad")
        self.ways = {how: Button(theme, f"restart-{how}", icon, "muted") for how, icon in _WAYS}
        self.failing = Ways(theme, self._send)

    def _arrange(self) -> None:
        self.line(self.title, None, self._dot, self._state)
        self.field(self._profile_caption, self.profile)
        row = self.line(self.url, self.copy, self.browse)
        row.setSpacing(2)
        self.field(self._epoch_caption, self._epoch)
        self.field(self._command_caption, self.command)
        self.rows.addWidget(self._why)
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, button in enumerate((self.start, self.stop, *self.ways.values())):
            grid.addWidget(button, number // 2, number % 2)
        self.rows.addLayout(grid)
        self.field(self._downtime_caption, self.downtime)
        self.rows.addWidget(self._asked)
        self.rows.addWidget(self._phases)
        self.rows.addWidget(self.failing)

    def _connect(self) -> None:
        clicked(self.start, self._start)
        clicked(self.stop, lambda: self._ask(self.stop, RunStopServer()))
        for how, button in self.ways.items():
            clicked(button, partial(self._restarted, how))
        clicked(self.copy, lambda: QGuiApplication.clipboard().setText(self._card.url))
        clicked(self.browse, lambda: QDesktopServices.openUrl(QUrl(self._card.url)))
        self.profile.currentIndexChanged.connect(lambda _row: self._allow())

    def _start(self) -> None:
        self._ask(self.start, RunStartServer(profile=self.profile.chosen()))

    def _restarted(self, how: RestartHow) -> None:
        downtime = 0.0 if how == "reload" else self.downtime.value()
        self._ask(self.ways[how], RunRestartServer(how=how, downtime=downtime))

    def _ask(self, button: Button, command: RunStartServer | RunStopServer | RunRestartServer) -> None:
        button.setEnabled(False)
        self._send(command)

    def _offer(self, model: Model) -> None:
        if model.catalogue is None:
            return
        profiles, own = model.catalogue.profiles, model.snapshot.server.profile
        self._offers = {one.name: one for one in profiles}
        names = dict.fromkeys((*self._offers, *filter(None, (own,))))
        self.profile.fill([(name, name) for name in names])
        for row, one in enumerate(profiles):
            self.profile.set_reason(row, core(one.title), lacking(one))

    def _show(self, card: ServerCard) -> None:
        if card.profile != self._card.profile:
            self.profile.choose(card.profile)
        self._card = card
        self._dot.set(_TONES[card.state])
        self._state.setText(sentence(core(card.state)))
        put(self.url, card.url or UNKNOWN)
        pid = UNKNOWN if card.pid is None else str(card.pid)
        self._epoch.set(
            f"{card.epoch or UNKNOWN} · pid {pid}", self.tr("Life %n of the server in this run", "", card.life)
        )
        self._why.set(phrase(card.why))
        self._why.setVisible(bool(card.why))
        put(self.command, card.command)
        for part in (self._command_caption, self.command):
            part.setVisible(bool(card.command))

    def _show_phases(self, restart: Phases | None) -> None:
        self._restart = restart
        for part in (self._asked, self._phases):
            part.setVisible(restart is not None)
        if restart is None:
            return
        asked = UNKNOWN if restart.asked is None else clock_text(restart.asked)
        words = self.tr("Last restart: %1, asked at %2")
        self._asked.set(words.replace("%1", value_words(restart.how)).replace("%2", asked))
        named = (
            (self.tr("closed %1"), restart.closed),
            (self.tr("open %1"), restart.opened),
            (self.tr("answers %1"), restart.answered),
        )
        parts = [words.replace("%1", UNKNOWN if at is None else f"{at:.2f} s") for words, at in named]
        meaning = self.tr("When the port was closed, open again, and a handshake answered, after it was asked for")
        self._phases.set(" · ".join(parts), meaning)

    def _allow(self) -> None:
        state, idling, down = self._card.state, self._against, self._down()
        up = self.tr("The server is up: stop it first") if state == "up" else ""
        busy = self.tr("The server is changing just now") if state in {"starting", "stopping"} else ""
        others = self.tr("This server is not ours: start and stop it where it runs")
        others = others if self._card.profile == EXTERNAL else ""
        needs = lacking(self._offers.get(self.profile.chosen()))
        start = self.tr("Start the server with the chosen profile")
        self.start.allow(idling or others or busy or up or needs, start)
        self.stop.allow(idling or others or down or busy, self.tr("Stop the server and leave it down"))
        for how, button in self.ways.items():
            button.allow(idling or busy or down or self._cannot(how), self._meaning(how))
        self.copy.setEnabled(bool(self._card.url))
        self.browse.setEnabled(bool(self._card.url))

    def _down(self) -> str:
        return self.tr("The server is not up") if self._card.state == "down" else ""

    def _cannot(self, how: RestartHow) -> str:
        offer = self._offers.get(self._card.profile)
        offers = self._card.offers or (offer.offers if offer is not None else ())
        if how in offers:
            return ""
        return self.tr("The profile %1 has no such way to restart").replace("%1", self._card.profile)

    def _meaning(self, how: RestartHow) -> str:
        return {
            "graceful": self.tr("Stop the server in good order (SIGTERM) and start it again"),
            "kill": self.tr("Kill the server at once (SIGKILL) and start it again"),
            "reload": self.tr("Touch a watched file: the reloader restarts the server by itself"),
            "crash": self.tr("An exception ends the server's process; what serves it starts it again, or we do"),
        }[how]
