"""The board: verdicts as they stand, the evidence behind each, its experiment, and what it all comes to."""

from __future__ import annotations

import pytest
from msgspec import structs
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from test_ui_languages import cut
from ui_board import BECAUSE, KEPT, OPEN, answer, board, calm_board, card_of, names_of, planned, with_board
from ui_clients import calm
from ui_made import RUN_ID, catalogue, lines, settle

from harness.commands import RunExperiment, StopExperiment
from harness.diagnosis.signs import SIGNS
from harness.diagnosis.words import EXPLAINED, FIRST, NEAREST, NO_CAUSE, NOTHING, NOTHING_SO_FAR, SURE
from harness.experiments.model import ExperimentEnded, ExperimentTold
from harness.snapshot import Board, RequestRow
from ui.asking import Wanted
from ui.board import Experiments, event_search, evidence, request_search
from ui.bridge import FedCore
from ui.i18n import core as translated
from ui.i18n import diagnosis_texts as texts
from ui.i18n.languages import Languages
from ui.logstore import LogStore
from ui.panels.answers import AnswerView, p_text
from ui.panels.board_model import CLAIM, EXPLAINS, NAME, VERDICT
from ui.window import SIZE, Window


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    """The window on the board of a run whose restart is kept."""
    made = kept[0]
    made.resize(*SIZE)
    made.model.experiments = Experiments()
    show(made, core, board())
    made.board.go_to("")
    return made


def show(window: Window, core: FedCore, made: Board | None, *, run: str = RUN_ID) -> None:
    core.feed(with_board(catalogue()), calm(run_id=run, board=made))
    settle(window)
    window.show_view("board")
    settle(window)


def text(window: Window, name: str) -> str:
    return str(window.findChild(QLabel, name).text())


def told_by(view: AnswerView, part: str) -> list[str]:
    return str(view.findChild(QLabel, f"answer-{part}").text()).splitlines()


def summary(window: Window) -> list[str]:
    return [line.text() for line in window.verdict._lines]


def marked(window: Window) -> list[int]:
    return [
        mark.id for mark, words in window.charts.charts[0].plot.marks._marks if mark.kind == "cited" and not words
    ]


def cell(window: Window, row: int, column: int) -> str:
    return str(window.board.model.index(row, column).data())


# --- what happened --------------------------------------------------------------------------------------------


def test_the_summary_says_what_happened_how_sure_and_what_to_do_first(window: Window) -> None:
    assert summary(window) == [
        card_of(KEPT).claim,
        "Explained: 33 of 33 400s, 1 of 9 resets, 11 of 11 disconnects.",
        f"How sure: one cause is kept by what was seen; rejected: {len(board().verdicts) - 2}, undecided: 1.",
        f"What to do first: {card_of(KEPT).remedy}",
    ]
    assert text(window, "board-when") == "so far"


def test_a_run_in_which_nothing_broke_says_so(window: Window, core: FedCore) -> None:
    show(window, core, calm_board())
    assert summary(window)[0].startswith("Nothing broke so far")


def test_before_any_run_it_is_said_what_will_be_here(window: Window, core: FedCore) -> None:
    show(window, core, None, run="")
    assert summary(window) == ["No run yet: what broke, and why, is said here"]
    assert window.board.model.rowCount() == 0
    assert text(window, "board-name") == "No verdicts yet"


def test_every_sentence_is_whole_in_korean(window: Window, core: FedCore, languages: Languages) -> None:
    languages.use("ko")
    settle(window)
    said = " ".join(summary(window))
    assert "서버가 재시작되거나 리로드되어" in said
    assert "400 33/33건" in said
    assert "먼저 할 일: 사람들이 쓰는 환경에서는" in said
    assert cell(window, 0, VERDICT) == "유지"


def test_everything_that_a_diagnosis_can_say_is_listed_and_translated(languages: Languages) -> None:
    languages.use("ko")
    parts = ("claim", "seen", "refuted", "remedy")
    words = [getattr(card_of(name), part) for name in names_of(board()) for part in parts]
    words += [
        *SIGNS.values(),
        *EXPLAINED.values(),
        *SURE.values(),
        NOTHING,
        NOTHING_SO_FAR,
        NO_CAUSE,
        NEAREST,
        FIRST,
    ]
    listed = {*texts.CLAIMS, *texts.SEEN, *texts.REFUTED, *texts.REMEDIES, *texts.SIGNS, *texts.SUMMARY}
    assert listed == set(words)
    assert [one for one in words if translated(one) == one] == []
    assert [one for one in words if translated(one).count("%s") != one.count("%s")] == []


