"""`compare A B`: what differs between two runs, or two series of them."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from harness.cli.ending import Status
from harness.cli.fields import FOLDER
from harness.comparing.compared import compare
from harness.comparing.model import Comparison
from harness.comparing.page import page
from harness.comparing.sides import side_at
from harness.comparing.table import draw
from harness.session.house import HarnessError


def compare_command() -> click.Command:
    """`compare A B`."""

    @click.command(epilog="Example: sidlab compare runs/A runs/B --html before-and-after.html")
    @click.argument("a", metavar="A", type=FOLDER)
    @click.argument("b", metavar="B", type=FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
    @click.option("--html", metavar="FILE", type=FOLDER, help="Write it as a page that opens offline, besides.")
    @click.option("--all", "every", is_flag=True, help="Show the figures that are the same as well.")
    def compare(a: Path, b: Path, as_json: bool, html: Path | None, every: bool) -> int:
        """Show what differs between two runs, figure by figure.

        A and B are run folders, zips that `export` made, or the folders of series that `run --repeat` made: only
        repeats tell whether a difference is more than chance.
        """
        return print_comparison(a, b, as_json=as_json, html=html, every=every)

    return compare


def print_comparison(a: Path, b: Path, *, as_json: bool, html: Path | None, every: bool) -> int:
    """Print how two sides compare; always HELD. NoRunFolderError and HarnessError as `side_at` has them."""
    found = compare(side_at(a), side_at(b))
    if html is not None:
        _write(html, found)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)))
    else:
        Console(soft_wrap=False).print(draw(found, every=every))
    return Status.HELD


def _write(file: Path, found: Comparison) -> None:
    try:
        file.write_text(page(found), encoding="utf-8")
    except OSError as error:
        raise HarnessError(f"--html: {file} cannot be written: {error.strerror}; name another file") from None
