"""Each panel shows what the snapshot says, and a click asks for something and changes nothing."""

from typing import TypeVar

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from ui_made import RUN_ID, catalogue, clients, groups, lines, restarted, settle, snapshot

from harness.commands import (
    RunAddNote,
    RunApplyFault,
    RunLiftFault,
    RunMistreat,
    RunRelieve,
    RunRestartServer,
    RunSetClients,
    RunsRemove,
    RunStart,
    RunStartServer,
    RunStop,
    RunStopServer,
    Target,
)
from harness.snapshot import Choice, DiskCard, DiskRow, Logged, Rejected, ServerCard, Snapshot
from ui.bridge import FedCore
from ui.fields import Decimal
from ui.panels.disk import size_text
from ui.window import Window

T = TypeVar("T", bound=QWidget)


def find(window: Window, kind: type[T], name: str) -> T:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name) or window.findChild(QToolButton, name)
    assert button is not None, name
    assert button.isEnabled(), f"{name}: {button.toolTip()}"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def text(window: Window, name: str) -> str:
    return find(window, QLabel, name).text()


def show(window: Window, core: FedCore, **changes: object) -> None:
    core.feed(snapshot(**changes))  # type: ignore[arg-type]
    settle(window)


# --- top bar ---


def test_the_bar_tells_state_time_and_run(window: Window) -> None:
    assert (text(window, "run-state"), text(window, "run-time"), text(window, "run-id")) == (
        "Running",
        "0:42",
        RUN_ID,
    )
    assert not find(window, QPushButton, "start-run").isVisible()


def test_a_raw_record_says_so_for_as_long_as_it_is_shown(window: Window, core: FedCore) -> None:
    state = find(window, QLabel, "run-state")
    assert state.toolTip() == ""
    show(window, core, raw=True)
    assert state.text() == "Running · raw record"
    assert "as they crossed the wire" in state.toolTip()


