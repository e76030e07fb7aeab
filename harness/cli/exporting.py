"""`export`: one zip of a run folder, and whether the evidence in it holds."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.ending import Status, tell
from harness.cli.fields import FOLDER
from harness.cli.verifying import print_problems
from harness.discretion import RAW, is_raw
from harness.evidence.opening import opened
from harness.evidence.packing import NotPackedError, default_place, pack
from harness.evidence.verify import verify
from harness.session.house import HarnessError


def export_command() -> click.Command:
    """`export RUN`."""

    @click.command(epilog="Example: sidlab export runs/20260101T120000Z-incident-1a2b3c --out incident.zip")
    @click.argument("run", metavar="RUN", type=FOLDER)
    @click.option("--out", metavar="FILE", type=FOLDER, help="Where to; by default beside the run folder.")
    def export(run: Path, out: Path | None) -> int:
        """Make one zip of a run folder, which `verify`, `diagnose` and the others open as they open the folder.

        What is exported is recounted at once, as by `verify`.
        """
        return print_export(run, out)

    return export


def print_export(run: Path, out: Path | None) -> int:
    """Write the zip and say what it holds; BROKEN when the evidence in it does not hold.

    NoRunFolderError when there is no run, HarnessError when it cannot be packed.
    """
    with opened(run) as evidence:
        place = out or default_place(evidence)
        try:
            pack(evidence, place)
        except NotPackedError as why:
            raise HarnessError(str(why)) from None
        except OSError as error:
            raise HarnessError(f"{place} cannot be written: {error.strerror or error}") from None
        raw = is_raw(evidence.meta)
    click.echo(str(place))
    if raw:
        tell(RAW)
    problems = verify(place)["problems"]
    print_problems(place, problems)
    return Status.BROKEN if problems else Status.HELD
