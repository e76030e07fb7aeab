"""A click or a step that mistreats the server: checked, on record, and done by the keeper."""

from __future__ import annotations

from typing import Any

import pytest

from harness.commands import RunMistreat, RunRelieve, RunRestartServer, RunStopServer
from harness.session.house import HarnessError
from harness.session.obey import obey
from harness.ways.base import Way


class Keeper:
    """Does what it is told, or says why it does not."""

    def __init__(self) -> None:
        self.why = ""
        self.done: list[tuple[Any, ...]] = []

    async def mistreat(self, way: Way, duration: float | None) -> bool:
        self.done.append((way.name, way, duration))
        return not self.why

    async def relieve(self, number: int | None, way: str) -> bool:
        self.done.append((number, way))
        return not self.why

    async def restart(self, how: str, downtime: float) -> bool:
        self.done.append((how, downtime))
        return True

    async def stop(self, how: str) -> bool:
        self.done.append((how,))
        return True


class Run:
    """As much of a run as that needs."""

    def __init__(self, keeper: Keeper | None) -> None:
        self._keeper = keeper
        self.steps: list[tuple[str, dict[str, Any]]] = []
        self.failures: list[tuple[str, str]] = []

    def kept(self) -> Keeper:
        if self._keeper is None:
            raise HarnessError("the server is not ours to start or stop")
        return self._keeper

    def step(self, _by: str, do: str, **detail: Any) -> None:
        self.steps.append((do, detail))

    async def serve(self, _do: str, work: Any) -> str:
        return "" if await work else self.kept().why

    def could_not(self, do: str, why: str) -> None:
        self.failures.append((do, why))


async def told(command: Any, keeper: Keeper | None) -> tuple[Run, str]:
    run = Run(keeper)
    return run, await obey(run, command, "window")  # type: ignore[arg-type]


async def test_a_way_is_done_with_its_parameters_and_on_record() -> None:
    keeper = Keeper()
    run, why = await told(RunMistreat(way="clock-jump", params={"by": 60}, duration=2.0), keeper)
    ((name, way, duration),) = keeper.done
    assert (why, name, way.by, duration) == ("", "clock-jump", 60, 2.0)
    assert run.steps == [("server", {"way": "clock-jump", "duration": 2.0, "by": 60})]


async def test_relief_and_restarts_reach_the_keeper() -> None:
    keeper = Keeper()
    for command in (RunRelieve(id=3), RunRelieve(way="hang"), RunRestartServer(how="crash"), RunStopServer()):
        _, why = await told(command, keeper)
        assert why == ""
    assert keeper.done == [(3, ""), (None, "hang"), ("crash", 0.0), ("graceful",)]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (RunMistreat(way="dance"), "there is no way to fail 'dance'"),
        (RunMistreat(way="hang", params={"whom": 3}), "hang: whom must be 'all' or 'one'; got 3"),
        (RunMistreat(way="recycle", duration=3.0), "recycle is over when it is done: it has no duration"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_done(command: RunMistreat, why: str) -> None:
    keeper = Keeper()
    run, said = await told(command, keeper)
    assert why in said
    assert (keeper.done, run.steps) == ([], [])
    assert run.failures == [("run.mistreat", said)]


async def test_what_the_keeper_could_not_do_is_said() -> None:
    keeper = Keeper()
    keeper.why = "hang is on already: relieve it first"
    run, why = await told(RunMistreat(way="hang"), keeper)
    assert why == keeper.why
    assert run.failures == [("run.mistreat", why)]


async def test_a_server_that_is_not_ours_is_left_alone() -> None:
    _, why = await told(RunMistreat(way="hang"), None)
    assert why == "the server is not ours to start or stop"
