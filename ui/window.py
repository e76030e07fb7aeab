"""The window: lays the panels out, and once a frame folds what the core said and has the changed panels drawn."""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from pathlib import Path
from typing import cast

from msgspec import structs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from harness.commands import Command, PictureOf, RunStart, View
from harness.snapshot import BoardRow, Cited
from ui.board import event_search, evidence, request_search
from ui.bridge import Core
from ui.camera import Camera
from ui.i18n.languages import Languages
from ui.model import Model
from ui.pages import BoardPage, LeftColumn, MatrixPage, Overview, TrialPage, WirePage
from ui.panels import Panel
from ui.panels.banner import Banner
from ui.panels.board import BoardPanel
from ui.panels.board_detail import BoardDetail
from ui.panels.board_document import BoardDocument
from ui.panels.board_evidence import BoardEvidence
from ui.panels.board_experiment import BoardExperiment
from ui.panels.board_summary import BoardSummary
from ui.panels.camera_menu import KEYS
from ui.panels.cell import CellPanel
from ui.panels.cell_evidence import CellEvidence
from ui.panels.charts import ChartsPanel
from ui.panels.client_table import ClientTable
from ui.panels.clients import ClientsPanel
from ui.panels.compare import CompareDialog
from ui.panels.disk import DiskBar
from ui.panels.event_log import EventLog
from ui.panels.faults import FaultPanel
from ui.panels.figures import FiguresPanel
from ui.panels.findings import FindingPanel
from ui.panels.heat import HeatPanel
from ui.panels.lan import LanDialog
from ui.panels.life import LifePanel
from ui.panels.plan import PlanPanel
from ui.panels.replay import ReplayBar
from ui.panels.report import ReportDialog
from ui.panels.requests import RequestPanel
from ui.panels.server import ServerPanel
from ui.panels.status import StatusBar
from ui.panels.topbar import VIEWS, TopBar
from ui.panels.touched import TouchedPanel
from ui.panels.trial import TrialPanel
from ui.panels.trial_bars import TrialBars
from ui.panels.trial_says import TrialSays
from ui.theme import Theme

FRAME_MS = 40
SIZE = (1680, 1020)
SMALLEST = (1280, 760)
_FRAMES_TIMED = 150


