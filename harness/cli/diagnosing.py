"""`diagnose`: the verdict on each hypothesis, with the events it rests on, for people or as JSON."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from harness.cli.ending import Status
from harness.diagnosis import words
from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.judge import Diagnosis, Verdict
from harness.diagnosis.reading import diagnose_run
from harness.evidence.folder import NoRunFolderError
from harness.evidence.reading import DamagedRecordError
from harness.session.house import HarnessError

SHOWN = 8


def print_diagnosis(run: Path, *, as_json: bool) -> int:
    """Print the verdicts on a run folder. NoRunFolderError when it is none, HarnessError when it is damaged."""
    if not (run / "events").is_dir():
        raise NoRunFolderError(f"FILE: {run} is not allowed: a run folder, like those that `run` leaves in runs/")
    try:
        found = diagnose_run(run)
    except DamagedRecordError as error:
        raise HarnessError(f"{run} is damaged: {error}; `sidlab verify {run}` names all of it") from None
    if as_json:
        shown = {**msgspec.to_builtins(found), "summary": words.summary(found)}
        click.echo(msgspec.json.format(msgspec.json.encode(shown)))
    else:
        print_verdicts(found)
    return Status.HELD


def print_verdicts(found: Diagnosis) -> None:
    """The summary, then a line for each hypothesis; the kept ones with what speaks for them and what to do."""
    click.echo(f"{words.summary(found)}\n")
    by_name = {one.name: one for one in hypotheses()}
    for verdict in found.verdicts:
        one = by_name[verdict.hypothesis]
        click.echo(f"{verdict.verdict:<9}  {one.name}: {one.claim}")
        if verdict.verdict == "kept":
            click.echo(f"{'':<11}{_rests_on(verdict)}\n{'':<11}what to do: {one.remedy}")


def _rests_on(verdict: Verdict) -> str:
    signs = ", ".join(f"{count} × {name}" for name, count in verdict.signs.items())
    more = " …" if len(verdict.because) > SHOWN else ""
    return f"{signs}; events {', '.join(map(str, verdict.because[:SHOWN]))}{more}"