def test_that_a_cause_is_kept_is_seen_from_every_page(window: Window, core: FedCore) -> None:
    tab = window.bar.views["board"]
    assert tab.text() == "Board ◆ 1"
    assert "causes kept: 1" in tab.toolTip()
    core.feed(calm(full=False, board=calm_board()))
    settle(window)
    assert (tab.text(), "kept" in tab.toolTip()) == ("Board", False)


# --- the verdicts ---------------------------------------------------------------------------------------------


def test_each_hypothesis_is_a_row_with_its_verdict_in_a_word(window: Window) -> None:
    assert [cell(window, row, NAME) for row in range(3)] == names_of(board())[:3]
    assert [cell(window, row, VERDICT) for row in range(3)] == ["kept", "undecided", "rejected"]
    assert cell(window, 0, CLAIM) == card_of(KEPT).claim
    assert [cell(window, row, EXPLAINS) for row in range(2)] == ["45", ""]
    assert text(window, "board-count") == f"kept 1 · undecided 1 · rejected {len(board().verdicts) - 2}"


def test_who_has_not_chosen_looks_at_the_first_and_who_has_stays_with_it(window: Window, core: FedCore) -> None:
    assert text(window, "board-name") == KEPT
    window.board.go_to(OPEN)
    moved = board()
    core.feed(calm(full=False, board=structs.replace(moved, verdicts=moved.verdicts[::-1])))
    settle(window)
    assert text(window, "board-name") == OPEN
    show(window, core, board(), run="another")
    assert text(window, "board-name") == KEPT


def test_the_keyboard_moves_through_the_verdicts(window: Window, qtbot: QtBot) -> None:
    window.board.table.setFocus()
    qtbot.keyClick(window.board.table, Qt.Key.Key_Down)
    assert text(window, "board-name") == OPEN
    assert window.board.table.accessibleName() == "Hypotheses"


def test_a_snapshot_without_a_board_leaves_the_verdicts_as_they_were(window: Window, core: FedCore) -> None:
    core.feed(calm(full=False))
    settle(window)
    assert window.board.model.rowCount() == len(board().verdicts)


# --- one of them ----------------------------------------------------------------------------------------------


def test_what_speaks_for_it_and_against_it_is_said_in_sentences(window: Window) -> None:
    assert text(window, "board-for").splitlines() == [
        "+  Refused by the process that took over from the one that had issued the session id: 33",
        "+  Connections that clients lost when the process that served them ended: 11",
    ]
    assert text(window, "board-against") == "nothing was seen"
    assert text(window, "board-remedy") == card_of(KEPT).remedy
    assert text(window, "board-verdict") == "kept · explains 45"


def test_its_evidence_is_a_table_of_events_with_those_the_log_has_not(window: Window, core: FedCore) -> None:
    core.feed(*lines(40))
    settle(window)
    model = window.grounds.model
    found = [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]
    assert [row[:3] for row in found] == [
        ["+", "#20", "0:00.260"],
        ["+", "#24", "0:00.312"],
        ["+", "#27", "0:00.351"],
        ["+", "#1000000", "0:25.900"],
    ]
    assert found[0][4] == "server.answered" or "." in found[0][4]
    assert found[3][3:] == ["–", "in the run folder"]


