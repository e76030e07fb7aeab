"""The report in the window: written when the run is over, added to by people, never taken for measured."""

from __future__ import annotations

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot
from test_ui_languages import cut
from ui_made import catalogue, settle, snapshot

from harness.commands import Added, RunReport
from harness.snapshot import Rejected, RunReported
from ui.bridge import FedCore
from ui.i18n.languages import Languages
from ui.panels.report import ReportDialog
from ui.window import Window

RUN = "/runs/one"
FILES = (f"{RUN}/report.html", f"{RUN}/report.md")


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def dialog(kept: tuple[Window, FedCore], core: FedCore) -> ReportDialog:
    """Of a run that is over."""
    kept[0].report.hide()
    feed(kept[0], core, "sealed", folder="/runs/another")
    core.feed(RunReported(run="/runs/another", files=FILES))
    feed(kept[0], core, "sealed")
    core.sent.clear()
    return kept[0].report


def feed(window: Window, core: FedCore, state: str, folder: str = RUN) -> None:
    core.feed(catalogue(), structs.replace(snapshot(), state=state, folder=folder, full=True))
    settle(window)


def answer(window: Window, core: FedCore, added: Added | None = None) -> None:
    core.feed(RunReported(run=RUN, files=FILES, added=added or Added()))
    settle(window)


def test_opening_it_writes_the_report_and_shows_what_was_added_before(
    kept: tuple[Window, FedCore], core: FedCore, dialog: ReportDialog
) -> None:
    dialog.open_it()
    assert core.sent == [RunReport(run=RUN)]
    assert not dialog.save.isEnabled()
    answer(kept[0], core, Added(ticket="OPS-1", notes="two\nlines"))
    assert dialog.lines["ticket"].text() == "OPS-1"
    assert dialog.texts["notes"].toPlainText() == "two\nlines"
    assert dialog.save.isEnabled()
    assert dialog.show_page.isEnabled()
    dialog.lines["owner"].setText("Kim")
    dialog.save.click()
    assert core.sent[-1] == RunReport(run=RUN, added=Added(ticket="OPS-1", owner="Kim", notes="two\nlines"))
    answer(kept[0], core, Added(ticket="OPS-1"))
    assert dialog.lines["owner"].text() == "Kim", "what is being written stays"
    dialog.pdf.click()
    assert core.sent[-1] == RunReport(run=RUN, pdf=True)


def test_another_run_has_nothing_of_the_one_before(
    kept: tuple[Window, FedCore], core: FedCore, dialog: ReportDialog
) -> None:
    dialog.open_it()
    answer(kept[0], core, Added(ticket="OPS-1"))
    feed(kept[0], core, "running", folder="/runs/two")
    assert dialog.lines["ticket"].text() == ""
    assert not dialog.save.isEnabled()
    assert "when the run is over" in dialog.save.toolTip()
    answer(kept[0], core, Added(ticket="late"))
    assert dialog.lines["ticket"].text() == ""


def test_why_it_could_not_be_written_stands_there(
    kept: tuple[Window, FedCore], core: FedCore, dialog: ReportDialog
) -> None:
    dialog.open_it()
    core.feed(Rejected(command="run.report", message="the report of x cannot be written: <b>full</b>"))
    settle(kept[0])
    assert "cannot be written: <b>full</b>" in dialog.words
    assert dialog.save.isEnabled() is False, "nothing is known of what was added"


def test_it_speaks_korean_and_nothing_is_cut_off(
    qtbot: QtBot, kept: tuple[Window, FedCore], core: FedCore, languages: Languages, dialog: ReportDialog
) -> None:
    dialog.open_it()
    answer(kept[0], core)
    qtbot.waitExposed(dialog)
    for language in ("en", "ko"):
        languages.use(language)  # type: ignore[arg-type]
        settle(kept[0])
        assert not cut(dialog)  # type: ignore[arg-type]
    assert dialog.windowTitle() == "보고서"
    dialog.hide()
