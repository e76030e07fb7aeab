"""`list`: what can be chosen, one a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click
import msgspec

from harness.cli.ending import Status
from harness.session.house import HarnessError
from harness.snapshot import Choice

LISTS = ("scenarios", "profiles", "faults", "clients", "hypotheses")


def print_list(what: str, profiles: Callable[[], Sequence[Choice]], *, as_json: bool) -> int:
    """Print a list to standard output."""
    found = profiles() if what == "profiles" else known(what)
    if as_json:
        rows = [
            {"name": one.name, "title": one.title, "available": one.available, "needs": one.needs} for one in found
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(rows)))
        return Status.HELD
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        lacking = "" if one.available else f" (unavailable here: {one.needs})"
        click.echo(f"{one.name:<{width}}  {one.title}{lacking}")
    return Status.HELD


def known(what: str) -> Sequence[Choice]:
    """What the core itself can offer."""
    raise HarnessError(f"list {what} is not there yet")
