"""`compare A B`: what differs between two runs, or two series of them."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.fields import FOLDER, Ruled
from harness.commands import Language
from harness.options import LANGUAGE
from harness.session.house import Speakers


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
        from harness.comparing.front import show_difference

        return show_difference(a, b, speak, as_json=as_json, html=html, lang=lang, every=every)

    return compare
