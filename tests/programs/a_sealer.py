"""A session's end for tests: `a_sealer.py OUT COUNT` records so many events, seals, prints what it came to.

The expectation of this run holds: only what became of the record can make it anything but passed.
"""
# ruff: noqa: T201

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from harness.clock import monotonic_ns
from harness.diagnosis.told import Told
from harness.events import RunNote, WireListening
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder
from harness.metrics.tally import Tally
from harness.scenarios.model import Expectation, Scenario
from harness.session.ending import close
from harness.session.journal import Journal

WORDS = "some words that make this line about as long as others"


async def nothing(*_: object) -> None:
    """There are no processes."""


def run_in(out: Path) -> Any:
    """As much of a run as its end needs."""
    folder = RunFolder.create(out, "x", datetime.now(UTC))
    recorder = Recorder(folder.path)
    tally = Tally(run_id=folder.path.name, scenario="x", profile="p", started="2026-01-01T00:00:00Z")
    journal = Journal(recorder)
    told = Told()
    for fold in (tally.fold, told.fold):
        journal.listen(fold)
    expect = (Expectation(figure="http_400.total", at_most=0),)
    scenario = Scenario(name="x", title="x", duration=1.0, expect=expect)
    return SimpleNamespace(
        folder=folder,
        recorder=recorder,
        journal=journal,
        told=told,
        scenario=scenario,
        summary=tally.summary,
        freeze=nothing,
        end_processes=nothing,
        clock=monotonic_ns,
        trouble="",
        state="running",
        root="",
    )


if __name__ == "__main__":
    try:
        run = run_in(Path(sys.argv[1]))
    except OSError as error:
        print("no run:", error.strerror)
    else:
        run.journal.say(
            WireListening(t=0, listener=0, host="127.0.0.1", port=1)
        )  # a wire was there: 400s are known
        for n in range(int(sys.argv[2])):
            run.journal.say(RunNote(t=n, text=WORDS))
        result = asyncio.run(close(run, "finished", pictures=False))
        print(result.outcome, result.status, result.trouble or "whole")
