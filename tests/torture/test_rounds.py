"""Rounds of start, restart by a random way and stop, by the product's own keeper and guard.

No orphan, no port held two seconds after the stop, no round without its epoch events. Ten rounds belong to every
run of the tests, with what starts at once; a hundred, over all profiles there are here, to the long ones.
`SIDLAB_ROUNDS` and `SIDLAB_ROUNDS_SEED` change their number and their draws.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "session"))
from kept_server import LIGHT, Kept, kept, offers

from harness import processes
from harness.events import ChildHello, RunProcessExited, RunServerPhases, RunServerReady
from harness.ports import port_is_free
from harness.ways import parse
from server.profiles import catalogue

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

ROUNDS = int(os.environ.get("SIDLAB_ROUNDS", "100"))
SEED = int(os.environ.get("SIDLAB_ROUNDS_SEED", "414"))
HELD_SECONDS = 2.0
BEFORE = ("", "", "hang", "block", "clock-jump")
"""What is done to a server before it is restarted; often nothing."""
LASTING = {"block": 1.0}
"""Seconds, where the server cannot be woken (Node)."""


@dataclass
class Row:
    """A round: seconds each part took, phases in ms after the restart was asked, and what was found wrong."""

    n: int
    profile: str
    before: str
    how: str
    stop: str
    started: float = 0.0
    restarted: float = 0.0
    stopped: float = 0.0
    closed: int | None = None
    opened: int | None = None
    answered: int | None = None
    epochs: int = 0
    wrong: str = ""


def drawn(profiles: list[str], count: int, seed: int) -> list[Row]:
    """The rounds: every profile as often as the others, its ways at random; sorted: one guard for each."""
    dice = random.Random(seed)
    chosen = sorted(profiles[n % len(profiles)] for n in range(count))
    return [
        Row(n, profile, dice.choice(BEFORE), dice.choice(ways_of(profile)), dice.choice(("graceful", "kill")))
        for n, profile in enumerate(chosen, 1)
    ]


def ways_of(profile: str) -> tuple[str, ...]:
    """Its ways to restart; one of several workers can be recycled besides."""
    return (*offers(profile), "recycle") if profile[-2:] in {"-2", "-4"} else offers(profile)


async def played(rows: list[Row], folder: Path, tell: Callable[[Row], None] = lambda _row: None) -> list[Row]:
    """Play them all, one after the other; each is told when it is over."""
    for profile in dict.fromkeys(row.profile for row in rows):
        async with kept(profile, folder / profile, start=False) as one:
            for row in rows:
                if row.profile == profile:
                    await play(one, row)
                    tell(row)
    return rows


async def play(one: Kept, row: Row) -> None:
    since, keeper = one.now, one.keeper
    row.started, _ = await timed(keeper.start())
    if row.before and not await keeper.mistreat(parse(row.before, {}), LASTING.get(row.before)):
        row.before += " (not)"
    if row.how == "recycle":
        row.restarted, done = await timed(recycled(one))
    else:
        row.restarted, done = await timed(keeper.restart(row.how))  # type: ignore[arg-type]
    why = "" if done else keeper.why
    row.stopped, _ = await timed(keeper.stop(row.stop))  # type: ignore[arg-type]
    row.wrong = "; ".join(filter(None, (why, *await wrongs(one, row, since))))


async def recycled(one: Kept) -> bool:
    await one.keeper.relieve()  # who is stopped or blocked does not end by SIGTERM
    return await one.keeper.mistreat(parse("recycle", {}))


async def timed(work: Any) -> tuple[float, bool]:
    began = time.monotonic()
    done = await work
    return round(time.monotonic() - began, 2), done


async def wrongs(one: Kept, row: Row, since: int) -> list[str]:
    """What is not as it must be after a round."""
    found = []
    if not await port_is_free("127.0.0.1", one.port, HELD_SECONDS):
        found.append(f"the port is held after {HELD_SECONDS:g} s")
    left = {process.pid for process in processes.marked(one.mark)} - {one.guard}
    if left:
        found.append(f"left: {sorted(left)}")
    greeted = {hello.pid: hello.epoch for hello in one.of(ChildHello, since, role="server")}
    row.epochs = len(set(greeted.values()))
    if row.epochs < 2:
        found.append(f"{row.epochs} epochs")
    if untold := greeted.keys() - {gone.pid for gone in one.of(RunProcessExited, since)}:
        found.append(f"no end of {sorted(untold)}")
    if row.how != "recycle":
        found += phases(one, row, since)
    return found


def phases(one: Kept, row: Row, since: int) -> list[str]:
    """The phases of its restart go into the row."""
    told = one.of(RunServerPhases, since)
    if len(told) != 1 or told[0].answered is None or len(one.of(RunServerReady, since)) < 2:
        return ["no phases"]
    for name in ("closed", "opened", "answered"):
        at = getattr(told[0], name)
        setattr(row, name, None if at is None else (at - told[0].asked) // 1_000_000)
    return []


WIDTHS = (4, 26, 18, 9, 9, 8, 10, 8, 7, 7, 9, 7, 1)


def heads() -> str:
    """The table's first line."""
    return line([one.name for one in fields(Row)])


def told(row: Row) -> str:
    """A round, for people."""
    return line(["-" if value is None else str(value) for value in vars(row).values()])


def line(cells: list[str]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


async def test_ten_rounds(tmp_path: Path) -> None:
    rows = await played(drawn([LIGHT, f"{LIGHT}-2"], 10, SEED), tmp_path)
    assert [told(row) for row in rows if row.wrong] == []


@pytest.mark.torture
@pytest.mark.timeout(120 * ROUNDS)
async def test_rounds_over_all_profiles(
    tmp_path: Path,
    bar: Callable[[str, object, object, bool], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    available = [str(one["name"]) for one in catalogue() if one["available"]]
    with capsys.disabled():
        print(f"\n{heads()}")  # noqa: T201  (what it is for)
        rows = await played(drawn(available, ROUNDS, SEED), tmp_path, lambda row: print(told(row), flush=True))  # noqa: T201
    wrong = [f"{row.n}: {row.wrong}" for row in rows if row.wrong]
    bar(
        f"start, restart and stop, {len(rows)} rounds over {len(available)} profiles",
        f"0 orphans, ports free within {HELD_SECONDS:g} s, epochs told",
        "; ".join(wrong) or f"none wrong, stopped within {max(row.stopped for row in rows):g} s",
        not wrong,
    )
