"""The page of the trial: figures, bars and sentences of each way to write a client, and how it is run."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from test_ui_languages import cut
from ui_clients import calm, catalogue_of_all, trial
from ui_made import catalogue, settle, summary
from ui_matrix import going, whole

from harness.commands import RunStart
from harness.metrics.verdicts import TEXTS
from harness.snapshot import Choice
from ui.bridge import FedCore
from ui.charts.compare import ROW, Bar, Bars
from ui.i18n import core as translated
from ui.i18n.languages import Languages
from ui.panels.trial_model import COLUMNS
from ui.theme import Theme
from ui.trial import filled, trial_of
from ui.window import SIZE, SMALLEST, Window


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    """The window at its usual size, without a trial."""
    made = kept[0]
    made.resize(*SIZE)
    return made


def show(window: Window, core: FedCore, made: dict[str, Any] | None, **changes: Any) -> None:
    core.feed(catalogue_of_all(), calm(summary={**summary(), "trial": made}, **changes))
    settle(window)
    window.show_view("trial")
    settle(window)


def rows(window: Window) -> list[dict[str, str]]:
    model = window.trial.model
    return [
        {name: model.index(row, column).data().strip() for column, name in enumerate(COLUMNS)}
        for row in range(model.rowCount())
    ]


def text(window: Window, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert found is not None
    return found.text()


def start(window: Window) -> QPushButton:
    found = window.findChild(QPushButton, "trial-start")
    assert found is not None
    return found


def test_without_a_trial_the_page_says_how_to_run_one(qtbot: QtBot, window: Window, core: FedCore) -> None:
    show(window, core, None, state="sealed")
    assert "fix-on-trial" in text(window, "no-trial")
    assert text(window, "trial-about").startswith("The same restarts")
    assert window.trial._nothing.isVisible()
    assert not window.trial.table.isVisible()
    assert not window.bars.isVisible()
    assert not window.says.isVisible()
    qtbot.mouseClick(start(window), Qt.MouseButton.LeftButton)
    assert core.sent == [RunStart(name="fix-on-trial")]


def test_it_waits_for_the_run_that_is_going_and_for_what_it_needs(window: Window, core: FedCore) -> None:
    show(window, core, None)
    assert "stop it first" in start(window).toolTip()
    needing = Choice(name="fix-on-trial", title="x", available=False, needs="the program node")
    core.feed(structs.replace(catalogue(), scenarios=(needing,)), calm(state="sealed"))
    settle(window)
    assert "The program node" in start(window).toolTip()
    core.feed(structs.replace(catalogue(), scenarios=()), calm(state="sealed"))
    settle(window)
    assert not start(window).isEnabled()


def test_it_waits_for_a_matrix(window: Window, core: FedCore) -> None:
    show(window, core, None, state="sealed")
    core.feed(*going())
    settle(window)
    assert "matrix" in start(window).toolTip()
    core.feed(*whole())
    settle(window)
    assert start(window).isEnabled()


def test_each_way_to_write_a_client_has_its_figures(window: Window, core: FedCore) -> None:
    show(window, core, trial())
    assert text(window, "trial-about").startswith("So far")
    plain, nulled, closed = rows(window)
    assert (plain["sockets"], nulled["sockets"], closed["sockets"]) == ("1", "3.8 (3…4)", "1")
    assert (nulled["pages"], nulled["refused"], nulled["lost"], nulled["twice"]) == ("5", "45", "31", "620")
    assert nulled["bodies"] == "31 × message, 14 × close-packet"
    assert (nulled["copies"], nulled["recovery"], nulled["away"]) == ("4", "3.4 s", "12")
    model = window.trial.model
    leak, fine = model.index(1, COLUMNS.index("sockets")), model.index(0, COLUMNS.index("sockets"))
    assert leak.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert leak.data(Qt.ItemDataRole.FontRole).bold()
    assert fine.data(Qt.ItemDataRole.ForegroundRole) is None


def test_headings_and_cells_explain_themselves(window: Window, core: FedCore) -> None:
    show(window, core, trial())
    model, sockets = window.trial.model, COLUMNS.index("sockets")
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    assert "leak" in model.headerData(sockets, across, tip)
    said = model.index(1, sockets).data(tip)
    assert "singleton-nulled" in said
    assert "3.8 (3…4)" in said
    assert "leak" in said
    assert model.headerData(sockets, Qt.Orientation.Vertical) is None
    assert model.data(model.index(9, 9)) is None


def test_a_figure_that_is_not_known_is_a_dash_in_a_sentence(window: Window, core: FedCore) -> None:
    lost = {"text": "%s met %s", "args": ["plain", None], "verdict": "right"}
    show(window, core, {"behaviours": {"plain": {}}, "says": [lost]})
    assert said_in(window, "trial-says") == ["plain met –"]


def test_what_is_not_known_is_a_dash_and_never_0(window: Window, core: FedCore) -> None:
    show(window, core, {"behaviours": {"plain": {"pages": 2, "recovery": None, "lost": 0}}, "says": []})
    (row,) = rows(window)
    assert (row["pages"], row["lost"]) == ("2", "0")
    assert {row[name] for name in ("sockets", "refused", "bodies", "twice", "copies", "recovery", "away")} == {"–"}


def test_a_live_trial_changes_its_figures_without_a_reset(window: Window, core: FedCore) -> None:
    show(window, core, trial())
    resets: list[bool] = []
    window.trial.model.modelReset.connect(lambda: resets.append(True))
    later = trial()
    later["behaviours"]["plain"]["duplicated"] = 1
    show(window, core, later)
    assert rows(window)[0]["twice"] == "1"
    assert not resets
    show(window, core, None)
    assert rows(window) == []


def said_in(window: Window, name: str) -> list[str]:
    return [label.text() for label in window.says.findChildren(QLabel, name) if label.isVisible()]


def test_sentences_come_with_their_verdicts_and_figures(
    window: Window, core: FedCore, languages: Languages
) -> None:
    show(window, core, trial())
    said = said_in(window, "trial-says")
    assert said[0].startswith("singleton-nulled leaks: at the end a page has 3.8 sockets alive (4 at most)")
    assert said[3] == "singleton-closed ends with one socket a page, and nothing was heard twice."
    verdicts = said_in(window, "trial-verdict")
    assert verdicts == ["wrong", "wrong", "wrong", "right", "wrong"]
    languages.use("ko")
    verdicts = said_in(window, "trial-verdict")
    assert verdicts[2:4] == ["틀림", "맞음"]


def test_every_sentence_there_is_has_its_translation_with_all_its_places(languages: Languages) -> None:
    languages.use("ko")
    for sentence in TEXTS:
        assert translated(sentence) != sentence, sentence
        assert translated(sentence).count("%s") == sentence.count("%s"), sentence


def test_bars_are_to_one_scale_and_loud_where_there_is_trouble(window: Window, core: FedCore) -> None:
    show(window, core, trial())
    bars = window.bars.sockets.bars
    plain, nulled, closed = (sum(rect.width() for rect in parts) for parts in bars.placed())
    assert nulled == pytest.approx(plain * 3.8, abs=3)
    assert plain == closed
    assert [bar.loud for bar in bars._bars] == [False, True, False]
    assert window.bars.twice.bars._bars[1].words == "620 (up to 4 times)"
    bodies = window.bars.refused.bars.placed()[1]
    assert len(bodies) == 2
    assert bodies[0].right() + 1 == bodies[1].left()
    assert "singleton-nulled: 3.8 (3…4)" in bars.accessibleDescription()


def test_bars_draw_nothing_for_0_and_something_for_little(qtbot: QtBot, theme: Theme) -> None:
    bars = Bars(theme)
    qtbot.addWidget(bars)
    bars.show_bars((Bar("a", (0.0,), "0"), Bar("b", (0.001,), "0.001"), Bar("c", (900.0,), "900", loud=True)))
    bars.resize(300, bars.sizeHint().height())
    nothing, little, most = (parts[0].width() for parts in bars.placed())
    assert nothing == 0
    assert little == 2
    assert most > 100
    image = bars.grab().toImage()
    middle = bars.placed()[2][0].center()
    assert image.pixelColor(middle * image.devicePixelRatio()).name() == theme.tokens.bad.lower()
    assert bars.sizeHint().height() == 3 * ROW


@pytest.mark.parametrize("name", ["WebSocket 전용", "singleton-nulled", "싱글턴(닫고 잊음)"])
def test_the_longest_name_is_whole(qtbot: QtBot, theme: Theme, name: str) -> None:
    bars = Bars(theme)
    qtbot.addWidget(bars)
    bars.show_bars((Bar(name, (1.0,), "1"),))
    bars.resize(400, bars.sizeHint().height())
    assert bars._plain.elidedText(name, Qt.TextElideMode.ElideRight, bars._name_width()) == name


def test_no_trial_is_none_and_figures_go_into_sentences_in_order() -> None:
    assert trial_of(None) is None
    assert trial_of({}) is None
    assert filled("%s of %s", ("3", "5")) == "3 of 5"
    assert filled("%s of %s", ("3",)) == "3 of "
    assert filled("100 %", ("3",)) == "100 %"


@pytest.mark.parametrize("size", [SIZE, SMALLEST])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_of_it_is_cut_off(
    window: Window, core: FedCore, languages: Languages, size: tuple[int, int], language: str
) -> None:
    window.resize(*size)
    languages.use(language)  # type: ignore[arg-type]
    for made in (None, trial()):
        show(window, core, made)
        assert cut(window) == []
        assert (window.width(), window.height()) == size
    table = window.trial.table
    shown = sum(table.columnWidth(column) for column in range(len(COLUMNS)) if not table.isColumnHidden(column))
    assert shown <= table.viewport().width() + 1


def test_a_picture_of_it_can_be_asked_for(window: Window, core: FedCore) -> None:
    show(window, core, trial())
    image: QImage = window.grab().toImage()
    assert window.view == "trial"
    assert not image.isNull()
