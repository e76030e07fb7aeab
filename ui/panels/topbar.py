"""The top bar: what this is, how the run stands, and what concerns the run or the window as a whole."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import get_args

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget, QWidgetAction

from harness.commands import RunAddNote, RunStart, RunStop, View
from harness.snapshot import LanCard
from ui.charts.timeline import clock_text
from ui.fields import Choice
from ui.i18n import core, sentence
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.camera_menu import CameraMenu
from ui.panels.idle import idle, replayed, unstartable
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, Button, Dot, Elided, IconButton, clicked, label, set_role, tip

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue", "matrix"})
FREE_PLAY = "window"
WIDE = 1440
LONGEST = 21
"""Letters of an address that the bar has room for: those of IPv6 can be longer."""
VIEWS: tuple[View, ...] = get_args(View)
_TONES = {"running": "ok", "starting": "warn", "ending": "warn", "failed": "bad"}


class TopBar(QFrame):
    """Product, state, run; capture, note, theme, language; scenario, start and stop.

    `capture`: a picture of this is wanted, and of which figure's chart alone.
    """

    capture = Signal(str, str)
    switch_theme = Signal()
    switch_language = Signal()
    view = Signal(str)
    lan_asked = Signal()
    compare_asked = Signal()
    report_asked = Signal()
    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(50)
        self._theme, self._send = theme, send
        self._lan = LanCard()
        self._make(theme)
        self._arrange()
        self._connect()
        self._restyle()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the run as the model has it."""
        snapshot = model.snapshot
        self._say(model)
        self._say_lan(model.snapshot.lan)
        self._say_board(0 if model.board is None else sum(one.verdict == "kept" for one in model.board.verdicts))
        self.start.setVisible(not model.busy)
        self._allow(model)
        self.stop.setVisible(model.busy)
        self.stop.setEnabled(snapshot.state in {"starting", "running"})
        self.scenario.setEnabled(not model.busy)
        self.note.setEnabled(not idle(model))
        self.note.setToolTip(tip(idle(model) or self._why_note()))
        self.shots.offer(model.figures())
        self._offer(model)
        if model.busy:
            self.scenario.choose(snapshot.name)

    def _say(self, model: Model) -> None:
        """How the run stands, or the matrix that has taken its place."""
        snapshot, matrix = model.snapshot, model.matrix.planned
        if matrix is not None and model.matrix.going:
            self._dot.set("info")
            self._state.setText(self.tr("Measuring"))
            self._time.setText(f"{model.matrix.done}/{model.matrix.total}")
            self._run.set(PurePath(matrix.folder).name, matrix.folder)
            return
        self._dot.set("info" if replayed(model) else _TONES.get(snapshot.state, "quiet"))
        state = self.tr("Replay") if replayed(model) else sentence(core(snapshot.state))
        raw = self.tr("raw record")
        self._state.setText(f"{state} · {raw}" if snapshot.raw else state)
        secrets = self.tr("Cookies, credentials and what people wrote stand in this run as they crossed the wire.")
        self._state.setToolTip(tip(secrets) if snapshot.raw else "")
        self._time.setText(UNKNOWN if snapshot.now is None else clock_text(snapshot.now))
        self._run.set(snapshot.run_id, snapshot.folder)

    def _say_lan(self, card: LanCard) -> None:
        """That others may take part is never hidden: the address stands here for as long as they may."""
        self._lan = card
        name = self.tr("LAN")
        at = card.address if len(card.address) <= LONGEST else f"{card.address[:8]}…{card.address[-8:]}"
        self.lan.say(
            f"{name}: {at}" if card.on else name, self.tr("Let phones and laptops of the LAN take part (Ctrl+J)")
        )
        set_role(self.lan, "live" if card.on else "segment")

    def _say_board(self, kept: int) -> None:
        """That causes are kept is seen from every page."""
        name, words = self.tr("Board"), self.tr("Which cause it was, and what speaks for it (Ctrl+5)")
        if kept:
            count = self.tr("causes kept: %n", "", kept)
            words = f"{words}\n{count}"
        self.views["board"].say(f"{name} ◆ {kept}" if kept else name, words)

    def _allow(self, model: Model) -> None:
        busy = self.tr("A matrix is being measured: stop it first") if model.matrix.going else ""
        dead = "" if model.alive else self.tr("The core is not there")
        self.start.allow(unstartable(model) or busy or dead, self._why_start())

    def _why_note(self) -> str:
        return self.tr("Write a note into the evidence (Ctrl+N)")

    def _why_start(self) -> str:
        return self.tr("Start what is chosen on the left")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room, the run's name needs it more than the subtitle."""
        super().resizeEvent(event)
        self._subtitle.setVisible(self.width() >= WIDE)

    def retranslate(self) -> None:
        """Set every text again."""
        self._subtitle.setText(self.tr("Socket.IO LAN harness"))
        self.views["overview"].say(self.tr("Overview"), self.tr("Figures, charts, clients and events (Ctrl+1)"))
        self.views["wire"].say(self.tr("Wire"), self.tr("Requests, sessions, and what faults touched (Ctrl+2)"))
        self.views["trial"].say(self.tr("Trial"), self.tr("Ways to write a client, side by side (Ctrl+4)"))
        self.views["matrix"].say(self.tr("Matrix"), self.tr("Every way to serve, measured (Ctrl+3)"))
        self._say_board(0)
        self.shot.say(self.tr("Save a stamped picture of this window into the run folder (Ctrl+P)"))
        self.shots.retranslate()
        self.note.say(self._why_note())
        self.compare.say(self.tr("Compare two runs, figure by figure (Ctrl+D)"))
        self.report.say(self.tr("Report of this run: open it, or add to it (Ctrl+R)"))
        self.light.say(self.tr("Light or dark (Ctrl+T)"))
        self.language.say(self.tr("Switch to Korean (Ctrl+L)"))
        self.start.say(self.tr("Start run"), self._why_start())
        self.stop.say(self.tr("Stop run"), self.tr("End the run and seal its folder"))
        self.scenario.setToolTip(self.tr("What to run: free play, or a built-in scenario"))
        self.scenario.setAccessibleName(self.tr("Scenario"))
        self._note_text.setPlaceholderText(self.tr("Note, then Enter"))
        self._run.setAccessibleName(self.tr("Run"))
        self._say_lan(self._lan)

    def _make(self, theme: Theme) -> None:
        self._logo = QLabel()
        self._product = label("sidlab", "title")
        self._product.setFont(font(15, bold=True))
        self._subtitle = label(role="muted")
        self._view_group = QButtonGroup(self)
        self.views: dict[View, Button] = {view: Button(theme, f"view-{view}", role="segment") for view in VIEWS}
        for view, button in self.views.items():
            button.setCheckable(True)
            button.setChecked(view == "overview")
            self._view_group.addButton(button)
        self._dot, self._state = Dot(theme), label(name="run-state")
        self._time, self._run = label(role="muted", name="run-time"), Elided("muted", "run-id")
        self._time.setFont(font(13, mono=True))
        self._run.setFont(font(12, mono=True))
        self._run.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shot, self.shots = IconButton(theme, "capture", "camera-outline"), CameraMenu(self)
        self.shot.setPopupMode(self.shot.ToolButtonPopupMode.MenuButtonPopup)
        self.shot.setMenu(self.shots)
        self.note = IconButton(theme, "note", "note-edit-outline")
        self.compare = IconButton(theme, "compare-runs", "compare-horizontal")
        self.report = IconButton(theme, "report-run", "file-document-outline")
        self.light = IconButton(theme, "theme", "theme-light-dark")
        self.language = IconButton(theme, "language", "translate")
        self.scenario = Choice("scenario")
        self.scenario.setFixedWidth(160)
        self.start = Button(theme, "start-run", "play", "on_accent", "primary")
        self.stop = Button(theme, "stop-run", "stop", "bad", "danger")
        self.lan = Button(theme, "lan", "access-point", role="segment")
        self._note_text = QLineEdit()
        self._note_text.setObjectName("note-text")
        self._note_text.setMinimumWidth(320)
        self._note_menu = QMenu(self)
        action = QWidgetAction(self._note_menu)
        action.setDefaultWidget(self._note_text)
        self._note_menu.addAction(action)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        self._group(row, self._logo, self._product, self._subtitle)
        row.addSpacing(10)
        self._group(row, *self.views.values())
        row.addSpacing(14)
        self._group(row, self._dot, self._state, self._time)
        row.addWidget(self._run, 1)
        row.addWidget(self.lan)
        row.addSpacing(4)
        self._group(row, self.shot, self.note, self.compare, self.report, self.light, self.language)
        row.addSpacing(6)
        self._group(row, self.scenario, self.start, self.stop)

    @staticmethod
    def _group(row: QHBoxLayout, *parts: QWidget) -> None:
        for part in parts:
            row.addWidget(part)

    def _connect(self) -> None:
        self._theme.changed.connect(self._restyle)
        for view, button in self.views.items():
            clicked(button, partial(self.view.emit, view))
        clicked(self.shot, partial(self.capture.emit, "window", ""))
        self.shots.wanted.connect(self.capture)
        clicked(self.lan, self.lan_asked.emit)
        clicked(self.compare, self.compare_asked.emit)
        clicked(self.report, self.report_asked.emit)
        clicked(self.light, self.switch_theme.emit)
        clicked(self.language, self.switch_language.emit)
        clicked(self.note, self.ask_note)
        clicked(self.start, self._start)
        clicked(self.stop, self._stop)
        self._note_text.returnPressed.connect(self._add_note)

    def _restyle(self) -> None:
        self._logo.setPixmap(self._theme.icon("lan-connect", "accent").pixmap(20, 20))

    def _offer(self, model: Model) -> None:
        if model.catalogue is None:
            return
        options = [(FREE_PLAY, self.tr("Free play"))]
        options += [(one.name, one.name) for one in model.catalogue.scenarios]
        self.scenario.fill(options)
        for row, one in enumerate(model.catalogue.scenarios, start=1):
            self.scenario.set_reason(row, core(one.title), "" if one.available else core(one.needs))

    def _start(self) -> None:
        self.start.setEnabled(False)
        self._send(RunStart(name=self.scenario.chosen() or FREE_PLAY))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._send(RunStop())

    def ask_note(self) -> None:
        """Open the line for a note."""
        self._note_menu.popup(self.note.mapToGlobal(self.note.rect().bottomLeft()))
        self._note_text.setFocus()

    def _add_note(self) -> None:
        text = self._note_text.text().strip()
        if text:
            self._send(RunAddNote(text=text))
        self._note_text.clear()
        self._note_menu.close()
