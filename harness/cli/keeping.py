"""`runs`: what there is, what it takes of the disk, and, only when somebody says so, away with the oldest."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.cli.ending import Status
from harness.cli.fields import FOLDER, Ruled
from harness.evidence.keeping import Held, going_first, held, limit_here, read_size, remove, shown_size
from harness.options import OptionError, Rule
from harness.session.house import HarnessError

SIZE = Rule("a size like 500M or 10G", read_size)
LIMIT = "SIDLAB_RUNS_LIMIT"


def runs_command() -> click.Command:
    """`runs`."""

    @click.command(epilog="Example: sidlab runs --limit 5G --remove")
    @click.option("--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where they are.")
    @click.option(
        "--limit",
        metavar="SIZE",
        type=Ruled(SIZE),
        help=f"What runs may take, such as 10G; by default what the variable {LIMIT} says, or 10G.",
    )
    @click.option("--remove", "removing", is_flag=True, help="Remove those that go first; it asks before it does.")
    @click.option("--yes", is_flag=True, help="With --remove: do not ask.")
    @click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
    def runs(out: Path, limit: int | None, *, removing: bool, yes: bool, as_json: bool) -> int:
        """List the runs that are kept, what they take of the disk, and which would go first.

        The oldest go first, as many as bring the rest within the limit; never the newest, one that is being
        recorded, or one that holds a file named KEEP. Nothing is removed without your word.
        """
        return show_runs(out, _limit(limit), removing=removing, yes=yes, as_json=as_json)

    return runs


def show_runs(out: Path, limit: int, *, removing: bool, yes: bool, as_json: bool) -> int:
    """List what there is, then remove what goes first where that is asked for, and said again."""
    there = held(out)
    going = going_first(there, limit)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([row(one, going) for one in there])))
    else:
        print_runs(there, going, limit)
    if removing and going and agreed(going, yes=yes):
        take_away(going)
    return Status.HELD


def agreed(going: list[Held], *, yes: bool) -> bool:
    """Whether these may go. OptionError where nobody can be asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise OptionError("--remove: nobody can be asked here: say --yes as well if they may go")
    size = shown_size(sum(one.size for one in going))
    return click.confirm(f"Remove the {len(going)} that go first ({size})?", default=False, err=True)


def take_away(going: list[Held]) -> None:
    """Remove them, one by one, and say what became of each. HarnessError when the system does not let us."""
    for one in going:
        try:
            freed = remove(one)
        except OSError as error:
            raise HarnessError(f"{one.path} cannot be removed: {error.strerror}; is it open elsewhere?") from None
        click.echo(f"{one.path.name}: removed, {shown_size(freed)} freed", err=True)


def row(one: Held, going: list[Held]) -> dict[str, object]:
    """One of them for scripts."""
    return {
        "name": one.path.name,
        "path": str(one.path),
        "runs": len(one.runs),
        "bytes": one.size,
        "began": one.began.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "state": one.state,
        "outcome": one.outcome or None,
        "keep": one.keep,
        "goes_first": one in going,
    }


def print_runs(there: list[Held], going: list[Held], limit: int) -> None:
    """One a row, the oldest first, and what all of them take."""
    table = Table(box=None, pad_edge=False)
    for title in ("run", "age", "size", "outcome", ""):
        table.add_column(title, overflow="fold", justify="right" if title in {"age", "size"} else "left")
    now = datetime.now(UTC)
    for one in there:
        table.add_row(
            Text(one.path.name), age(now, one.began), shown_size(one.size), outcome(one), remark(one, going)
        )
    Console(soft_wrap=False).print(table)
    click.echo(in_all(there, limit))


def in_all(there: list[Held], limit: int) -> str:
    """What all of them take, and whether that is within the limit."""
    size = sum(one.size for one in there)
    said = f"{shown_size(size)} in all, the limit is {shown_size(limit)}"
    return f"{said}: those that go first can be removed with --remove" if size > limit else said


def outcome(one: Held) -> str:
    """What a run came to; of several, how many they are."""
    if len(one.runs) > 1 or one.runs != (one.path,):
        return f"{len(one.runs)} runs"
    return one.outcome or "not known"


def remark(one: Held, going: list[Held]) -> Text:
    """Why it stays, or that it goes first."""
    if one.state == "recording":
        return Text("being recorded")
    if one.keep:
        return Text("kept")
    return Text("goes first", style="yellow") if one in going else Text("")


def age(now: datetime, began: datetime) -> str:
    """How long ago, in the unit that suits it."""
    seconds = max((now - began).total_seconds(), 0)
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _limit(asked: int | None) -> int:
    try:
        return limit_here() if asked is None else asked
    except ValueError as error:
        raise OptionError(f"{LIMIT}: {error} is not allowed: {SIZE.allowed}") from None
