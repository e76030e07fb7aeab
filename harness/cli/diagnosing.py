"""`diagnose`: the verdict on each hypothesis, with the events it rests on, for people or as JSON."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from harness.cli.ending import Status
from harness.diagnosis import words
from harness.diagnosis.capture.har import NotAHarError
from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.judge import Diagnosis, Verdict
from harness.diagnosis.reading import diagnose_har, diagnose_run
from harness.evidence.folder import NoRunFolderError
from harness.evidence.reading import DamagedRecordError
from harness.session.house import HarnessError

SHOWN = 8
ALLOWED = "a run folder, like those that `run` leaves in runs/, or a HAR saved from a browser"


def print_diagnosis(file: Path, *, as_json: bool) -> int:
    """Print the verdicts on a run folder or a HAR.

    NoRunFolderError when it is neither, HarnessError when it cannot be read.
    """
    found = _of_folder(file) if file.is_dir() else _of_file(file)
    if as_json:
        shown = {**msgspec.to_builtins(found), "summary": words.summary(found)}
        click.echo(msgspec.json.format(msgspec.json.encode(shown)))
    else:
        print_verdicts(found)
    return Status.HELD


def _of_folder(run: Path) -> Diagnosis:
    if not (run / "events").is_dir():
        raise NoRunFolderError(f"FILE: {run} is not allowed: {ALLOWED}")
    try:
        return diagnose_run(run)
    except DamagedRecordError as error:
        raise HarnessError(f"{run} is damaged: {error}; `sidlab verify {run}` names all of it") from None


def _of_file(file: Path) -> Diagnosis:
    try:
        return diagnose_har(file)
    except FileNotFoundError:
        raise NoRunFolderError(f"FILE: {file} is not there: {ALLOWED}") from None
    except NotAHarError as error:
        raise NoRunFolderError(f"FILE: {file} is no HAR: {error}; allowed is {ALLOWED}") from None
    except OSError as error:
        raise HarnessError(f"{file} cannot be read: {error.strerror}") from None


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
