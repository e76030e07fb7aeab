"""`test`: carries out an experiment in the foreground, prints it, and ends with the contract's exit status."""

from __future__ import annotations

import asyncio
from signal import Signals

import click
import msgspec

from harness.experiments.asked import ExperimentOptions
from harness.experiments.conduct import Conductor
from harness.experiments.design import Design
from harness.experiments.designs import design
from harness.experiments.model import Report
from harness.experiments.progress import following
from harness.experiments.words import of_report
from harness.headless import INTERRUPTS, watch_interrupts
from harness.session.house import House


def run_experiment(options: ExperimentOptions, house: House) -> int:
    """Carry out and print an experiment; returns the exit status.

    OptionError and HarnessError go to the caller.
    """
    return asyncio.run(carried_out(design(options.hypothesis), options, house))


async def carried_out(planned: Design, options: ExperimentOptions, house: House) -> int:
    """The same for a design, in the loop that runs: 0 when it is done, whatever the verdict."""
    interrupted: list[int] = []
    with following(quiet=options.quiet) as progress:
        conductor = Conductor(
            house,
            planned,
            options.out,
            progress.tell,
            seed=options.seed,
            repeat=options.repeat,
            jobs=options.jobs,
        )

        def interrupt(number: int) -> None:
            interrupted.append(INTERRUPTS[Signals(number)])
            conductor.stop("interrupted")

        watch_interrupts(interrupt)
        report = await conductor.measure()
    _print(report, as_json=options.json)
    return interrupted[0] if interrupted else 0


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report)))
    else:
        for line in of_report(report):
            click.echo(line)
