"""A world in which runs of experiments take no time and come out as a test has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from made_runs import made_summary

from harness.events import Record
from harness.experiments import figures
from harness.experiments.arms import arm
from harness.experiments.design import Design, pair
from harness.scenarios.model import Scenario
from harness.session.ending import Result
from harness.session.house import House
from harness.snapshot import Choice

HOUSE = House(
    profiles=(
        Choice(name="gevent", title="g"),
        Choice(name="away", title="a", available=False, needs="another world"),
    ),
    server_root=Path(),
)
Comes = Callable[[Scenario], Result]


def design(profile: str = "gevent") -> Design:
    """Two arms, and whether a 400 happens."""
    return pair(
        "restart-stale-sid",
        title="Is it the restart?",
        differs="the restart",
        predicts="a request is answered 400",
        happened=figures.some(figures.UNKNOWN_SID),
        of=arm("on", "with it", profile=profile, seconds=5.0),
        beside=arm("off", "without it", profile=profile, seconds=5.0),
        counted=figures.BODIES,
    )


def result(trouble: str = "", **more: Any) -> Result:
    """What a run came to."""
    return Result("passed", made_summary(**more), trouble)


def as_claimed(scenario: Scenario) -> Result:
    """It happens with it, and not without it."""
    happened = scenario.name == "on"
    return result(
        figures={figures.UNKNOWN_SID: 2 * happened, figures.MESSAGE: 2 * happened},
        findings={"restart-stale-sid": "kept" if happened else "rejected"},
    )


@dataclass
class World:
    """Stands for runs: `comes` says what each comes to, `began` is what was run, `most` so many at once."""

    comes: Comes = as_claimed
    began: list[Scenario] = field(default_factory=list)
    on_run: Callable[[], None] = lambda: None
    journals: list[Callable[[Record], None]] = field(default_factory=list)
    explained: dict[str, tuple[int, int]] = field(default_factory=lambda: {"http_400": (2, 2)})
    full: bool = False
    at_once: int = 0
    most: int = 0

    def run(self, _house: House, scenario: Scenario, out: Path) -> SimpleNamespace:
        """In the place of `Run`."""
        if self.full:
            raise OSError(28, "No space left on device")
        self.began.append(scenario)
        folder = SimpleNamespace(path=out / f"{scenario.name}-{len(self.began)}")
        journal = SimpleNamespace(listen=self.journals.append)
        told = SimpleNamespace(story=None)
        return SimpleNamespace(scenario=scenario, folder=folder, told=told, journal=journal)

    async def close(self, run: SimpleNamespace, why: str, *, pictures: bool) -> Result:
        """In the place of `close`."""
        assert not pictures
        assert why in {"finished", "stopped", "interrupted"}
        return self.comes(run.scenario)

    def player(self, _run: SimpleNamespace, _until: Callable[[float], Awaitable[None]]) -> MadePlayer:
        """In the place of `Player`."""
        return MadePlayer(self)


class MadePlayer:
    """Plays a run in no time, so that others have their turn in between."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._why = "finished"

    def stop(self, why: str) -> None:
        """The first reason counts."""
        self._why = why

    async def live(self) -> str:
        """Two turns of the loop."""
        self._world.at_once += 1
        self._world.most = max(self._world.most, self._world.at_once)
        self._world.on_run()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._world.at_once -= 1
        return self._why
