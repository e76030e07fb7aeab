"""Prints how two runs compare, and writes the page of it."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from harness.cli.ending import Status
from harness.commands import Language
from harness.comparing.compared import compare
from harness.comparing.model import Comparison
from harness.comparing.page import page
from harness.comparing.sides import side_at
from harness.comparing.table import draw
from harness.session.house import HarnessError, Speakers


def show_difference(
    a: Path, b: Path, speak: Speakers, *, as_json: bool, html: Path | None, lang: Language, every: bool
) -> int:
    """Compare what is at `a` with what is at `b`, for people or as JSON, and as a page at `html`."""
    found = compare(side_at(a), side_at(b))
    if html is not None:
        write_page(html, page(found, lang, speak(lang)))
    print_comparison(found, as_json=as_json, every=every)
    return Status.HELD


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
