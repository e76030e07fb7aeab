"""`replay RUN`: the window on a finished run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harness.cli.fields import FOLDER
from harness.comparing.sides import SERIES
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import opened
from harness.evidence.reading import DamagedRecordError
from harness.session.house import HarnessError


def replay_command(show: Callable[[Path], int]) -> click.Command:
    """`replay RUN`."""

    @click.command(epilog="Example: sidlab replay runs/20260101T120000Z-incident-1a2b3c")
    @click.argument("run", metavar="RUN", type=FOLDER)
    def replay(run: Path) -> int:
        """Open the window on a finished run: a run folder, or a zip that `export` made of one.

        A slider goes to any second of it, and from fault to fault; it can be played, up to 60 times as fast.
        Nothing is changed, and nothing is started.
        """
        check_recording(run)
        return show(run.absolute())

    return replay


def check_recording(run: Path) -> None:
    """NoRunFolderError when there is nothing to replay, HarnessError when all of it is damaged."""
    if (run / SERIES).is_file():
        raise NoRunFolderError(f"RUN: {run} is a series: name one of the run folders in it")
    with opened(run) as evidence:
        if evidence.state == "recording":
            raise NoRunFolderError(f"RUN: {run} is still being recorded: replay it when its run is over")
        try:
            first = next(evidence.records(), None)
            evidence.meta  # noqa: B018  - it raises when it is damaged
        except DamagedRecordError as why:
            raise HarnessError(f"{run} is damaged: {why}; `sidlab verify {run}` names all of it") from None
    if first is None:
        raise NoRunFolderError(f"RUN: {run} holds no events: there is nothing to replay")
