"""What a window is told of the disk, and what becomes of it when it asks for room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from harness import commands as ask
from harness.evidence.folder import RunFolder
from harness.frames import Port
from harness.session import room
from harness.session.core import Core
from harness.session.house import HarnessError, House
from harness.session.room import disk_card, take_away
from harness.snapshot import Rejected, Snapshot

FIRST = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three runs of 10 kB, where 25 KiB are allowed."""
    for day in range(3):
        folder = RunFolder.create(tmp_path / "runs", "x", FIRST + timedelta(days=day))
        (folder.path / "events" / "wire.jsonl").write_bytes(bytes(10_000))
        folder.seal("sealed")
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "25K")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs"


def names(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


def test_a_card_is_told_only_where_there_is_too_much(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = disk_card(out)
    assert card is not None
    assert [row.name for row in card.goes] == names(out)[:1]
    assert card.limit == 25 * 1024 < card.size
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "1G")
    assert disk_card(out) is None


def test_only_what_the_rule_lets_go_is_taken_away(out: Path) -> None:
    first, *rest = names(out)
    take_away(out, tuple(rest))  # asked for, but not theirs to go
    assert names(out) == [first, *rest]
    take_away(out, (first,))
    assert names(out) == rest


def test_what_cannot_be_done_is_one_line(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_one: object) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(room, "remove", refuse)
        with pytest.raises(HarnessError, match="cannot be removed: Permission denied"):
            take_away(out, tuple(names(out)))
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "lots")
    with pytest.raises(HarnessError, match="SIDLAB_RUNS_LIMIT: lots is not allowed"):
        disk_card(out)


class Told:
    """A window's end of a core: asks a few things, and keeps what is said."""

    def __init__(self, *asked: ask.Command) -> None:
        self.asked = asked
        self.said: list[Any] = []
        self.say = self.said.append

    async def commands(self) -> AsyncIterator[ask.Command]:
        for one in self.asked:
            yield one


async def served(*asked: ask.Command) -> tuple[list[Snapshot], list[Rejected], Core]:
    port = Told(*asked)
    core = Core(House(profiles=(), server_root=Path()), cast("Port", port))
    for one in asked:
        await core._guarded(one)
    snapshots = [one for one in port.said if isinstance(one, Snapshot)]
    return snapshots, [one for one in port.said if isinstance(one, Rejected)], core


async def test_a_window_makes_room_and_is_told_that_there_is(out: Path) -> None:
    first, *rest = names(out)
    snapshots, rejected, _ = await served(ask.RunsRemove(names=(first,)))
    assert names(out) == rest
    assert rejected == []
    assert [one.disk for one in snapshots] == [None]


async def test_a_limit_that_is_none_is_said_and_ends_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "lots")
    snapshots, rejected, _ = await served(ask.RunsRemove(names=()))
    assert len(snapshots) == 1
    assert all("lots is not allowed" in one.message for one in rejected)
    assert rejected


async def test_while_a_run_goes_on_nothing_is_removed(out: Path) -> None:
    import asyncio

    port = Told()
    core = Core(House(profiles=(), server_root=Path()), cast("Port", port))
    going = asyncio.Event()
    core._life = asyncio.ensure_future(cast("Any", going.wait()))
    await core._guarded(ask.RunsRemove(names=tuple(names(out))))
    going.set()
    await core._life
    assert [one.message for one in port.said] == ["a run is going on: stop it first"]
    assert len(names(out)) == 3
