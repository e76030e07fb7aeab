"""`test`: its options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harness import options
from harness.cli.fields import FOLDER, Ruled
from harness.experiments.asked import ExperimentOptions
from harness.experiments.designs import names
from harness.options import whole

REPEAT = whole(1, 100)
JOBS = whole(1, 16)


def experiment_command(carry_out: Callable[[ExperimentOptions], int]) -> click.Command:
    """`test HYPOTHESIS`."""

    @click.command(
        name="test",
        epilog="Examples: sidlab test restart-stale-sid; sidlab test document --json. With fewer than four runs "
        f"of each arm every verdict is undecided. There are experiments on: {', '.join(names())}.",
    )
    @click.argument("hypothesis", metavar="HYPOTHESIS")
    @click.option(
        "--json", is_flag=True, help="Print what came of it as JSON to standard output, and nothing else there."
    )
    @click.option(
        "--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where its folder is made."
    )
    @click.option("--seed", metavar="N", type=Ruled(options.SEED), default=0, help="Where chance begins.")
    @click.option("--repeat", metavar="N", type=Ruled(REPEAT), default=0, help="Runs of each arm.")
    @click.option("--jobs", metavar="N", type=Ruled(JOBS), default=0, help="Runs at a time.")
    @click.option("--quiet", is_flag=True, help="Say nothing while it goes on.")
    def test(hypothesis: str, *, json: bool, out: Path, seed: int, repeat: int, jobs: int, quiet: bool) -> int:
        """Run the experiment behind a hypothesis, or the document's whole board.

        HYPOTHESIS is a name, or `document`. Runs that differ in one thing take turns; the verdict is by Fisher's
        exact test, with the effect's size. Five runs of each arm take one to two minutes, the document's board
        about seven.
        """
        return carry_out(
            ExperimentOptions(
                hypothesis=hypothesis, out=out, seed=seed, repeat=repeat, jobs=jobs, json=json, quiet=quiet
            )
        )

    return test
