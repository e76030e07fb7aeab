"""`verify`: what the recount found, one problem a line, or as JSON."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from harness.cli.ending import Status
from harness.evidence.folder import NoRunFolderError
from harness.evidence.verify import verify


def print_verdict(run: Path, *, as_json: bool) -> int:
    """Print the verdict on a run folder; HELD when nothing is wrong, else BROKEN.

    NoRunFolderError when there is nothing of a run folder at this place.
    """
    if not (run / "STATE").exists() and not (run / "events").is_dir():
        raise NoRunFolderError(f"RUN: {run} is not allowed: a run folder, like those that `run` leaves in runs/")
    verdict = verify(run)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(verdict)))
    else:
        print_problems(run, verdict["problems"])
    return Status.HELD if verdict["ok"] else Status.BROKEN


def print_problems(run: Path, problems: list[dict[str, object]]) -> None:
    """Say what does not match, or that all of it does."""
    for one in problems:
        place = one["file"] if one["record"] is None else f"{one['file']}:{one['record']}"
        click.echo(f"{place}: {one['what']}")
    if not problems:
        click.echo(f"{run}: the evidence holds")