def test_the_evidence_is_shown_in_the_log_and_on_the_charts(window: Window, core: FedCore, qtbot: QtBot) -> None:
    core.feed(*lines(40))
    settle(window)
    qtbot.mouseClick(window.detail.mark, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.view == "overview"
    assert window.log.search.text() == event_search(BECAUSE) == "seq:20,24,27,1000000"
    assert window.log.model.rowCount() == 3
    assert window.charts.cited.isVisible()
    assert marked(window) == [-20, -24, -27, -1_000_000]
    qtbot.mouseClick(window.charts.cited, Qt.MouseButton.LeftButton)
    assert marked(window) == []
    window.log.search.clear()


def test_its_requests_are_shown_in_the_request_list(window: Window, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.detail.ask, Qt.MouseButton.LeftButton)
    assert window.view == "wire"
    assert window.requests.search.text() == "request:10.8,10.9"
    window.requests.only("")


def test_one_event_opens_its_request_and_where_it_has_none_itself(window: Window, core: FedCore) -> None:
    core.feed(*lines(40))
    settle(window)
    table = window.grounds.table
    table.activated.emit(window.grounds.model.index(1, 0))
    assert (window.view, window.requests.search.text()) == ("wire", "request:10.8")
    table.activated.emit(window.grounds.model.index(0, 0))
    assert (window.view, window.log.search.text()) == ("overview", "seq:20")
    window.requests.only("")
    window.log.search.clear()


def test_what_is_looked_for_by_number_is_forgotten_with_its_run(window: Window, core: FedCore) -> None:
    core.feed(*lines(40))
    settle(window)
    window.show_evidence(board().verdicts[0])
    window.show_requests(board().verdicts[0])
    core.feed(calm(run_id="another"), *lines(10))
    settle(window)
    window.log._catch_up()
    assert (window.log.search.text(), window.requests.search.text()) == ("", "")
    assert not window.charts.cited.isVisible()


def test_where_no_event_speaks_the_buttons_say_so(window: Window, core: FedCore) -> None:
    bare = structs.replace(board().verdicts[0], because=())
    core.feed(calm(full=False, board=structs.replace(board(), verdicts=(bare,))))
    settle(window)
    assert not window.detail.mark.isEnabled()
    assert "No event speaks" in window.detail.ask.toolTip()


def test_tooltips_and_headings_say_what_a_cell_is_about(window: Window, core: FedCore) -> None:
    core.feed(*lines(40))
    settle(window)
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    board, grounds = window.board.model, window.grounds.model
    assert "neither" in board.headerData(VERDICT, across, tip)
    assert board.headerData(VERDICT, Qt.Orientation.Vertical) is None
    assert board.headerData(EXPLAINS, across, Qt.ItemDataRole.TextAlignmentRole) is not None
    assert KEPT in board.index(0, CLAIM).data(tip)
    assert [grounds.headerData(column, across) for column in (0, 1, 4)] == ["", "number", "event"]
    assert grounds.headerData(0, Qt.Orientation.Vertical) is None
    assert "Speaks for it" in grounds.index(0, 0).data(tip)
    assert "too long ago" in grounds.index(3, 0).data(tip)
    for model in (board, grounds):
        assert (model.rowCount(model.index(0, 0)), model.data(QModelIndex())) == (0, None)


# --- its experiment -------------------------------------------------------------------------------------------


def test_the_button_runs_its_experiment_and_where_there_is_none_there_is_no_button(
    window: Window, core: FedCore, qtbot: QtBot
) -> None:
    assert window.experiment.isVisible()
    qtbot.mouseClick(window.experiment.course.start, Qt.MouseButton.LeftButton)
    assert core.sent == [RunExperiment(hypothesis=KEPT)]
    window.board.go_to(OPEN)
    assert not window.experiment.isVisible()


def test_an_experiment_tells_how_far_it_is_and_can_be_ended(window: Window, core: FedCore, qtbot: QtBot) -> None:
    told = ExperimentTold(
        hypothesis=KEPT, done=3, total=10, running=("without it",), verdicts=(answer(2, 2, "undecided"),)
    )
    core.feed(planned(), told)
    settle(window)
    assert text(window, "experiment-running") == "3 of 10 runs · without it"
    assert told_by(window.experiment._answers[0], "says")[0] == "with the reloader: in 2 of 2 runs"
    qtbot.mouseClick(window.experiment.course.stop, Qt.MouseButton.LeftButton)
    assert core.sent == [StopExperiment()]


def test_its_verdict_is_told_with_p_and_the_effect_in_words(window: Window, core: FedCore) -> None:
    core.feed(
        planned(),
        ExperimentEnded(hypothesis=KEPT, outcome="measured", folder="runs/x", verdicts=(answer(5, 5),)),
    )
    settle(window)
    view = window.experiment._answers[0]
    assert told_by(view, "verdict") == ["kept"]
    assert told_by(view, "head") == ["400s for unknown session ids"]
    assert told_by(view, "says") == [
        "The restart makes the 400s.",
        "with the reloader: in 5 of 5 runs",
        "without it: in 0 of 5 runs",
        "p = 0.008: so likely is such a difference, or a larger one, by chance alone",
        "Difference: +100% of the runs (95% interval: +57% to +100%)",
    ]
    assert window.experiment.course.start.isVisible()


@pytest.mark.parametrize(
    ("outcome", "said"), [("stopped", "Ended early"), ("failed", "It could not be carried out: no port is free")]
)
def test_an_experiment_that_was_not_carried_out_says_so(
    window: Window, core: FedCore, outcome: str, said: str
) -> None:
    why = "no port is free" if outcome == "failed" else ""
    core.feed(planned(), ExperimentEnded(hypothesis=KEPT, outcome=outcome, folder="runs/x", why=why))
    settle(window)
    assert text(window, "experiment-trouble") == said


def test_while_another_experiment_goes_on_this_one_waits(window: Window, core: FedCore) -> None:
    core.feed(planned(hypothesis="document"))
    settle(window)
    assert not window.experiment.course.start.isEnabled()
    assert "Another experiment goes on" in window.experiment.course.start.toolTip()


def test_the_documents_claims_are_put_to_the_test_in_a_window_of_their_own(
    window: Window, core: FedCore, qtbot: QtBot, languages: Languages
) -> None:
    qtbot.mouseClick(window.board.document, Qt.MouseButton.LeftButton)
    assert window.document.isVisible()
    qtbot.mouseClick(window.document.course.start, Qt.MouseButton.LeftButton)
    assert core.sent == [RunExperiment(hypothesis="document")]
    claim = structs.replace(answer(5, 5), sentence="sid를 모름 → 400")
    core.feed(
        planned(hypothesis="document", verdicts=(claim, answer(0, 0, "undecided"))),
        ExperimentTold(hypothesis="document", done=1, total=9, running=(), verdicts=(claim, claim)),
    )
    languages.use("ko")
    settle(window)
    heads = [told_by(view, "head") for view in window.document._answers]
    assert heads == [[translated(card_of(KEPT).claim)]] * 2
    assert told_by(window.document._answers[0], "quote") == ["“sid를 모름 → 400”"]
    assert window.document.course.running.text() == "실행 9개 중 1개"
    window.document.close()


def test_a_core_that_is_gone_ends_its_experiment() -> None:
    experiments = Experiments()
    experiments.core_ended()
    assert experiments.going == ""
    experiments.fold(planned())
    assert experiments.going == KEPT
    experiments.core_ended()
    assert experiments.going == ""
    assert experiments.answers(KEPT) == (answer(0, 0, "undecided"),)


def test_a_small_p_is_told_as_small() -> None:
    assert (p_text(0.00004), p_text(0.0286)) == ("< 0.001", "0.029")


# --- how it is looked for -------------------------------------------------------------------------------------


def test_requests_are_found_by_connection_and_number() -> None:
    row = RequestRow(conn=12, n=3, began=1.0, method="GET", kind="poll", path="/socket.io/")
    assert Wanted(words="request:12.3").holds(row)
    assert Wanted(words="request:7,12 poll").holds(row)
    assert not Wanted(words="request:12.4,1.3").holds(row)
    assert not Wanted(words="request:12.3 post").holds(row)


def test_events_are_found_by_number() -> None:
    store = LogStore()
    for line in lines(30):
        store.add(line)
    assert store.find("seq:5,7,99") == [4, 6]
    assert (store.row_of(5), store.row_of(99)) == (4, None)


def test_evidence_is_in_the_order_of_time_and_what_has_no_request_is_looked_for_in_none() -> None:
    row = structs.replace(board().verdicts[0], against=(BECAUSE[0], board().verdicts[5].against[0]))
    assert [(one.seq, good) for one, good in evidence(row)][:2] == [(2, False), (20, True)]
    assert request_search([BECAUSE[0]]) == ""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_on_the_board_is_cut_off(
    window: Window, core: FedCore, languages: Languages, language: str
) -> None:
    core.feed(planned())
    languages.use(language)  # type: ignore[arg-type] # of the parameters above
    settle(window)
    assert [one for one in cut(window) if one] == []
