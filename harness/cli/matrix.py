"""`matrix`: its options, and which names they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from harness.cli.fields import FOLDER, Ruled
from harness.matrix.plan import MOST_JOBS, MatrixOptions
from harness.options import Rule, whole

MOST_REPEAT = 100


def _read_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise ValueError(text)
    return names


NAMES = Rule("names with commas between them", _read_names)
JOBS = whole(1, 8 * MOST_JOBS)
REPEAT = whole(1, MOST_REPEAT)


def matrix_command(measure: Callable[[MatrixOptions], int]) -> click.Command:
    """`matrix`."""

    @click.command(epilog="Example: sidlab matrix --profiles gevent,gunicorn-gthread --transports polling --json")
    @_axis("profiles", "Ways to serve, with commas between them; all there are unless named (`list profiles`).")
    @_axis("transports", "Of polling, websocket and upgrade; all three unless named.")
    @_axis("clients", "Kinds of clients; all there are unless named (`list clients`).")
    @click.option(
        "--json", is_flag=True, help="Print the matrix as JSON to standard output, and nothing else there."
    )
    @click.option(
        "--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where its folder is made."
    )
    @click.option("--jobs", metavar="N", type=Ruled(JOBS), default=0, help="Runs at a time; else two a processor.")
    @click.option(
        "--repeat",
        metavar="N",
        type=Ruled(REPEAT),
        default=0,
        help="Runs of each cell at least.",
    )
    @click.option("--findings/--no-findings", default=True, help="Measure how each profile serves, besides.")
    @click.option("--quiet", is_flag=True, help="Say nothing while it goes on.")
    def matrix(**options: Any) -> int:  # noqa: ANN401 - MatrixOptions names and types them
        """Measure server profile × transport × kind of client, and print the table.

        Each cell is a run of its own, with a run folder: handshake, echo, broadcast to all, upgrade, idle for
        longer than a ping, and what a restart costs; with the reason in words where it does not work.
        """
        return measure(MatrixOptions(**options))

    return matrix


def _axis(name: str, text: str) -> Callable[..., Any]:
    return click.option(f"--{name}", metavar="A,B,…", type=Ruled(NAMES), default=(), help=text)