class Window(QWidget):
    """The main window. `framed` is sent after each frame, `closed` once when it goes."""

    framed = Signal()
    closed = Signal()

    def __init__(self, core: Core, theme: Theme, languages: Languages) -> None:
        super().__init__()
        self.model = Model()
        self.theme, self.languages = theme, languages
        self._core = core
        self.camera = Camera(self)
        self._first: Command | None = None
        self._begun = False
        self._mourned = False
        self._times: deque[tuple[float, float]] = deque(maxlen=_FRAMES_TIMED)
        self._last = 0.0
        self.setObjectName("window")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self._make()
        self._arrange()
        self._connect()
        self.setWindowTitle("sidlab")
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)
        self._refresh_all()

    def begin(self, first: Command | None = None) -> None:
        """Start the core and the frames; `first` is sent as soon as the core is there.

        Only a window that has begun answers a scenario's wish for a picture; one of a finished run must not.
        """
        self._first, self._begun = first, True
        self._core.start()
        self._timer.start()
        self.setFocus()

    def send(self, command: Command) -> None:
        """Ask the core for something; the report of a run that is started is in the language in use."""
        if isinstance(command, RunStart):
            command = structs.replace(command, language=self.languages.language)
        self._core.send(command)

    def tick(self) -> None:
        """One frame: take what came, draw what changed."""
        started = time.perf_counter()
        for frame in self._core.drain():
            self.model.fold(frame)
        changed = self.model.take_changed()
        for panel in self._panels:
            if panel.topics & changed:
                panel.refresh(self.model)
        if "catalogue" in changed and self._first is not None:
            self.send(self._first)
            self._first = None
        if "picture" in changed and self._begun:
            self._answer()
        self._mourn()
        self._time(started)
        self.framed.emit()

    def capture(self, of: PictureOf = "window", figure: str = "", name: str = "") -> Path | None:
        """Save stamped pictures, and tell the core and the person; the first of them, None when there is no run.

        What could not be written is told the person.
        """
        try:
            files = self.camera.take(of, figure=figure, name=name)
        except OSError as error:
            self.status.tell(self.tr("The picture could not be saved"), str(error), bad=True)
            return None
        if files:
            place = f"{files[0].parent.name}/{files[0].name}"
            self.status.tell(self.tr("Saved: %1").replace("%1", place), "\n".join(map(str, files)))
        return files[0] if files else None

    @property
    def parts(self) -> dict[PictureOf, tuple[View, QWidget]]:
        """What pictures can be taken of by itself, and the page that it is on."""
        board = self._pages.widget(VIEWS.index("board"))
        return {"requests": ("wire", self.requests), "board": ("board", cast("QWidget", board))}

    @property
    def view(self) -> View:
        """What the middle shows."""
        return VIEWS[self._pages.currentIndex()]

    def show_view(self, view: View) -> None:
        """Show this page; the matrix has the whole width, since it is not about the run on the left."""
        self._left.setVisible(view != "matrix")
        self._pages.setCurrentIndex(VIEWS.index(view))
        self.bar.views[view].setChecked(True)

    def show_session(self, sid: str) -> None:
        """Show a session's life, and what crossed of it."""
        self.show_view("wire")
        self.requests.only(f"sid:{sid}")
        self.life.show_session(sid)

    def show_client(self, name: str) -> None:
        """Show what crossed of this client."""
        self.show_view("wire")
        self.requests.only(f"client:{name}")

    def show_evidence(self, row: BoardRow) -> None:
        """Show what this verdict rests on in the event log and on the charts."""
        cited = [one for one, _ in evidence(row)]
        self.show_view("overview")
        self.log.only(event_search(cited))
        self.charts.cite(row.hypothesis, [(one.seq, one.at) for one in cited if one.at is not None])

    def show_requests(self, row: BoardRow) -> None:
        """Show the requests that this verdict rests on."""
        self.show_view("wire")
        self.requests.only(request_search(one for one, _ in evidence(row)))

    def show_cited(self, cited: Cited) -> None:
        """Show one event that a verdict rests on: its request, or itself."""
        if cited.conn:
            self.show_view("wire")
            self.requests.only(request_search([cited]))
            self.requests.go_to((cited.conn, cited.n))
        else:
            self.show_view("overview")
            self.log.only(event_search([cited]))

    def show_touched(self, fault: int) -> None:
        """Show what the fault of this number has touched."""
        self.show_view("wire")
        self.touched.show_fault(fault)

    @property
    def problem(self) -> str:
        """Why the core is gone; empty while it is there."""
        return self._core.problem

    def switch_theme(self) -> None:
        """Light to dark and back."""
        self.theme.use("dark" if self.theme.tokens.name == "light" else "light")

    def switch_language(self) -> None:
        """English to Korean and back."""
        self.languages.use("ko" if self.languages.language == "en" else "en")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Go from the screen at once, then end the core, which ends everything else."""
        self._timer.stop()
        self.hide()
        self._core.close()
        event.accept()
        self.closed.emit()

    def _make(self) -> None:
        theme, send = self.theme, self.send
        self.bar, self.banner, self.disk = TopBar(theme, send), Banner(theme), DiskBar(theme, send)
        self.server, self.faults = ServerPanel(theme, send), FaultPanel(theme, send)
        self.clients, self.plan = ClientsPanel(theme, send), PlanPanel(theme)
        self.figures, self.charts = FiguresPanel(), ChartsPanel(theme)
        self.table, self.log = ClientTable(theme), EventLog(theme, self.model.log)
        self.requests, self.life, self.touched = RequestPanel(theme), LifePanel(theme), TouchedPanel(theme)
        self.heat, self.findings = HeatPanel(theme, send), FindingPanel(theme)
        self.cell, self.evidence = CellPanel(theme, send, self.heat.model), CellEvidence(theme)
        self.trial, self.bars, self.says = TrialPanel(theme, send), TrialBars(theme), TrialSays(theme)
        self.board, self.verdict = BoardPanel(theme), BoardSummary(theme)
        self.detail = BoardDetail(theme, self.board.model)
        self.grounds = BoardEvidence(theme, self.model.log)
        self.experiment = BoardExperiment(theme, send, self.board.model)
        self.document = BoardDocument(theme, send, self.board.model, self)
        self.lan, self.status, self.replay = LanDialog(theme, send, self), StatusBar(), ReplayBar(theme, send)
        self.compare = CompareDialog(theme, send, self)
        self.report = ReportDialog(theme, self.languages, send, self)
        left: tuple[Panel, ...] = (self.server, self.faults, self.clients, self.plan)
        right: tuple[Panel, ...] = (self.figures, self.charts, self.table, self.log)
        wire: tuple[Panel, ...] = (self.requests, self.life, self.touched)
        matrix: tuple[Panel, ...] = (self.heat, self.findings, self.cell, self.evidence)
        trial: tuple[Panel, ...] = (self.trial, self.bars, self.says)
        board: tuple[Panel, ...] = (self.verdict, self.board, self.experiment, self.document)
        around: tuple[Panel, ...] = (
            self.bar,
            self.banner,
            self.disk,
            self.replay,
            self.lan,
            self.compare,
            self.report,
            self.status,
        )
        self._panels: tuple[Panel, ...] = (*around, *left, *right, *wire, *matrix, *trial, *board)

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        padded, body = QVBoxLayout(), QHBoxLayout()
        whole.addWidget(self.bar)
        whole.addLayout(padded)
        whole.addLayout(body, 1)
        whole.addWidget(self.status)
        padded.setContentsMargins(10, 0, 10, 0)
        padded.setSpacing(4)
        padded.addWidget(self.banner)
        padded.addWidget(self.disk)
        padded.addWidget(self.replay)
        body.setContentsMargins(10, 10, 10, 10)
        body.setSpacing(4)
        left, overview, wire, self._matrix = LeftColumn(), Overview(), WirePage(), MatrixPage()
        trial, board = TrialPage(), BoardPage()
        self._left, self._pages = left, QStackedWidget()
        body.addWidget(left)
        body.addWidget(self._pages, 1)
        for page in (overview, wire, self._matrix, trial, board):
            self._pages.addWidget(page)
        left.fill(self.server, self.faults, self.clients, self.plan)
        overview.fill(self.figures, self.charts, self.table, self.log)
        wire.fill(self.requests, self.life, self.touched)
        self._matrix.fill(self.heat, self.findings, self.cell, self.evidence)
        trial.fill(self.trial, self.bars, self.says)
        board.fill(self.verdict, self.board, self.detail, self.grounds, self.experiment)

    def _connect(self) -> None:
        self.bar.capture.connect(self.capture)
        self.bar.switch_theme.connect(self.switch_theme)
        self.bar.switch_language.connect(self.switch_language)
        self.bar.view.connect(self.show_view)
        self.bar.lan_asked.connect(self.lan.open_it)
        self.bar.compare_asked.connect(self._compare)
        self.bar.report_asked.connect(self.report.open_it)
        self.banner.restart.connect(self._restart_core)
        self.table.chosen.connect(self.show_client)
        self.log.session.connect(self.show_session)
        self.table.aim.connect(self.faults.aim_at)
        self.requests.chosen.connect(self.life.show_request)
        self.requests.aim.connect(self.faults.aim_at)
        self.life.chosen.connect(self.requests.go_to)
        self.touched.chosen.connect(self.life.show_session)
        self.faults.asked_touched.connect(self.show_touched)
        self.heat.chosen.connect(self.cell.show_cell)
        self.heat.opened.connect(lambda _key: self.cell.ask())
        self.evidence.came.connect(self._matrix.show_evidence)
        self.evidence.back.connect(self._to_board)
        for panel in (self.detail, self.grounds, self.experiment):
            self.board.chosen.connect(panel.show_row)
        self.board.document_asked.connect(self.document.open_it)
        self.detail.marked.connect(self.show_evidence)
        self.detail.requested.connect(self.show_requests)
        self.grounds.opened.connect(self.show_cited)
        for keys, act in (
            *((keys, partial(self.capture, of)) for of, keys in KEYS.items()),
            ("Ctrl+T", self.switch_theme),
            ("Ctrl+L", self.switch_language),
            ("Ctrl+N", self.bar.ask_note),
            ("Ctrl+F", self._search),
            ("Ctrl+1", partial(self.show_view, "overview")),
            ("Ctrl+2", partial(self.show_view, "wire")),
            ("Ctrl+3", partial(self.show_view, "matrix")),
            ("Ctrl+4", partial(self.show_view, "trial")),
            ("Ctrl+5", partial(self.show_view, "board")),
            ("Ctrl+J", self.lan.open_it),
            ("Ctrl+D", self._compare),
            ("Ctrl+R", self.report.open_it),
            ("Ctrl+K", self.replay.toggle),
            ("Ctrl+Left", partial(self.replay.jump, forward=False)),
            ("Ctrl+Right", partial(self.replay.jump, forward=True)),
            ("Esc", self._to_board),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda act=act: act())
        self.languages.changed.connect(self._refresh_all)

    def _compare(self) -> None:
        self.compare.open_it(self.model.snapshot.folder)

    def _to_board(self) -> None:
        self._matrix.show_board()
        self.heat.table.setFocus()

    def _search(self) -> None:
        fields = {"overview": self.log, "wire": self.requests, "matrix": self.evidence.requests}
        if self.view in fields:
            fields[self.view].search.setFocus()

    def _refresh_all(self) -> None:
        for panel in self._panels:
            panel.refresh(self.model)

    def _answer(self) -> None:
        """Take the pictures that the run itself wants."""
        try:
            self.camera.answer()
        except OSError as error:
            self.status.tell(self.tr("The picture could not be saved"), str(error), bad=True)

    def _mourn(self) -> None:
        if self._core.problem and not self._mourned:
            self._mourned = True
            self.model.core_ended()
            self._refresh_all()
            self.banner.core_ended(self._core.problem, self._core.stderr_tail)

    def _restart_core(self) -> None:
        self._mourned = False
        self.banner.core_back()
        self._core.start()

    def _time(self, started: float) -> None:
        self._times.append((time.perf_counter() - started, started - self._last if self._last else 0.0))
        self._last = started
        works = sorted(work for work, _ in self._times)
        self.status.timed(works[int(len(works) * 0.95)], max(gap for _, gap in self._times))
