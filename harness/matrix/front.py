"""`matrix`: measures it in the foreground, prints it, and ends with the contract's exit status."""

from __future__ import annotations

import asyncio
from signal import Signals

import click
import msgspec
from rich.console import Console

from harness.cli.ending import Status
from harness.clients.catalogue import catalogue_kinds
from harness.headless import INTERRUPTS, watch_interrupts
from harness.matrix.conduct import Conductor, make_folder
from harness.matrix.model import Matrix
from harness.matrix.plan import MatrixOptions, Plan, plan
from harness.matrix.progress import following
from harness.matrix.table import draw
from harness.session.house import HarnessError, House


def run_matrix(options: MatrixOptions, house: House) -> int:
    """Measure and print a matrix; returns the exit status. OptionError and HarnessError go to the caller."""
    planned = plan(options, house.profiles, catalogue_kinds(), options.own.server)
    return asyncio.run(measured(planned, options, house))


async def measured(planned: Plan, options: MatrixOptions, house: House) -> int:
    """Measure and print what is planned, in the loop that runs."""
    try:
        folder = make_folder(options.out)
    except OSError as error:
        raise HarnessError(
            f"no folder can be made in {options.out}: {error.strerror}; choose another with --out"
        ) from None
    interrupted: list[int] = []
    with following(quiet=options.quiet) as progress:
        conductor = Conductor(
            house,
            planned,
            folder,
            progress.tell,
            jobs=options.jobs,
            repeat=options.repeat,
            findings=options.findings,
        )

        def interrupt(number: int) -> None:
            interrupted.append(INTERRUPTS[Signals(number)])
            conductor.stop("interrupted")

        watch_interrupts(interrupt)
        matrix = await conductor.measure()
    _print(matrix, as_json=options.json)
    return interrupted[0] if interrupted else _status(matrix)


def _print(matrix: Matrix, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(matrix)))
    else:
        Console(soft_wrap=False).print(draw(matrix))


def _status(matrix: Matrix) -> int:
    """HELD when something was measured, whatever it came to; else the reason goes up as a HarnessError."""
    if any(one.works is not None for one in matrix.cells):
        return Status.HELD
    why = next((one.why for one in matrix.cells if one.why), "there is no cell")
    raise HarnessError(f"nothing could be measured: {why}")
