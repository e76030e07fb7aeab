"""The dialog in which two runs are chosen and shown side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from ui_made import settle, snapshot

from harness.commands import RunsCompare
from harness.comparing.model import Beside, Compared, Comparison, Found, Setting
from harness.snapshot import Rejected, RunsCompared
from ui.bridge import FedCore
from ui.panels.compare_model import number_text
from ui.window import Window


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    return kept[0]


def row(name: str, a: Any, b: Any, beyond: bool | None = None, **more: Any) -> Compared:
    difference = None if a is None or b is None else b - a
    return Compared(figure=name, a=a, b=b, difference=difference, beyond_spread=beyond, name=name, **more)


def side(path: Path, runs: int = 1) -> Beside:
    return Beside(
        name=path.name, path=str(path), runs=runs, scenario="incident", profile="gevent", outcome="passed"
    )


def compared(runs: Path, *figures: Compared) -> RunsCompared:
    made = Comparison(
        a=side(runs / "older", runs=3),
        b=side(runs / "newer"),
        settings=(Setting(what="seed", a="7", b=None),),
        figures=figures or (row("http_400.total", 7, 0, beyond=True), row("messages.lost", 4, 4)),
        findings=(Found(hypothesis="restart-stale-sid", a="kept", b=None),),
    )
    return RunsCompared(comparison=made)


@pytest.fixture
def runs(tmp_path: Path, window: Window, core: FedCore) -> Path:
    """Two runs, and what is none; the window is at the newer one."""
    for name in ("older", "newer", "nothing"):
        (tmp_path / name).mkdir()
    for name in ("older", "newer"):
        (tmp_path / name / "summary.json").write_text("{}", encoding="utf-8")
    core.feed(snapshot(full=True, state="sealed", folder=str(tmp_path / "newer")))
    settle(window)
    window.bar.compare.click()
    return tmp_path


def cells(window: Window) -> list[list[str]]:
    model = window.compare.model
    return [[str(model.index(at, column).data()) for column in range(5)] for at in range(model.rowCount())]


def test_this_run_is_put_beside_the_other_one(window: Window, core: FedCore, runs: Path) -> None:
    dialog = window.compare
    assert dialog.isVisible()
    assert [dialog.sides["a"].itemData(at) for at in range(dialog.sides["a"].count())] == [
        str(runs / "older"),
        str(runs / "newer"),
    ]
    dialog.start.click()
    assert core.sent == [RunsCompare(a=str(runs / "older"), b=str(runs / "newer"))]


def test_what_differs_is_shown_and_all_of_it_when_asked(window: Window, core: FedCore, runs: Path) -> None:
    core.feed(compared(runs))
    settle(window)
    assert cells(window) == [
        ["All clients", "", "", "", ""],
        ["http_400.total", "7", "0", "-7", "no"],
        ["Verdicts", "", "", "", ""],
        ["restart-stale-sid", "kept", "–", "", ""],
        ["Made differently", "", "", "", ""],
        ["seed", "7", "–", "", ""],
    ]
    assert window.compare._said["a"].text() == "3 runs, incident, gevent, passed"
    assert "19 of 20" in window.compare._words.text()
    window.compare.every.click()
    assert ["messages.lost", "4", "4", "0", ""] in cells(window)
    window.compare.every.click()


def test_without_repeats_it_says_what_would_tell(window: Window, core: FedCore, runs: Path) -> None:
    figures = row("a", 1, 2, part="group", of="polling"), row("b", None, 2, part="trial", of="plain")
    core.feed(compared(runs, *figures))
    settle(window)
    assert cells(window)[:4] == [
        ["Group polling", "", "", "", ""],
        ["a", "1", "2", "+1", "–"],
        ["On trial: plain", "", "", "", ""],
        ["b", "–", "2", "–", "–"],
    ]
    assert "--repeat" in window.compare._words.text()


def test_what_somebody_else_wrote_is_text_and_nothing_else(window: Window, core: FedCore, runs: Path) -> None:
    core.feed(compared(runs, row("<b>x</b>\x1b", 1, 2, part="group", of="<img src=x>\n")))
    settle(window)
    assert cells(window)[1][0] == "<b>x</b>\\x1b"
    model = window.compare.model
    assert "<b>x" not in str(model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert window.compare._title.textFormat() == Qt.TextFormat.PlainText


def test_why_there_is_no_comparison(window: Window, core: FedCore, runs: Path) -> None:
    core.feed(Rejected(command="runs.compare", message="older has no summary"))
    settle(window)
    assert window.compare._words.text() == "older has no summary"


def test_other_folders_and_bundles_can_be_taken_and_the_same_run_twice_not(window: Window, runs: Path) -> None:
    dialog = window.compare
    elsewhere = runs / "elsewhere"
    dialog.take("a", elsewhere / "series.json")
    assert dialog.sides["a"].chosen() == str(elsewhere)
    dialog.take("a", runs / "run.zip")
    assert dialog.sides["a"].chosen() == str(runs / "run.zip")
    dialog.take("b", runs / "run.zip")
    assert not dialog.start.isEnabled()
    assert "the same run" in dialog.start.toolTip()


def test_where_no_run_was_made_there_is_nothing_to_choose(window: Window, tmp_path: Path) -> None:
    for choice in window.compare.sides.values():
        choice.clear()
    window.compare.open_it(str(tmp_path / "none" / "run"))
    assert window.compare.sides["a"].count() == 0
    assert "Choose two runs" in window.compare.start.toolTip()


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (True, "yes"), (False, "no"), (1234, "1,234"), (1.5, "1.5"), (-2.0, "-2")]
)
def test_numbers(value: Any, text: str) -> None:
    assert number_text(value) == text
    assert number_text(3, signed=True) == "+3"