def test_stop_asks_and_shows_nothing_new_until_the_core_says_so(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    click(qtbot, window, "stop-run")
    assert core.sent == [RunStop()]
    assert text(window, "run-state") == "Running"
    show(window, core, state="sealed")
    assert text(window, "run-state") == "Sealed"
    assert find(window, QPushButton, "start-run").isVisible()


def test_a_scenario_is_started_by_its_name(qtbot: QtBot, window: Window, core: FedCore) -> None:
    show(window, core, state="sealed")
    window.bar.scenario.choose("hard-kill")
    click(qtbot, window, "start-run")
    assert core.sent == [RunStart(name="hard-kill")]
    core.sent.clear()
    window.tick()
    window.bar.scenario.choose("window")
    window.bar.start.setEnabled(True)
    click(qtbot, window, "start-run")
    assert core.sent == [RunStart(name="window")]


def test_a_note_goes_into_the_evidence(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "note")
    line = find(window, QLineEdit, "note-text")
    qtbot.keyClicks(line, "the phone lost Wi-Fi")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert core.sent == [RunAddNote(text="the phone lost Wi-Fi")]


# --- server ---


def test_the_server_card_shows_the_server(window: Window) -> None:
    assert text(window, "server-state") == "Up"
    assert find(window, QLineEdit, "url").text() == "http://127.0.0.1:20453"
    assert text(window, "epoch") == "3f9a-77120 · pid 77120"
    assert window.server.profile.chosen() == "werkzeug-reloader"


@pytest.mark.parametrize("how", ["graceful", "kill", "reload", "crash"])
def test_each_way_to_restart_asks_for_it(qtbot: QtBot, window: Window, core: FedCore, how: str) -> None:
    click(qtbot, window, f"restart-{how}")
    assert core.sent == [RunRestartServer(how=how)]  # type: ignore[arg-type]
    assert text(window, "server-state") == "Up"


def test_what_a_profile_cannot_do_says_why(window: Window, core: FedCore) -> None:
    show(window, core, server=ServerCard(profile="gevent", state="up", url="http://x", life=1))
    reload = find(window, QPushButton, "restart-reload")
    assert not reload.isEnabled()
    assert "gevent" in reload.toolTip()
    assert find(window, QPushButton, "restart-kill").isEnabled()


def test_a_restart_can_leave_the_server_down_for_a_while(qtbot: QtBot, window: Window, core: FedCore) -> None:
    window.server.downtime.setValue(2.5)
    click(qtbot, window, "restart-kill")
    settle(window)
    show(window, core)
    click(qtbot, window, "restart-reload")
    assert core.sent == [RunRestartServer(how="kill", downtime=2.5), RunRestartServer(how="reload")]


def test_how_the_last_restart_went_is_told_in_phases(window: Window, core: FedCore) -> None:
    assert not find(window, QLabel, "restart-phases").isVisible()
    core.feed(restarted())
    settle(window)
    assert text(window, "restart-asked") == "Last restart: kill, asked at 0:25"
    assert text(window, "restart-phases") == "closed 0.12 s · open – · answers 1.43 s"
    show(window, core, run_id="another")
    assert not find(window, QLabel, "restart-phases").isVisible()


def test_the_persons_own_command_is_shown_and_its_ways_to_restart(window: Window, core: FedCore) -> None:
    assert not find(window, QLineEdit, "server-command").isVisible()
    own = ServerCard(profile="command", state="up", offers=("graceful", "kill"), command="python run.py --x <b>")
    show(window, core, server=own)
    command = find(window, QLineEdit, "server-command")
    assert (command.text(), command.isReadOnly(), command.isVisible()) == ("python run.py --x <b>", True, True)
    assert window.server.profile.chosen() == "command"
    assert find(window, QPushButton, "restart-kill").isEnabled()
    assert not find(window, QPushButton, "restart-crash").isEnabled()


def test_a_server_that_runs_already_is_not_ours_to_stop(window: Window, core: FedCore) -> None:
    show(window, core, server=ServerCard(profile="external", state="up", upstream="http://127.0.0.1:5000"))
    stop = find(window, QPushButton, "stop-server")
    assert not stop.isEnabled()
    assert "not ours" in stop.toolTip()
    assert not find(window, QPushButton, "restart-graceful").isEnabled()


def test_a_way_to_fail_is_done_with_its_form(qtbot: QtBot, window: Window, core: FedCore) -> None:
    assert not window.server.failing.apply.isVisible(), "folded away until one asks for it"
    click(qtbot, window, "ways-open")
    window.server.failing.way.choose("block")
    find(window, Decimal, "param-seconds").setValue(3)
    assert not window.server.failing.duration.isVisible(), "it is over when it is done"
    click(qtbot, window, "apply-way")
    assert core.sent == [RunMistreat(way="block", params={"seconds": 3.0})]
    core.sent.clear()
    show(window, core)
    window.server.failing.way.choose("hang")
    window.server.failing.duration.setValue(6)
    click(qtbot, window, "apply-way")
    assert core.sent == [RunMistreat(way="hang", duration=6.0)]
    window.server.failing.way.choose("second-server")
    assert not window.server.failing.apply.isEnabled()
    assert text(window, "way-needs").startswith("Linux")


def test_what_is_being_done_to_the_server_can_be_ended(qtbot: QtBot, window: Window, core: FedCore) -> None:
    assert text(window, "active-way") == "Hang · 6 s"
    click(qtbot, window, "relieve")
    assert core.sent == [RunRelieve(id=4)]
    assert find(window, QLabel, "active-way").isVisible(), "it stays until the core says it is over"
    show(window, core, ways=())
    assert not window.server.findChild(QLabel, "active-way").isVisible()


def test_nothing_can_be_done_to_a_server_that_is_down(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "ways-open")
    show(window, core, server=ServerCard(profile="gevent", state="down"), ways=())
    assert "not up" in window.server.failing.apply.toolTip()
    assert not window.server.failing.apply.isEnabled()


def test_a_server_that_is_down_can_be_started_with_another_profile(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    show(window, core, server=ServerCard(profile="werkzeug-reloader", state="down", why="it <b>ended</b>"))
    assert text(window, "server-why") == "it <b>ended</b>"
    assert not find(window, QPushButton, "stop-server").isEnabled()
    window.server.profile.choose("gevent")
    click(qtbot, window, "start-server")
    assert core.sent == [RunStartServer(profile="gevent")]


def test_an_unavailable_profile_cannot_be_started(window: Window, core: FedCore) -> None:
    show(window, core, server=ServerCard(profile="gevent", state="down"))
    window.server.profile.choose("gunicorn-gevent-2")
    start = find(window, QPushButton, "start-server")
    assert not start.isEnabled()
    assert "Windows" in start.toolTip()
    assert "pip install gunicorn" in start.toolTip()
    profile = window.server.profile
    hint = profile.itemData(profile.findData("gunicorn-gevent-2"), Qt.ItemDataRole.ToolTipRole)
    assert "pip install gunicorn" in hint


def test_stop_asks(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "stop-server")
    assert core.sent == [RunStopServer()]


def test_without_a_run_nothing_can_be_asked_of_the_server(window: Window, core: FedCore) -> None:
    show(window, core, state="sealed")
    for name in (
        "start-server",
        "stop-server",
        "restart-graceful",
        "restart-kill",
        "restart-reload",
        "apply-fault",
    ):
        assert not find(window, QPushButton, name).isEnabled(), name


# --- faults ---


def test_the_fault_of_the_incident_is_chosen_at_first(window: Window) -> None:
    assert window.faults.chosen == "reset"


def test_a_fault_is_applied_with_its_form(qtbot: QtBot, window: Window, core: FedCore) -> None:
    click(qtbot, window, "fault-latency")
    delay = window.findChild(QWidget, "param-delay")
    assert delay is not None
    delay.setValue(350)  # type: ignore[attr-defined]
    window.faults.duration.setValue(2.5)
    click(qtbot, window, "aim-at-share")
    window.faults.aim.share.setValue(40)
    click(qtbot, window, "apply-fault")
    params = {"delay": 350.0, "jitter": 0.0, "direction": "both"}
    assert core.sent == [RunApplyFault(fault="latency", params=params, target=Target(share=0.4), duration=2.5)]


def test_a_fault_without_duration_lasts_until_it_is_lifted_and_names_are_split(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    click(qtbot, window, "fault-reset")
    click(qtbot, window, "aim-at-clients")
    find(window, QLineEdit, "aim-clients").setText("polling-1, stock ,")
    click(qtbot, window, "apply-fault")
    target = Target(clients=("polling-1", "stock"))
    assert core.sent == [RunApplyFault(fault="reset", params={"end": "both"}, target=target, duration=None)]


def test_a_fault_that_is_on_can_be_lifted(qtbot: QtBot, window: Window, core: FedCore) -> None:
    assert text(window, "active-fault") == "Latency · 30% · 12 s · touched: 7"
    click(qtbot, window, "lift")
    assert core.sent == [RunLiftFault(id=3)]
    assert text(window, "active-fault"), "it stays until the core says it is gone"
    show(window, core, faults=())
    assert not window.faults.findChild(QLabel, "active-fault").isVisible()


def test_limits_of_the_schema_hold_in_the_form(qtbot: QtBot, window: Window) -> None:
    click(qtbot, window, "fault-latency")
    delay = window.findChild(QWidget, "param-delay")
    assert delay is not None
    assert (delay.minimum(), delay.maximum(), delay.suffix()) == (0, 60000, " ms")  # type: ignore[attr-defined]


# --- clients ---


def test_the_group_is_shown_and_apply_asks_for_the_changed_one(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    assert not find(window, QPushButton, "apply-clients").isEnabled(), "nothing is changed yet"
    find(window, QSpinBox, "count").setValue(40)
    window.clients.transport.choose("upgrade")
    click(qtbot, window, "apply-clients")
    (asked,) = core.sent
    assert isinstance(asked, RunSetClients)
    assert (asked.group.group, asked.group.count, asked.group.transports) == (
        "polling",
        40,
        ("polling", "websocket"),
    )
    assert asked.group.rate == 10.0


def test_what_is_being_typed_survives_the_next_snapshot(window: Window, core: FedCore) -> None:
    count = find(window, QSpinBox, "count")
    count.setValue(33)
    show(window, core)
    assert count.value() == 33
    changed = tuple({**group, "count": 7} for group in groups())
    show(window, core, groups=changed)
    assert count.value() == 7


def test_another_group_shows_its_own_values(window: Window) -> None:
    window.clients.group.choose("stock")
    assert find(window, QSpinBox, "count").value() == 3
    assert window.clients.resend.isChecked()


# --- plan, figures, status ---


def test_the_plan_shows_each_step_and_how_it_went(window: Window) -> None:
    steps = [label.text() for label in window.plan.findChildren(QLabel, "step")]
    assert steps[0] == "Restart (reload)"
    assert steps[3] == "Blackhole: 30% of polling for 4 s"
    assert len(steps) == 6


def test_figures_say_their_values(window: Window) -> None:
    assert text(window, "connected-value") == "19"
    assert text(window, "connected-below") == "4 not connected"
    assert text(window, "http-400-value") == "1,042"
    assert text(window, "http-400-below") == "94% unknown-sid"
    assert text(window, "recovery-value") == "3.8"
    assert text(window, "messages-below") == "4 duplicated"


def test_null_is_a_dash_with_the_reason_and_never_0(window: Window, core: FedCore) -> None:
    null = {"clients": {"count": 23, "recovery": {"p95": None}}, "messages": {"lost": None}, "sids": {}}
    show(window, core, summary=null)
    for name in ("connected", "disconnects", "new-sids", "http-400", "recovery", "messages"):
        value = find(window, QLabel, f"{name}-value")
        assert value.text() == "–", name
        assert "not known" in value.toolTip(), name
    assert not any(text(window, f"{name}-below") for name in ("recovery", "messages", "new-sids"))


def test_zero_is_zero(window: Window, core: FedCore) -> None:
    show(window, core, summary={"messages": {"lost": 0, "duplicated": 0, "sent": 5}})
    assert text(window, "messages-value") == "0"
    assert find(window, QLabel, "messages-value").toolTip() == ""


def test_the_status_bar_is_honest(window: Window) -> None:
    assert text(window, "health").startswith("core pid 4127 · 1,620 events/s · 18,204 recorded · GUI ")
    assert "0 dropped" in text(window, "drops")
    assert "python 3.11.7" in text(window, "versions")


# --- table and log ---


def test_clients_are_in_order_filtered_and_sorted(window: Window) -> None:
    model = window.table.model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names[:3] == ["polling-1", "polling-2", "polling-3"]
    assert names[9] == "polling-10"
    window.table.search.setText("reconnecting polling")
    assert {model.index(row, 1).data() for row in range(model.rowCount())} == {"reconnecting"}
    window.table.search.clear()
    window.table.table.sortByColumn(6, Qt.SortOrder.DescendingOrder)
    counts = [int(model.index(row, 6).data()) for row in range(model.rowCount())]
    assert counts == sorted(counts, reverse=True)


def test_a_changed_client_changes_its_row_without_a_reset(qtbot: QtBot, window: Window, core: FedCore) -> None:
    resets: list[bool] = []
    window.table.model.modelReset.connect(lambda: resets.append(True))
    changed: list[int] = []
    window.table.model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))
    first, second = clients()[:2]
    rows = (structs.replace(first, sent=999), structs.replace(second, http_400=99))
    core.feed(Snapshot(state="running", run_id=RUN_ID, clients=rows))
    settle(window)
    assert not resets
    assert changed == [1], "what no column shows draws nothing"


def test_the_log_follows_searches_and_opens_an_event(qtbot: QtBot, window: Window, core: FedCore) -> None:
    core.feed(*lines(500))
    settle(window)
    bar = window.log.table.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    window.log.search.setText("unknown-sid server.answered")
    qtbot.waitUntil(lambda: 0 < window.log.model.rowCount() < 200, timeout=2000)
    kinds = {window.log.model.index(row, 2).data() for row in range(window.log.model.rowCount())}
    assert kinds == {"server.answered"}
    detail = window.log.open_detail(window.log.model.index(0, 0))
    assert '"type": "server.answered"' in detail.text.toPlainText()
    detail.reject()


def test_quiet_lines_come_when_asked_for(qtbot: QtBot, window: Window, core: FedCore) -> None:
    core.feed(*lines(40))
    settle(window)
    window.model.log.tone[5] = "quiet"
    window.log._search()
    before = window.log.model.rowCount()
    click(qtbot, window, "log-loud")
    assert window.log.model.rowCount() == before + 1


def test_a_log_of_100_000_lines_is_appended_at_once_and_read_by_the_row(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    pattern = [line.event for line in lines(1000)][1:]
    many = [Logged(seq=n, at=n * 0.01, src="wire", event=pattern[n % 999]) for n in range(1, 100_201)]
    core.feed(*many[:100_000])
    window.tick()
    inserted: list[int] = []
    window.log.model.rowsInserted.connect(lambda _parent, first, last: inserted.append(last - first + 1))
    asked: list[int] = []
    real = window.log.model.data
    window.log.model.data = lambda index, role=0: (asked.append(index.row()), real(index, role))[1]  # type: ignore[method-assign]
    core.feed(*many[100_000:])
    settle(window)
    qtbot.waitUntil(lambda: bool(inserted), timeout=2000)
    settle(window)
    assert inserted == [200]
    assert len(set(asked)) < 200, "only rows in sight are read"


def test_another_run_begins_an_empty_log(window: Window, core: FedCore) -> None:
    core.feed(*lines(300))
    settle(window)
    core.feed(*lines(3))
    settle(window)
    assert window.log.model.rowCount() == 3


# --- banner ---


def test_a_refusal_is_said_in_the_banner(window: Window, core: FedCore) -> None:
    core.feed(Rejected(command="run.start", message="the port 5000 is taken by <nginx>"))
    settle(window)
    assert window.banner.isVisible()
    assert window.banner.words == "the port 5000 is taken by <nginx>"
    window.banner.hide()
    settle(window)
    assert not window.banner.isVisible(), "said once"


def test_the_cores_death_is_said_and_it_can_be_started_again(qtbot: QtBot, window: Window, core: FedCore) -> None:
    core.problem, core.stderr_tail = "exit status 3", "no room on the disk"
    settle(window)
    assert "exit status 3" in window.banner.words
    assert text(window, "run-state") == "Failed"
    assert text(window, "server-state") == "Down"
    click(qtbot, window, "restart-core")
    assert core.problem == ""
    core.feed(catalogue(), Snapshot(state="idle", full=True))
    settle(window)
    assert not window.banner.isVisible()
    assert text(window, "run-state") == "Idle"


ROOT = "4f7c35851f641130dc6ebbf9d93f83b852e72e02e2137a79036514599fa8b939"


def test_the_root_hash_is_told_at_the_seal_copied_by_a_button_and_gone_with_the_next_run(
    qtbot: QtBot, window: Window, core: FedCore
) -> None:
    assert not window.banner.isVisible()
    core.feed(structs.replace(snapshot(state="sealed"), root=ROOT))
    settle(window)
    assert window.banner.isVisible()
    assert window.banner.words == f"The evidence is sealed. Root hash for the ticket: {ROOT}"
    click(qtbot, window, "copy-root")
    assert QGuiApplication.clipboard().text() == ROOT
    core.feed(Rejected(command="run.start", message="the port 5000 is taken"))
    settle(window)
    assert not find(window, QToolButton, "copy-root").isVisible(), "what is said now is no hash"
    core.feed(structs.replace(snapshot(state="sealed"), root=ROOT), snapshot(state="starting"))
    settle(window)
    assert not window.banner.isVisible()


# --- room on the disk ---


def crowded(count: int, name: str = "20260101T000000Z-<b>x</b>-0a1b2c") -> Snapshot:
    rows = tuple(DiskRow(name=f"{name}{n}", size=1536) for n in range(count))
    return structs.replace(
        snapshot(state="sealed"), disk=DiskCard(size=12 * 1024**3, limit=10 * 1024**3, goes=rows)
    )


def test_too_little_room_is_said_and_nothing_goes_unasked(
    qtbot: QtBot, window: Window, core: FedCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not window.disk.isVisible()
    core.feed(crowded(2))
    settle(window)
    assert window.disk.isVisible()
    assert window.disk.words == "The kept runs take 12.0 GiB of the disk, more than 10.0 GiB."
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "exec", lambda _self: answers.pop(0))
    click(qtbot, window, "ask-disk")
    assert not [one for one in core.sent if isinstance(one, RunsRemove)]
    click(qtbot, window, "ask-disk")
    assert core.sent[-1] == RunsRemove(names=tuple(row.name for row in crowded(2).disk.goes))  # type: ignore[union-attr]
    assert window.disk.isVisible(), "the core has not said yet that there is room"
    show(window, core, state="sealed")
    assert not window.disk.isVisible()


def test_the_question_names_what_goes_and_enter_keeps_it(window: Window) -> None:
    card = crowded(14).disk
    assert card is not None
    box = window.disk.question(card)
    assert box.text() == "Remove the oldest runs (14)? That frees 21.0 KiB."
    assert box.informativeText().count("20260101T000000Z") == 12
    assert box.informativeText().endswith("and 2 more")
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.No)
    few = crowded(1).disk
    assert few is not None
    assert "more" not in window.disk.question(few).informativeText()


def test_where_all_runs_are_kept_on_purpose_the_button_says_so(window: Window, core: FedCore) -> None:
    window.disk.ask()
    core.feed(crowded(0))
    settle(window)
    assert not find(window, QPushButton, "ask-disk").isEnabled()
    core.feed(snapshot(state="starting"))
    settle(window)
    assert not window.disk.isVisible()


@pytest.mark.parametrize(("size", "said"), [(5, "5 B"), (1536, "1.5 KiB"), (2**51, "2048.0 TiB")])
def test_sizes_are_said_in_the_unit_that_suits_them(size: int, said: str) -> None:
    assert size_text(size) == said


def test_a_catalogue_without_faults_or_profiles_is_no_reason_to_fall(window: Window, core: FedCore) -> None:
    offer = Choice(name="x", title="x")
    core.feed(
        type(catalogue())(
            profiles=(), faults=(offer,), kinds=(), behaviours=(), scenarios=(), figures=(), versions={}
        )
    )
    settle(window)
    assert list(window.faults.chooser.buttons) == ["x"]
