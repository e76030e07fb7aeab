"""`compare A B`: what differs between two runs, or two series of them."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from harness.cli.ending import Status
from harness.cli.fields import FOLDER, Ruled
from harness.commands import Language
from harness.comparing.compared import compare as compared
from harness.comparing.model import Comparison
from harness.comparing.page import page
from harness.comparing.sides import side_at
from harness.comparing.table import draw
from harness.options import LANGUAGE
from harness.session.house import HarnessError, Speakers


def compare_command(speak: Speakers) -> click.Command:
    """`compare A B`; `speak` gives the page's texts in a language."""

    @click.command(epilog="Example: sidlab compare runs/A runs/B --html before-and-after.html")
    @click.argument("a", metavar="A", type=FOLDER)
    @click.argument("b", metavar="B", type=FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
    @click.option("--html", metavar="FILE", type=FOLDER, help="Write it as a page that opens offline, besides.")
    @click.option("--lang", default="en", show_default=True, type=Ruled(LANGUAGE), help="The page's: en or ko.")
    @click.option("--all", "every", is_flag=True, help="Show the figures that are the same as well.")
    def compare(a: Path, b: Path, as_json: bool, html: Path | None, lang: Language, every: bool) -> int:
        """Show what differs between two runs, figure by figure.

        A and B are run folders, zips that `export` made, or the folders of series that `run --repeat` made: only
        repeats tell whether a difference is more than chance.
        """
        found = compared(side_at(a), side_at(b))
        if html is not None:
            write_page(html, page(found, lang, speak(lang)))
        print_comparison(found, as_json=as_json, every=every)
        return Status.HELD

    return compare


def print_comparison(found: Comparison, *, as_json: bool, every: bool) -> None:
    """Print how two sides compare."""
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)))
    else:
        Console(soft_wrap=False).print(draw(found, every=every))


def write_page(file: Path, text: str) -> None:
    """HarnessError, one line, when it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise HarnessError(f"--html: {file} cannot be written: {error.strerror}; name another file") from None
