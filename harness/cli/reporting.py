"""`report RUN`: writes a run's report again, in a language and a form."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from harness.cli.ending import Status
from harness.cli.fields import FOLDER, Ruled
from harness.commands import Language
from harness.evidence.folder import NoRunFolderError, write_atomically
from harness.evidence.verify import verify
from harness.options import LANGUAGE, one_of
from harness.plain import one_line
from harness.report.making import is_matrix, report_at, written
from harness.report.printing import print_pdf
from harness.session.house import HarnessError, Speakers

LANGUAGES: tuple[Language, ...] = get_args(Language)
FORMS = ("html", "md", "pdf")


def report_command(speak: Speakers) -> click.Command:
    """`report RUN`."""

    @click.command(epilog="Example: sidlab report runs/20260101T120000Z-incident-1a2b3c --lang ko --format pdf")
    @click.argument("run", metavar="RUN", type=FOLDER)
    @click.option("--lang", default="en", show_default=True, type=Ruled(LANGUAGE), help="en or ko.")
    @click.option(
        "--format", "form", default="html", show_default=True, type=Ruled(one_of(*FORMS)), help="html, md or pdf."
    )
    @click.option("--out", metavar="FILE", type=FOLDER, help="Where to; by default into the run folder.")
    def report(run: Path, lang: Language, form: str, out: Path | None) -> int:
        """Write a run's report again: RUN is a run folder, a zip that `export` made, or the folder of a matrix.

        The evidence is recounted first, as by `verify`: what does not match stands at the top of the report.
        """
        return write_report(run, lang, form, out, speak)

    return report


def write_report(run: Path, language: Language, form: str, out: Path | None, speak: Speakers) -> int:
    """Write it, and say where it is; BROKEN where the evidence does not hold.

    NoRunFolderError when there is no run, HarnessError when it cannot be written.
    """
    if not run.exists():
        raise NoRunFolderError(f"RUN: {run} is not there")
    made = report_at(run)  # before the recount, since it says better what is no run at all
    problems = [] if is_matrix(run) else verify(run)["problems"]
    if problems:
        made = report_at(run, problems)
    page = written(made, "md" if form == "md" else "html", language, speak(language))
    place = out or default_place(run, made.name, form)
    try:
        if form == "pdf":
            print_pdf(page, place)
        else:
            write_atomically(place, page)
    except OSError as error:
        raise HarnessError(f"{place} cannot be written: {error.strerror}; name another file with --out") from None
    click.echo(one_line(str(place)))
    return Status.BROKEN if problems else Status.HELD


def default_place(run: Path, name: str, form: str) -> Path:
    """In the folder itself; beside a bundle, which nobody writes into."""
    return run / f"report.{form}" if run.is_dir() else run.parent / f"{name}-report.{form}"
