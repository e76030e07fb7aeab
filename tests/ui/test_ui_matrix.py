"""The page of the matrix shows what the core tells, and asks for what one chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TypeVar

import pytest
from msgspec import structs
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from ui_made import catalogue, lines, settle, snapshot
from ui_matrix import (
    CLIENTS,
    FOLDER,
    HALF,
    PROFILES,
    STARVED,
    TRANSPORTS,
    cell,
    going,
    measured,
    planned,
    shown,
    whole,
)

from harness.commands import MatrixRun, MatrixShow, MatrixStop
from harness.matrix.model import Key, MatrixCell, MatrixEnded
from harness.snapshot import Choice
from ui.bridge import FedCore
from ui.i18n import phrase
from ui.i18n.languages import Languages
from ui.matrix import Matrix, share_text, sign_of
from ui.panels.heat_cells import SHORT_ROLE
from ui.style import mixed
from ui.theme import Theme
from ui.window import SIZE, SMALLEST, Window

T = TypeVar("T", bound=QWidget)
GONE: Key = ("gunicorn-gevent-2", "polling", "python")
FINE: Key = ("gevent", "upgrade", "python-threads")


@pytest.fixture(scope="module")
def one_core() -> FedCore:
    return FedCore()


@pytest.fixture(scope="module")
def one_window(one_core: FedCore, one_theme: Theme) -> Iterator[Window]:
    """One window for all tests here: making one takes as long as most of them."""
    made = Window(one_core, one_theme, Languages("en"))
    made.show()
    one_core.feed(catalogue(), snapshot())
    made.show_view("matrix")
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def core(one_core: FedCore) -> FedCore:
    one_core.sent.clear()
    return one_core


@pytest.fixture
def window(one_window: Window, core: FedCore) -> Window:
    """The window on a measured matrix."""
    one_window.heat.model.tick_all(on=True)
    one_window.heat.axes.repeat.setValue(0)
    for chip in (*one_window.heat.axes.transports.values(), *one_window.heat.axes.clients.values()):
        chip.setChecked(True)
    one_window._to_board()
    told(one_window, core, *whole())
    return one_window


def told(window: Window, core: FedCore, *frames: object) -> None:
    core.feed(*frames)  # type: ignore[arg-type]
    settle(window)


def find(window: Window, kind: type[T], name: str) -> T:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, window: Window, name: str) -> None:
    button = find(window, QPushButton, name)
    assert button.isEnabled(), f"{name}: {button.toolTip()}"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def text(window: Window, name: str) -> str:
    return find(window, QLabel, name).text()


def at(window: Window, key: Key) -> QModelIndex:
    place = window.heat.model.place_of(key)
    assert place is not None, key
    return window.heat.model.index(*place)


def words(window: Window, key: Key) -> str:
    return str(at(window, key).data())


# --- the table ---


def test_every_sign_is_told_in_words(window: Window, core: FedCore) -> None:
    assert (words(window, FINE), words(window, STARVED), words(window, HALF), words(window, GONE)) == (
        "works",
        "fails",
        "intermittent 33%",
        "unavailable",
    )
    told(window, core, *going(2))
    last: Key = ("werkzeug-reloader", "upgrade", "python-threads")
    there = [one.key for one in planned().cells if one.available]
    assert (words(window, there[2]), words(window, last)) == ("measuring", "not measured")
    again = MatrixCell(cell=cell(there[2]), state="running", runs=2, done=2, total=24)
    told(window, core, again)
    assert words(window, there[2]) == "measuring, run 3"
    lame = structs.replace(cell(there[2]), why="the server did not start: x")
    told(window, core, MatrixCell(cell=lame, state="measured", runs=3, done=3, total=24))
    assert words(window, there[2]) == "not known"


def test_where_there_is_less_room_the_words_are_shorter_and_still_say_it(window: Window) -> None:
    assert at(window, HALF).data(SHORT_ROLE) == ["works 33%", "33%"]
    assert at(window, FINE).data(SHORT_ROLE) == []


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_a_cell_is_tinted_by_its_sign(window: Window, theme: Theme, theme_name: str) -> None:
    theme.use(theme_name)  # type: ignore[arg-type]
    settle(window)
    image = window.heat.table.viewport().grab().toImage()
    tints = {}
    for key, token in ((FINE, "ok"), (STARVED, "bad"), (HALF, "warn")):
        corner = window.heat.table.visualRect(at(window, key)).bottomRight() - QPoint(4, 4)
        tints[token] = image.pixelColor(corner * image.devicePixelRatio())
    tokens = theme.tokens
    assert tints == {name: QColor(mixed(tokens.surface, getattr(tokens, name), 0.2)) for name in tints}


def test_each_cell_has_a_name_for_those_who_cannot_see_it(window: Window) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert at(window, HALF).data(role) == "round-robin-2 · python · polling: intermittent: 33% of the attempts"
    head = window.heat.model.headerData(1, Qt.Orientation.Horizontal, role)
    assert head == "python polling"


def test_a_reason_stands_in_the_tooltip_as_plain_text(window: Window, core: FedCore) -> None:
    assert "held by the long poll" in at(window, STARVED).data(Qt.ItemDataRole.ToolTipRole)
    evil = structs.replace(cell(FINE), works=False, why="<b>x</b>", reasons=("<b>x</b>",))
    told(window, core, MatrixCell(cell=evil, state="measured", runs=1, done=24, total=24))
    assert "<b>" not in at(window, FINE).data(Qt.ItemDataRole.ToolTipRole)


def test_an_unavailable_profile_says_what_brings_it_and_cannot_be_ticked(window: Window) -> None:
    row = at(window, GONE).siblingAtColumn(0)
    hint = row.data(Qt.ItemDataRole.ToolTipRole)
    assert "does not run on Windows" in hint
    assert "pip install gunicorn" in hint
    assert not row.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert GONE[0] not in window.heat.model.chosen
    window.heat.go_to(GONE)
    assert text(window, "cell-why") == "Gunicorn does not run on Windows"
    assert find(window, QLineEdit, "cell-brings").text() == "pip install gunicorn"
    window.heat.go_to(FINE)
    assert not find(window, QLineEdit, "cell-brings").isVisible()


def test_a_profile_that_the_catalogue_does_not_know_has_a_row(window: Window, core: FedCore) -> None:
    own: Key = ("command", "polling", "python")
    plan = structs.replace(planned(), profiles=("command",), cells=(cell(own),))
    told(window, core, plan)
    assert words(window, own) == "not measured"
    assert window.heat.model.rowCount() == len(PROFILES) + 1


def test_columns_are_those_that_are_chosen_and_those_that_were_measured(window: Window, core: FedCore) -> None:
    plan = structs.replace(planned(), transports=("polling",), clients=("python",), cells=(cell(STARVED),))
    told(window, core, plan)
    assert window.heat.model.columnCount() == 7
    window.heat.axes.clients["python"].click()
    window.heat.axes.transports["websocket"].click()
    heads = [window.heat.model.headerData(n, Qt.Orientation.Horizontal) for n in range(1, 5)]
    assert heads == ["python\npolling", "python\nupgrade", "python-threads\npolling", "python-threads\nupgrade"]


# --- asking ---


def test_what_is_chosen_is_asked_for(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "matrix-none")
    assert not find(window, QPushButton, "matrix-start").isEnabled()
    table = window.heat.table
    for profile in ("gevent", "round-robin-2"):
        table.setCurrentIndex(at(window, (profile, "polling", "python")).siblingAtColumn(0))
        qtbot.keyClick(table, Qt.Key.Key_Space)
    click(qtbot, window, "matrix-transport-websocket")
    click(qtbot, window, "matrix-client-python-threads")
    window.heat.axes.repeat.setValue(3)
    click(qtbot, window, "matrix-start")
    asked = MatrixRun(
        profiles=("gevent", "round-robin-2"), transports=("polling", "upgrade"), clients=("python",), repeat=3
    )
    assert core.sent == [asked]
    assert find(window, QPushButton, "matrix-start").isVisible(), "the window waits for the core's word"


def test_a_click_on_a_name_turns_its_tick(qtbot: QtBot, window: Window) -> None:
    place = window.heat.table.visualRect(at(window, FINE).siblingAtColumn(0)).center()
    for expected in (False, True):
        qtbot.mouseClick(window.heat.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert ("gevent" in window.heat.model.chosen) is expected


@pytest.mark.parametrize("chips", ["transports", "clients"])
def test_without_anything_on_an_axis_nothing_is_measured(window: Window, chips: str) -> None:
    for chip in getattr(window.heat.axes, chips).values():
        chip.click()
    start = find(window, QPushButton, "matrix-start")
    assert not start.isEnabled()
    assert "first" in start.toolTip()


def test_a_kind_of_client_that_is_not_there_says_what_brings_it(window: Window, core: FedCore) -> None:
    node = Choice(name="node", title="Node", available=False, needs="Node.js", brings="apt-get install nodejs")
    told(window, core, structs.replace(catalogue(), kinds=(*catalogue().kinds, node)))
    chip = find(window, QPushButton, "matrix-client-node")
    assert (chip.isEnabled(), chip.isChecked()) == (False, False)
    assert "apt-get install nodejs" in chip.toolTip()
    assert window.heat.axes.chosen() == (TRANSPORTS, CLIENTS)
    told(window, core, catalogue())


def test_one_that_goes_on_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    told(window, core, *going(7))
    bar = find(window, QProgressBar, "matrix-bar")
    assert (bar.value(), bar.maximum(), bar.isVisible()) == (7, 24, True)
    assert text(window, "matrix-progress").startswith("7 of 24 cells · gunicorn-gthread")
    told(window, core, snapshot(state="sealed"))
    assert not window.bar.start.isEnabled()
    assert "matrix" in window.bar.start.toolTip()
    assert [text(window, name) for name in ("run-state", "run-time")] == ["Measuring", "7/24"]
    assert text(window, "run-id") == PurePath(FOLDER).name
    click(qtbot, window, "matrix-stop")
    assert core.sent == [MatrixStop()]
    assert bar.isVisible()
    told(window, core, MatrixEnded(outcome="stopped", folder=FOLDER))
    assert (bar.isVisible(), text(window, "matrix-progress")) == (False, "7 of 24 cells · stopped early")
    told(window, core, *going(7), MatrixEnded(outcome="failed", folder=FOLDER, why="the disk is full"))
    assert text(window, "matrix-progress") == "7 of 24 cells · failed · the disk is full"


def test_a_picture_of_the_matrix_goes_into_its_folder(window: Window, core: FedCore, tmp_path: Path) -> None:
    told(window, core, structs.replace(planned(), folder=str(tmp_path / "20261123T171500Z-matrix-1a2b")))
    path = window.capture(name="matrix")
    assert path is not None
    assert path.parent == tmp_path / "20261123T171500Z-matrix-1a2b" / "screenshots"
    assert QImage(str(path)).text("run_id") == "20261123T171500Z-matrix-1a2b"
    assert core.sent == []


# --- one cell, and what lies behind it ---


def test_the_cell_gone_to_is_shown_whole(window: Window) -> None:
    window.heat.go_to(HALF)
    assert text(window, "cell-name") == "round-robin-2 · python · polling"
    assert text(window, "cell-sign") == "intermittent: 33% of the attempts"
    assert text(window, "cell-why") == "• the sid is unknown to the other worker"
    assert text(window, "cell-survives_restart") == "yes · graceful"
    assert text(window, "cell-recovery") == "1.23 s"
    assert text(window, "cell-by_cause") == "2 × unknown-sid"
    assert text(window, "cell-by_body") == "1 × message, 1 × close-packet"
    assert (text(window, "cell-lost"), text(window, "cell-duplicated")) == ("3 · 2 not known", "0")
    window.heat.go_to(STARVED)
    assert [text(window, f"cell-{name}") for name in ("echo", "idle", "recovery")] == ["no", "–", "–"]
    assert text(window, "cell-by_cause") == "0"


def test_a_share_says_what_it_is_a_part_of(window: Window, core: FedCore) -> None:
    astray = structs.replace(measured(HALF), share_of="requests")
    told(window, core, MatrixCell(cell=astray, state="measured", runs=1, done=24, total=24))
    window.heat.go_to(HALF)
    assert text(window, "cell-sign") == "intermittent: 33% of the requests"


def test_many_reasons_do_not_make_the_window_higher(window: Window, core: FedCore) -> None:
    window.resize(*SMALLEST)
    many = structs.replace(cell(FINE), works=False, reasons=tuple(f"reason number {n} " * 5 for n in range(30)))
    told(window, core, MatrixCell(cell=many, state="measured", runs=1, done=24, total=24))
    window.heat.go_to(FINE)
    settle(window)
    assert (window.width(), window.height()) == SMALLEST
    assert window.cell.events.mapTo(window, QPoint(0, 0)).y() < SMALLEST[1]
    window.resize(*SIZE)


def test_the_arrow_keys_walk_from_cell_to_cell(qtbot: QtBot, window: Window) -> None:
    window.heat.go_to(("gevent", "polling", "python"))
    qtbot.keyClick(window.heat.table, Qt.Key.Key_Right)
    assert text(window, "cell-name") == "gevent · python · websocket"


def test_enter_opens_the_events_behind_a_cell(qtbot: QtBot, window: Window, core: FedCore) -> None:
    window.heat.go_to(HALF)
    qtbot.keyClick(window.heat.table, Qt.Key.Key_Return)
    run = f"{FOLDER}/round-robin-2-polling-python"
    assert core.sent == [MatrixShow(run=run)]
    assert window.heat.isVisible(), "it turns the page when the events are here"
    told(window, core, shown(run, lines(300)))
    assert (window.heat.isVisible(), window.evidence.isVisible()) == (False, True)
    assert text(window, "evidence-name") == "round-robin-2 · python · polling"
    assert find(window, QLineEdit, "evidence-folder").text() == run
    assert window.evidence.log.model.rowCount() > 100
    assert window.evidence.log.count.text() == "307"
    assert window.evidence.requests.model.rowCount() > 100
    click(qtbot, window, "matrix-back")
    assert window.heat.isVisible()


def test_another_run_of_the_cell_can_be_asked_for(qtbot: QtBot, window: Window, core: FedCore) -> None:
    window.heat.go_to(HALF)
    run = f"{FOLDER}/round-robin-2-polling-python-3"
    window.cell.run.choose(run)
    click(qtbot, window, "cell-events")
    assert core.sent == [MatrixShow(run=run)]
    told(window, core, shown(run, lines(5)))
    assert text(window, "evidence-name") == "round-robin-2 · python · polling"
    assert window.evidence.log.count.text() == "12", "nothing of the run before is left"
    keys = {one.key().toString(): one for one in window.findChildren(QShortcut)}
    keys["Esc"].activated.emit()
    assert window.heat.isVisible()


def test_a_cell_without_runs_has_no_events(window: Window) -> None:
    window.heat.go_to(GONE)
    assert not find(window, QPushButton, "cell-events").isEnabled()


def test_findings_that_stand_out_are_shown_with_their_measure_and_the_rest_when_asked_for(
    qtbot: QtBot, window: Window
) -> None:
    model = window.findings.model
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[:3] == ["gevent", "Acks of a kept-alive POST", "45.2 ms"]
    assert (model.rowCount(), text(window, "findings-count")) == (1, "1 / 2")
    button = find(window, QToolButton, "findings-loud")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (model.rowCount(), text(window, "findings-count")) == (2, "2")
    assert model.index(1, 2).data() == "–"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_page_has_the_whole_width(window: Window) -> None:
    assert not window.server.isVisible()
    window.show_view("overview")
    assert window.server.isVisible()
    window.show_view("matrix")


# --- in Korean ---

REASONS = (
    "one thread, held by the long poll (thread starvation): 3 requests waited, for up to 2.2 s",
    (
        "no more than 3 requests at a time, held by long polls and WebSockets (thread starvation): "
        "3 requests waited, for up to 2.2 s"
    ),
    "the upgrade to WebSocket is answered 500: The gevent-websocket server is not configured appropriately",
    (
        "the session id is unknown to the other worker: 12 requests were answered 400 by a process that had not "
        "issued it (2 processes, nothing sticky)"
    ),
    "gunicorn killed workers that gave no sign of life: 2 × WORKER TIMEOUT",
    "gunicorn recycled workers after so many requests: 2 × Autorestarting worker",
    '5 requests were answered 400: "Invalid session"',
    "lost while idle for longer than a ping: python:ping timeout",
    "3 of 3 clients never connected: no answer at all",
    "clients stay on polling for ever",
    "clients were disconnected: python:transport error",
    "a message reaches only clients of the same process: 2 processes share no message queue",
    "the server did not answer again within 12 s after the restart (reload)",
    "the old process went on serving after the restart (reload): nobody lost its connection in 21 s",
    "3 of 3 clients were not back 13 s after the restart",
    "3 of 3 clients were not back 13 s after the restart: Connection error",
    "the server did not start: no module named eventlet",
    "could not be measured: a WebSocket is answered 500: <html>\n <body>",
    (
        "Nagle's algorithm is on: each answer on a kept connection waits for the client's delayed "
        "acknowledgement; 0.9 ms when that is not delayed"
    ),
    "the WebSocket of an unknown session is opened, and then its connection ends: no 400 is to be seen",
)


@pytest.mark.parametrize("reason", REASONS)
def test_reasons_are_told_in_korean_with_their_figures(languages: Languages, reason: str) -> None:
    languages.use("ko")
    words = phrase(reason)
    assert re.search("[가-힣]", words)
    assert set(re.findall(r"\d+", reason)) == set(re.findall(r"\d+", words))
    for part in ("held by", "requests", "the restart", "worker:", "thread "):
        assert part not in words


# --- what is folded ---


def test_a_matrix_whose_core_is_gone_goes_on_no_more() -> None:
    matrix = Matrix()
    for frame in going(3):
        matrix.fold(frame)  # type: ignore[arg-type]
    assert (matrix.going, matrix.done, matrix.total, len(matrix.under_way)) == (True, 3, 24, 2)
    matrix.core_ended()
    assert (matrix.going, matrix.under_way) == (False, [])


@pytest.mark.parametrize(
    ("share", "expected"), [(None, ""), (0.0, "0%"), (0.001, "1%"), (1 / 3, "33%"), (0.999, "99%"), (1.0, "100%")]
)
def test_a_share_between_is_never_told_as_none_or_all(share: float | None, expected: str) -> None:
    assert share_text(structs.replace(cell(FINE), share=share)) == expected


def test_what_was_measured_and_is_not_known_is_no_failure() -> None:
    assert sign_of(cell(FINE)) == "unmeasured"
    assert sign_of(structs.replace(cell(FINE), works=False)) == "fails"
