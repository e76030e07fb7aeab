"""`matrix`: its options, and which names they take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harness import options
from harness.cli.fields import FILE, FOLDER, Ruled
from harness.matrix.plan import MOST_JOBS, MatrixOptions, Own
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

    @click.command(
        epilog="Examples: sidlab matrix --profiles gevent,gunicorn-gthread --transports polling --json; "
        'sidlab matrix --command "python run.py" --url http://127.0.0.1:5000'
    )
    @_axis("profiles", "Ways to serve, with commas between them; all there are unless named (`list profiles`).")
    @_axis("transports", "Of polling, websocket and upgrade; all three unless named.")
    @_axis("clients", "Kinds of clients; all there are unless named (`list clients`).")
    @click.option(
        "--command",
        metavar="COMMAND",
        type=Ruled(options.COMMAND),
        help="Your own server's command line: it is measured instead, or beside the profiles that are named.",
    )
    @click.option("--url", metavar="URL", type=Ruled(options.URL), help="Where the server of --command listens.")
    @click.option("--path", metavar="PATH", type=Ruled(options.PATH), help="Its Socket.IO path.")
    @click.option(
        "--reload-file", metavar="FILE", type=FILE, help="A file it watches: it is restarted by touching that."
    )
    @click.option(
        "--json", is_flag=True, help="Print the matrix as JSON to standard output, and nothing else there."
    )
    @click.option(
        "--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where its folder is made."
    )
    @click.option("--jobs", metavar="N", type=Ruled(JOBS), default=0, help="Runs at a time.")
    @click.option(
        "--repeat",
        metavar="N",
        type=Ruled(REPEAT),
        default=0,
        help="Runs of each cell at least.",
    )
    @click.option("--findings/--no-findings", default=True, help="Measure how each profile serves, besides.")
    @click.option("--quiet", is_flag=True, help="Say nothing while it goes on.")
    def matrix(
        command: str | None,
        url: str | None,
        path: str | None,
        reload_file: Path | None,
        **rest: Any,  # noqa: ANN401 - MatrixOptions names and types them
    ) -> int:
        """Measure server profile × transport × kind of client, and print the table.

        Each cell is a run of its own, with a run folder: handshake, echo, broadcast to all, upgrade, idle for
        longer than a ping, and what a restart costs; with the reason in words where it does not work.
        """
        own = Own(command=command, url=url, path=path, reload_file=reload_file)
        return measure(MatrixOptions(own=own, **rest))

    return matrix


def _axis(name: str, text: str) -> Callable[..., Any]:
    return click.option(f"--{name}", metavar="A,B", type=Ruled(NAMES), default=(), help=text)
