"""The wire's page: the list, its filters and menu, the session beside it, and what faults touched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from msgspec import structs
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from steps import steps_of
from ui_made import RUN_ID, catalogue, settle, snapshot
from ui_traffic import requests, sessions, sid_of, touched

from harness.commands import RunApplyFault, Target
from harness.events import RunNote, WireResponse
from harness.snapshot import FaultRow, Logged, NamespaceRow, RequestRow, Snapshot
from ui.asking import FIELD_NAMES, text_of
from ui.bridge import FedCore
from ui.i18n.languages import Languages
from ui.model import Model
from ui.panels.request_menu import RequestMenu
from ui.panels.request_model import FIELDS, STATUS, WATERFALL
from ui.panels.requests import RequestPanel
from ui.panels.tables import ROW_HEIGHT
from ui.panels.touched import TouchedPanel
from ui.theme import Theme
from ui.window import Window

HOSTILE = '<img src="file:///etc/passwd"><b>x</b>'


@pytest.fixture
def model() -> Model:
    made = Model()
    made.fold(snapshot(requests_left_out=12_480))
    return made


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, model: Model) -> Iterator[RequestPanel]:
    """The list alone, with the made requests."""
    made = RequestPanel(theme)
    made.resize(1000, 700)
    made.refresh(model)
    made.show()
    QGuiApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def one_core() -> FedCore:
    return FedCore()


@pytest.fixture(scope="module")
def one_window(one_core: FedCore, one_theme: Theme) -> Iterator[Window]:
    """One window for all tests here: making one takes as long as most of them."""
    made = Window(one_core, one_theme, Languages("en"))
    made.show()
    one_core.feed(catalogue())
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def core(one_core: FedCore) -> FedCore:
    return one_core


@pytest.fixture
def window(one_window: Window, core: FedCore) -> Window:
    """The window at the beginning of the made run, with nothing chosen."""
    one_window.show_view("overview")
    one_window.touched.search.clear()
    for told_now in (Snapshot(state="idle", full=True, run_id="before"), snapshot()):
        core.feed(told_now)
        settle(one_window)
    one_window.requests.only("")
    for line in (one_window.faults.aim.clients, one_window.faults.aim.sid, one_window.faults.aim.address):
        line.clear()
    one_window.faults.aim_at(Target())
    one_window.faults.chooser.choose("blackhole")
    core.sent.clear()
    return one_window


@pytest.fixture
def wire(window: Window) -> Window:
    window.show_view("wire")
    settle(window)
    return window


def told(panel: RequestPanel, model: Model, **more: object) -> None:
    model.fold(Snapshot(state="running", run_id=RUN_ID, now=42.4, **more))  # type: ignore[arg-type]
    panel.refresh(model)
    panel._catch_up()
    QGuiApplication.processEvents()


def column(shown: QAbstractItemModel, number: int) -> list[str]:
    return [str(shown.index(row, number).data()) for row in range(shown.rowCount())]


def signals(panel: RequestPanel) -> list[str]:
    """What the model tells its views, from now on."""
    seen: list[str] = []
    panel.model.modelReset.connect(lambda: seen.append("reset"))
    panel.model.rowsInserted.connect(lambda _parent, first, last: seen.append(f"insert {last - first + 1}"))
    panel.model.dataChanged.connect(lambda first, last: seen.append(f"change {first.row()}-{last.row()}"))
    return seen


def key(row: RequestRow) -> tuple[int, int]:
    return row.conn, row.n


def late(n: int, **more: object) -> RequestRow:
    return structs.replace(requests()[-1], conn=9000, n=n, began=42.5 + n / 1000, **more)


# --- the list ---


def test_every_request_is_a_row_and_the_rest_is_counted(panel: RequestPanel, model: Model) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    here = len(model.traffic.requests)
    assert panel.model.rowCount() == here == len(requests())
    assert panel.count.text() == f"{here:,} / {here + 12_480:,}"
    assert "12480" in panel.count.toolTip()
    began = [panel.model.row_at(row).began for row in range(here)]
    assert began == sorted(began)
    assert panel.table.verticalScrollBar().value() == panel.table.verticalScrollBar().maximum(), "it follows"


def test_new_rows_are_appended_and_changed_ones_only_drawn_again(panel: RequestPanel, model: Model) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    seen = signals(panel)
    told(panel, model, requests=(late(1), late(2)))
    assert seen == ["insert 2"]
    seen.clear()
    told(panel, model, requests=(late(2, status=200),))
    last = panel.model.rowCount() - 1
    assert seen == [f"change {last}-{last}"]
    seen.clear()
    told(panel, model)
    assert seen == []


def test_a_row_that_gives_way_takes_no_other_with_it(panel: RequestPanel, model: Model) -> None:
    first, second = requests()[0], requests()[40]
    panel.go_to(key(second))
    told(panel, model, requests_gone=(key(first),))
    assert panel.model.place_of(key(first)) == -1
    assert panel.current == second
    assert panel.model.rowCount() == len(requests()) - 1


def test_what_is_looked_at_stays_in_its_place(panel: RequestPanel, model: Model) -> None:
    panel.follow.setChecked(False)
    panel.table.scrollTo(panel.model.index(50, 0), panel.table.ScrollHint.PositionAtTop)
    top = panel.model.row_at(panel.table.rowAt(0))
    told(panel, model, requests_gone=tuple(key(row) for row in requests()[:10]), requests=(late(1),))
    assert panel.model.row_at(panel.table.rowAt(0)) == top


def test_a_paused_list_stays_as_it_was_and_can_be_searched(panel: RequestPanel, model: Model) -> None:
    gone = requests()[5]
    panel.pause.click()
    told(panel, model, requests=(late(1),), requests_gone=(key(gone),))
    assert panel.model.rowCount() == len(requests())
    panel.only(f"sid:{gone.sid}")
    assert panel.model.place_of(key(gone)) >= 0
    panel.only("")
    panel.pause.click()
    assert panel.model.place_of(key(gone)) == -1
    assert panel.model.place_of((9000, 1)) >= 0


def test_another_run_begins_with_an_open_list(qtbot: QtBot, wire: Window, core: FedCore) -> None:
    wire.requests.show_case()
    qtbot.mouseClick(wire.requests.pause, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(wire.requests.chips.alone, Qt.MouseButton.LeftButton)
    assert wire.life.sid
    core.feed(Snapshot(state="running", run_id="another", full=True, requests=(late(1),)))
    settle(wire)
    assert (wire.requests.pause.isChecked(), wire.requests.chips.alone.isChecked()) == (False, False)
    assert wire.requests.model.rowCount() == 1
    assert (wire.life.sid, wire.life.model.rowCount()) == ("", 0)


def test_chips_choose(qtbot: QtBot, panel: RequestPanel) -> None:
    qtbot.mouseClick(panel.chips.buttons["refused"], Qt.MouseButton.LeftButton)
    assert set(column(panel.model, STATUS)) == {"400"}
    assert set(column(panel.model, FIELDS.index("cause"))) == {"unknown-sid"}
    qtbot.mouseClick(panel.chips.buttons["failed"], Qt.MouseButton.LeftButton)
    assert set(column(panel.model, STATUS)) == {"failed"}
    assert set(column(panel.model, FIELDS.index("cause"))) == {"ERR_CONNECTION_RESET"}
    assert set(column(panel.model, FIELDS.index("closed_by"))) == {"server"}


def test_words_are_searched_a_moment_after_they_were_typed(qtbot: QtBot, panel: RequestPanel) -> None:
    qtbot.keyClicks(panel.search, "kind:upgrade")
    qtbot.waitUntil(lambda: set(column(panel.model, FIELDS.index("kind"))) == {"upgrade"}, timeout=2000)
    panel.only("nothing is like this")
    assert panel._empty.isVisible()
    assert panel._empty.text() == "None of the requests is like that"


def test_one_client_alone(qtbot: QtBot, panel: RequestPanel) -> None:
    assert not panel.chips.alone.isEnabled()
    panel.go_to(key(next(row for row in requests() if row.client == "polling-3")))
    assert panel.chips.alone.text() == "polling-3"
    qtbot.mouseClick(panel.chips.alone, Qt.MouseButton.LeftButton)
    assert set(column(panel.model, FIELDS.index("client"))) == {"polling-3"}
    qtbot.mouseClick(panel.chips.alone, Qt.MouseButton.LeftButton)
    assert len(set(column(panel.model, FIELDS.index("client")))) > 1


def test_every_column_sorts(panel: RequestPanel) -> None:
    ends = {}
    for column_number, name in enumerate(FIELDS):
        panel.table.sortByColumn(column_number, Qt.SortOrder.DescendingOrder)
        rows = [panel.model.row_at(row) for row in range(panel.model.rowCount())]
        assert len(rows) == len(requests())
        ends[name] = rows[0], rows[-1]
    assert [row.client for row in ends["client"]] == ["polling-8", "polling-1"]
    assert ends["status"][0].error
    assert ends["status"][1].status is None
    panel.go_to(key(requests()[7]))
    panel.table.sortByColumn(FIELDS.index("client"), Qt.SortOrder.AscendingOrder)
    assert panel.current == requests()[7], "what was gone to is still gone to"


def test_a_list_of_another_order_takes_new_rows_where_they_belong(panel: RequestPanel, model: Model) -> None:
    panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    told(panel, model, requests=(late(1),))
    assert key(panel.model.row_at(0)) == (9000, 1)


def test_without_a_request_it_says_so(qtbot: QtBot, theme: Theme) -> None:
    empty = RequestPanel(theme)
    qtbot.addWidget(empty)
    empty.show()
    assert empty._empty.text() == "No request has crossed the wire yet"
    assert empty._empty.isVisible()


def test_the_waterfall_shows_the_rows_in_sight(panel: RequestPanel) -> None:
    bar = panel.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = panel._delegate.view
    bar.setValue(0)
    first = panel._delegate.view
    assert first.low == pytest.approx(requests()[0].began)
    assert first.high < last.low
    assert panel.model.headerData(WATERFALL, Qt.Orientation.Horizontal).startswith("waterfall  ")
    at = panel.table.visualRect(panel.model.index(0, WATERFALL))
    image = panel.table.viewport().grab(at).toImage()
    middle = image.height() // 2
    colors = {image.pixelColor(x, middle).name() for x in range(int(6 * image.devicePixelRatio()), image.width())}
    assert "#2563eb" in colors, "the answer's part in the accent's colour"


# --- from a request to others ---


def test_the_menu_aims_and_narrows(panel: RequestPanel) -> None:
    row = next(row for row in requests() if row.status == 400)
    aimed: list[Target] = []
    panel.aim.connect(aimed.append)
    menu = RequestMenu(panel, row)
    menu.aim.connect(panel.aim)
    menu.only.connect(panel.only)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    for action in actions:
        action.trigger()
    assert aimed == [Target(clients=(row.client,)), Target(sid=row.sid), Target(request="post")]
    assert set(column(panel.model, FIELDS.index("sid"))) == {f"{row.sid[:4]}…{row.sid[-6:]}"}
    assert QGuiApplication.clipboard().text() == row.sid
    panel._open_menu(QPoint(30, ROW_HEIGHT))
    opened = [one for one in panel.findChildren(QMenu, "request-menu") if one is not menu]
    assert len(opened) == 1
    opened[0].close()


def test_hostile_text_is_never_markup(panel: RequestPanel, model: Model) -> None:
    bad = late(1, path=HOSTILE, text=HOSTILE, client=HOSTILE, sid=HOSTILE, cause=HOSTILE, status=400, fault="x")
    told(panel, model, requests=(bad, late(2, text="a\x1b[31m\nb", status=400)))
    index = panel.model.index(panel.model.place_of((9000, 1)), 4)
    hint = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in hint
    assert "&lt;img" in hint
    other = panel.model.index(panel.model.place_of((9000, 2)), 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "\x1b" not in other
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


def test_a_search_field_is_one_that_rows_have() -> None:
    assert set(FIELD_NAMES) <= set(RequestRow.__struct_fields__)
    assert "polling-1" in text_of(requests()[0])


# --- the window's page ---


def words(window: Window, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_one_click_on_a_400_shows_its_sessions_life(qtbot: QtBot, wire: Window) -> None:
    assert words(wire, "no-life").startswith("Choose a request")
    wire.requests.only("status:400 client:polling-4")
    place = wire.requests.table.visualRect(wire.requests.model.index(1, 2)).center()
    qtbot.mouseClick(wire.requests.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wire.life.sid == sid_of(4, 0)
    assert words(wire, "life-who") == "polling-4 · polling · lived 3.46 s"
    assert words(wire, "life-counts") == "requests: 14 · refused: 2 · messages ↑14 ↓20 · ended by server"
    assert "of its 14 requests are here" in words(wire, "life-less")
    assert words(wire, "life-said") == f'400 "Invalid session {sid_of(4, 0)}" ← POST /socket.io/'
    whats = column(wire.life.model, 2)
    assert whats[:2] == ["handshake", "opened"]
    assert whats[-2:] == ["ended", "post"]
    details = column(wire.life.model, 3)
    assert details[-2:] == [
        "the server knew it no more · by server",
        "after its end · 400 unknown-sid · message · 4 ms",
    ]
    assert wire.life.table.currentIndex().row() == wire.life.model.rowCount() - 1
    assert not wire.life.earlier.isEnabled()
    qtbot.mouseClick(wire.life.later, Qt.MouseButton.LeftButton)
    assert wire.life.sid == sid_of(4, 1)
    assert "upgraded" in column(wire.life.model, 2)
    assert "101 · ↑12 ↓47" in column(wire.life.model, 3)
    qtbot.mouseClick(wire.life.earlier, Qt.MouseButton.LeftButton)
    assert wire.life.sid == sid_of(4, 0)


def test_the_keyboard_goes_from_row_to_row_and_back_to_the_list(qtbot: QtBot, wire: Window) -> None:
    wire.requests.only("client:polling-2 kind:handshake")
    table = wire.requests.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wire.life.sid == sid_of(2, 1)
    wire.requests.only("")
    settle(wire)
    third = wire.life.model.index(2, 0)
    wire.life.table.setCurrentIndex(third)
    qtbot.keyClick(wire.life.table, Qt.Key.Key_Return)
    line = wire.life.model.line_at(2)
    assert line.request is not None
    assert wire.requests.current == line.request


def test_a_life_goes_on_while_one_looks(wire: Window, core: FedCore) -> None:
    row = next(row for row in requests() if row.sid == sid_of(1, 1))
    wire.life.show_request(row)
    before = wire.life.model.rowCount()
    more = structs.replace(row, n=999, began=42.1, kind="post", method="POST")
    core.feed(Snapshot(state="running", run_id=RUN_ID, now=42.4, requests=(more,)))
    settle(wire)
    assert wire.life.model.rowCount() == before + 1
    core.feed(Snapshot(state="running", run_id=RUN_ID, now=42.5, requests_gone=(key(more), key(row))))
    settle(wire)
    assert wire.life.model.rowCount() == before + 1, "what gave way in the list stays while one looks"
    alone = structs.replace(row, sid="", kind="page")
    wire.life.show_request(alone)
    assert column(wire.life.model, 2) == ["page"]


def test_the_request_is_in_sight_in_a_long_life(wire: Window, core: FedCore) -> None:
    row = next(row for row in requests() if row.sid == sid_of(1, 1))
    many = tuple(structs.replace(row, n=1000 + n, began=30.0 + n / 100) for n in range(300))
    core.feed(Snapshot(state="running", run_id=RUN_ID, now=42.4, requests=many))
    settle(wire)
    wire.life.show_request(many[250])
    settle(wire)
    current = wire.life.table.currentIndex()
    assert wire.life.table.isColumnHidden(0)
    assert wire.life.model.line_at(current.row()).request == many[250]
    assert wire.life.table.viewport().rect().contains(wire.life.table.visualRect(current))


def test_a_life_tells_everything_in_its_hints(wire: Window, core: FedCore) -> None:
    row = next(row for row in requests() if row.sid == sid_of(4, 0) and row.error)
    bad = structs.replace(row, path=HOSTILE)
    joined = NamespaceRow(at=23.0, namespace="/admin", did="refused", by="server", text=HOSTILE)
    session = structs.replace(sessions()[6], namespaces=(joined,), how="websocket-closed", by="reset", opened=None)
    core.feed(Snapshot(state="running", run_id=RUN_ID, requests=(bad,), sessions=(session,)))
    settle(wire)
    wire.life.show_session(sid_of(4, 0))
    shown = wire.life.model
    assert words(wire, "life-who") == "polling-4 · polling · nobody saw it open"
    hints = [str(shown.index(line, 3).data(Qt.ItemDataRole.ToolTipRole)) for line in range(shown.rowCount())]
    assert not any("<img" in hint for hint in hints)
    assert any("net::ERR_CONNECTION_RESET" in hint for hint in hints)
    details = column(shown, 3)
    assert f"/admin · refused · by server · {HOSTILE}" in details
    assert "its WebSocket was closed · by reset" in details
    wire.life._choose(column(shown, 2).index("namespace"))
    wire.life.show_session("")
    assert wire.life.sid == sid_of(4, 0), "nothing to go to"
    wire.life.show_session("gone")
    assert words(wire, "no-life") == "Of this session nothing is here any more"


def test_what_faults_touched_is_listed_searched_and_leads_to_its_session(qtbot: QtBot, wire: Window) -> None:
    shown = wire.touched.model
    assert shown.rowCount() == len(touched())
    assert [shown.index(0, number).data() for number in range(1, 4)] == ["latency", "delayed", "polling-1"]
    button = wire.faults.findChild(QToolButton, "touched")
    assert button is not None
    wire.show_view("overview")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wire.view == "wire"
    assert set(column(shown, 1)) == {"latency"}
    place = wire.touched.table.visualRect(shown.index(1, 2)).center()
    qtbot.mouseClick(wire.touched.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wire.life.sid == sid_of(3, 1)


def test_touched_rows_come_live_and_go_with_their_run(qtbot: QtBot, theme: Theme, model: Model) -> None:
    panel = TouchedPanel(theme)
    qtbot.addWidget(panel)
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.refresh(model)
    more = structs.replace(touched()[0], client=HOSTILE, did="held", fault=30, at=None, sid="")
    model.fold(Snapshot(state="running", run_id=RUN_ID, touched=(more,)))
    panel.refresh(model)
    assert panel.count.text() == str(len(touched()) + 1)
    panel.show_fault(3)
    assert set(column(panel.model, 1)) == {"latency"}
    assert panel.model.rowCount() == 4, "30 is not 3"
    panel.show_fault(30)
    index = panel.model.index(0, 3)
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    panel._choose(0)
    model.fold(Snapshot(state="running", run_id="another"))
    panel.search.clear()
    panel.refresh(model)
    assert panel.model.rowCount() == 0


# --- the aim ---


def click(qtbot: QtBot, window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_field_of_a_target_can_be_aimed_by(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "fault-blackhole")
    aim = window.faults.aim
    for part, tick in aim.ticks.items():
        qtbot.mouseClick(tick, Qt.MouseButton.LeftButton)
        assert aim._lines[part].isVisible()
    aim.share.setValue(25)
    aim.clients.setText("polling-1, stock")
    aim.kind.choose("python-threads")
    aim.sid.setText(" 3f9a-0001 ")
    aim.request.choose("post")
    assert not window.faults.apply.isEnabled()
    assert "Say which: address" in window.faults.apply.toolTip()
    aim.address.setText("192.168.1.300")
    assert "192.168.1.0/24" in window.faults.apply.toolTip()
    aim.address.setText("192.168.1.0/24")
    click(qtbot, window, "apply-fault")
    target = Target(
        share=0.25,
        clients=("polling-1", "stock"),
        kind="python-threads",
        sid="3f9a-0001",
        request="post",
        address="192.168.1.0/24",
    )
    assert core.sent == [RunApplyFault(fault="blackhole", params={}, target=target)]


def test_what_is_ticked_and_empty_must_not_hit_everyone(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "aim-at-sid")
    assert not window.faults.apply.isEnabled()
    click(qtbot, window, "aim-at-sid")
    click(qtbot, window, "apply-fault")
    (asked,) = core.sent
    assert isinstance(asked, RunApplyFault)
    assert asked.target == Target()


def test_from_a_request_to_a_fault_aimed_at_its_session(window: Window, core: FedCore) -> None:
    window.requests.aim.emit(Target(request="poll"))
    window.requests.aim.emit(Target(sid=sid_of(1, 1)))
    window.faults.apply.click()
    (asked,) = core.sent
    assert isinstance(asked, RunApplyFault)
    assert asked.target == Target(sid=sid_of(1, 1)), "the last aim, and nothing of the one before"


def test_from_a_client_to_its_requests_and_to_a_fault(qtbot: QtBot, window: Window, core: FedCore) -> None:
    window.table.table.setFocus()
    window.table.table.setCurrentIndex(window.table.model.index(2, 0))
    qtbot.keyClick(window.table.table, Qt.Key.Key_Return)
    assert window.view == "wire"
    assert set(column(window.requests.model, FIELDS.index("client"))) == {"polling-3"}
    window.show_view("overview")
    window.table._open_menu(window.table.table.visualRect(window.table.model.index(3, 0)).center())
    menu = window.findChild(QMenu, "client-menu")
    assert menu is not None
    menu.actions()[1].trigger()
    menu.close()
    assert window.faults.aim.target() == Target(clients=("polling-4",))


def test_from_an_event_to_the_life_of_its_session(window: Window, core: FedCore) -> None:
    refused = WireResponse(
        t=1, conn=1, n=1, status=400, method="POST", kind="post", upstream_port=1, sid=sid_of(2, 0), client="c"
    )
    core.feed(
        Logged(seq=1, at=1.0, src="wire", event=refused),
        Logged(seq=2, at=1.0, src="s", event=RunNote(t=1, text="")),
    )
    settle(window)
    without = window.log.open_detail(window.log.model.index(1, 0))
    assert without.findChild(QPushButton, "show-session") is None
    without.reject()
    detail = window.log.open_detail(window.log.model.index(0, 0))
    show = detail.findChild(QPushButton, "show-session")
    assert show is not None
    show.click()
    assert (window.view, window.life.sid) == ("wire", sid_of(2, 0))
    assert {row.sid for row in map(window.requests.model.row_at, range(window.requests.model.rowCount()))} == {
        sid_of(2, 0)
    }


def test_of_thousands_of_rows_that_change_each_costs_little(panel: RequestPanel, model: Model) -> None:
    told(panel, model, requests=tuple(late(n) for n in range(2000)))
    few, many = (tuple(late(n, status=status) for n in range(rows)) for rows, status in ((200, 200), (2000, 201)))
    more = steps_of(partial(told, panel, model, requests=few))
    most = steps_of(partial(told, panel, model, requests=many))
    assert (most - more) / (len(many) - len(few)) < 20, "7 calls a row"


def test_faults_are_offered_by_family_and_what_one_needs_is_said(qtbot: QtBot, window: Window) -> None:
    chooser = window.faults.chooser
    assert list(chooser.families) == ["tcp", "http", "packets"]
    assert chooser.chosen == "blackhole"
    click(qtbot, window, "family-http")
    assert chooser.chosen == "stale-sid"
    assert chooser.buttons["stale-sid"].isVisible()
    assert not chooser.buttons["reset"].isVisible()
    click(qtbot, window, "fault-cached-handshake")
    click(qtbot, window, "family-packets")
    assert (chooser.chosen, words(window, "fault-needs")) == ("loss", "Packet faults need Linux and root")
    assert not window.faults.apply.isEnabled()
    click(qtbot, window, "family-http")
    assert chooser.chosen == "cached-handshake", "where one was before"


def test_the_view_is_switched_by_button_and_key(qtbot: QtBot, window: Window) -> None:
    assert window.view == "overview"
    click(qtbot, window, "view-wire")
    assert (window.view, window.requests.isVisible(), window.charts.isVisible()) == ("wire", True, False)
    keys = {one.key().toString(): one for one in window.findChildren(QShortcut)}
    keys["Ctrl+F"].activated.emit()
    assert window.focusWidget() is window.requests.search
    keys["Ctrl+1"].activated.emit()
    assert window.view == "overview"
    keys["Ctrl+F"].activated.emit()
    assert window.focusWidget() is window.log.search
    keys["Ctrl+2"].activated.emit()
    assert window.view == "wire"


def test_a_picture_of_the_wire_shows_a_case(qtbot: QtBot, wire: Window, core: FedCore) -> None:
    wire.requests.show_case()
    assert wire.requests.current is not None
    assert wire.requests.current.status == 400
    assert wire.life.sid in {session.sid for session in sessions()}
    core.feed(snapshot(requests=(), faults=(FaultRow(id=9, fault="reset", target="all", touched=0),), full=True))
    settle(wire)
    qtbot.waitUntil(lambda: wire.requests.model.rowCount() == 0, timeout=2000)
    wire.requests.show_case()
    assert wire.requests.current is None


def test_every_control_of_the_page_has_a_name(wire: Window) -> None:
    nameless = [
        widget.objectName() or type(widget).__name__
        for panel in (wire.requests, wire.life, wire.touched, wire.faults)
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.objectName() not in {"", "qt_scrollarea_viewport", "qt_spinbox_lineedit"}
        and not widget.accessibleName()
    ]
    assert nameless == []
