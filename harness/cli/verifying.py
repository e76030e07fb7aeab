"""`verify`: what the recount found, one problem a line, or as JSON."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from harness.cli.ending import Status
from harness.evidence.bundle import is_bundle
from harness.evidence.folder import NoRunFolderError
from harness.evidence.logs import escape
from harness.evidence.opening import ALLOWED
from harness.evidence.verify import verify


def print_verdict(run: Path, *, as_json: bool, root: str | None = None) -> int:
    """Print the verdict on a run folder or a bundle; HELD when nothing is wrong, else BROKEN.

    `root`: the hash that its evidence was sealed with, as somebody else has kept it.

    NoRunFolderError when there is nothing of a run at this place, or a bundle that is not to be trusted.
    """
    if not (is_bundle(run) or (run / "STATE").exists() or (run / "events").is_dir()):
        raise NoRunFolderError(f"RUN: {run} is not allowed: {ALLOWED}")
    verdict = verify(run) if root is None else verify(run, root)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(verdict)))
    else:
        print_problems(run, verdict["problems"])
    return Status.HELD if verdict["ok"] else Status.BROKEN


def print_problems(run: Path, problems: list[dict[str, object]]) -> None:
    """Say what does not match, or that all of it does; no name or figure, be it anybody's, acts on a terminal."""
    for one in problems:
        place = one["file"] if one["record"] is None else f"{one['file']}:{one['record']}"
        click.echo(escape(f"{place}: {one['what']}").replace("\n", r"\n"))
    if not problems:
        click.echo(f"{run}: the evidence holds")
