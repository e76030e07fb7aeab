"""`doctor`: the findings as a table for people, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.cli.ending import Status
from harness.doctor import Finding, examine
from harness.snapshot import Choice


def print_findings(profiles: Sequence[Choice], *, as_json: bool) -> int:
    """Print what the doctor found; HELD when everything essential is there, else UNABLE."""
    findings = examine(profiles)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)))
    else:
        print_table(findings)
    return Status.HELD if all(one.ok for one in findings if one.essential) else Status.UNABLE


def print_table(findings: Sequence[Finding]) -> None:
    """One finding a row, and the commands that mend below, whole, so that they can be copied."""
    table = Table(box=None, pad_edge=False)
    for title in ("", "what", "found"):
        table.add_column(title, overflow="fold")
    for one in findings:
        table.add_row(mark(one), Text(one.name), Text(one.found))
    console = Console(soft_wrap=False)
    console.print(table)
    mends = {one.mend: one.name for one in findings if one.mend}
    for command, name in mends.items():
        click.echo(f"\n{name}:\n    {command}")


def mark(finding: Finding) -> Text:
    """A word, coloured where there is colour."""
    if finding.ok:
        return Text("ready", style="green")
    return Text("MISSING", style="bold red") if finding.essential else Text("not there", style="yellow")
