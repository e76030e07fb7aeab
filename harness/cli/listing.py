"""`list`: what can be chosen, one a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
import msgspec

from harness import netns, ways
from harness.cli.ending import Status
from harness.clients.catalogue import catalogue_behaviours, catalogue_kinds
from harness.diagnosis.hypotheses import hypotheses
from harness.proxy.faults import catalogue as catalogue_faults
from harness.scenarios.own import own_profiles
from harness.scenarios.reader import listing
from harness.snapshot import Choice

LISTS = ("scenarios", "profiles", "faults", "ways", "clients", "hypotheses")
Row = dict[str, Any]


def print_list(what: str, profiles: Callable[[], Sequence[Choice]], *, as_json: bool) -> int:
    """Print a list to standard output."""
    rows = client_rows() if what == "clients" else [row(one) for one in choices(what, profiles)]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(rows)))
        return Status.HELD
    width = max((len(one["name"]) for one in rows), default=0)
    for one in rows:
        kind = f"{one['what']}: " if "what" in one else ""
        click.echo(f"{one['name']:<{width}}  {kind}{one['title']}{libraries(one)}{needs(one)}")
    return Status.HELD


def choices(what: str, profiles: Callable[[], Sequence[Choice]]) -> Sequence[Choice]:
    """What there is of one sort."""
    if what == "profiles":
        return (*profiles(), *own_profiles())
    if what == "scenarios":
        return listing()
    if what == "faults":
        return catalogue_faults(netns.lacking())
    if what == "ways":
        return ways.catalogue()
    return [Choice(name=one.name, title=one.claim) for one in hypotheses()]


def needs(one: Row) -> str:
    """What a row needs, or lacks here with the command that brings it; empty when that is nothing."""
    if not one["needs"]:
        return ""
    brings = f"; {one['brings']}" if one["brings"] else ""
    return f" ({'needs' if one['available'] else 'unavailable here:'} {one['needs']}{brings})"


def libraries(one: Row) -> str:
    """The versions of its library that a kind of client can be made with, where there is a choice."""
    versions = one.get("libraries")
    return f"; --library {' or '.join(versions)}" if versions else ""


def row(choice: Choice) -> Row:
    """A choice as scripts read it."""
    return {
        "name": choice.name,
        "title": choice.title,
        "available": choice.available,
        "needs": choice.needs,
        "brings": choice.brings,
        "hides": choice.hides,
    }


def client_rows() -> list[Row]:
    """Kinds of clients, and what they can be told to do."""
    kinds = [{**row(one), "what": "kind", "libraries": one.libraries} for one in catalogue_kinds()]
    return kinds + [{**row(one), "what": "behaviour"} for one in catalogue_behaviours()]
