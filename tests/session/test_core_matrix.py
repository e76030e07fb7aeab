"""A matrix as a window asks the core for it: in place of the run that is going, and nothing beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from core_window import CoreWindow

from harness import commands as ask
from harness.matrix.model import MatrixCell, MatrixEnded, MatrixPlanned


@pytest.fixture
async def window() -> AsyncIterator[CoreWindow]:
    window = await CoreWindow.open()
    yield window
    if window.process.returncode is None:
        await window.close()


async def test_a_matrix_takes_the_place_of_the_run(window: CoreWindow, tmp_path: Path) -> None:
    window.ask(ask.MatrixRun(profiles=("nope",), out=str(tmp_path)))
    await window.until(lambda w: w.rejected)
    assert "--profiles: nope is not allowed" in window.rejected[-1].message
    window.ask(ask.MatrixShow(run=str(tmp_path)))
    await window.until(lambda w: len(w.rejected) == 2)
    assert "is no run folder" in window.rejected[-1].message

    asked = ask.MatrixRun(profiles=("werkzeug",), transports=("polling",), clients=("python",), out=str(tmp_path))
    window.ask(asked)
    await window.until(lambda w: any(isinstance(frame, MatrixCell) for frame in w.matrix))
    window.ask(ask.RunStart(out=str(tmp_path)))
    await window.until(lambda w: len(w.rejected) == 3)
    assert window.rejected[-1].message == "a matrix is being measured: stop it first, or wait for its end"

    window.ask(ask.MatrixStop())
    await window.until(lambda w: isinstance(w.matrix[-1], MatrixEnded))
    planned, ended = window.matrix[0], window.matrix[-1]
    assert isinstance(planned, MatrixPlanned)
    assert isinstance(ended, MatrixEnded)
    assert (ended.outcome, ended.folder) == ("stopped", planned.folder)
