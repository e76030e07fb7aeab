"""An experiment as a window asks the core for it: in place of the run that is going, and nothing beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from core_window import CoreWindow

from harness import commands as ask
from harness.experiments.model import ExperimentEnded, ExperimentPlanned, ExperimentTold


@pytest.fixture
async def window() -> AsyncIterator[CoreWindow]:
    window = await CoreWindow.open()
    yield window
    if window.process.returncode is None:
        await window.close()


async def test_an_experiment_takes_the_place_of_the_run(window: CoreWindow, tmp_path: Path) -> None:
    window.ask(ask.RunExperiment(hypothesis="nope", out=str(tmp_path)))
    await window.until(lambda w: w.rejected)
    assert "nope: there is no experiment on that: one of " in window.rejected[-1].message
    assert window.catalogue is not None
    assert any(card.experiment for card in window.catalogue.hypotheses)

    window.ask(ask.RunExperiment(hypothesis="origin-refused", out=str(tmp_path)))
    await window.until(lambda w: any(isinstance(frame, ExperimentTold) for frame in w.experiment))
    window.ask(ask.RunStart(out=str(tmp_path)))
    window.ask(ask.MatrixRun(out=str(tmp_path)))
    window.ask(ask.RunExperiment(hypothesis="document", out=str(tmp_path)))
    await window.until(lambda w: len(w.rejected) == 4)
    busy = "an experiment is going on: stop it first, or wait for its end"
    assert {one.message for one in window.rejected[1:]} == {busy}

    window.ask(ask.StopExperiment())
    await window.until(lambda w: isinstance(w.experiment[-1], ExperimentEnded))
    planned, ended = window.experiment[0], window.experiment[-1]
    assert isinstance(planned, ExperimentPlanned)
    assert isinstance(ended, ExperimentEnded)
    assert (ended.hypothesis, ended.outcome, ended.folder) == ("origin-refused", "stopped", planned.folder)
    assert [one.verdict for one in ended.verdicts] == ["undecided"]
