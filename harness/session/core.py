"""The child `core`: the session behind a window. Commands come in, catalogue, snapshots and log lines go out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from msgspec import structs

from harness import commands as ask
from harness.comparing.desk import compared
from harness.events import Record, RunReady
from harness.experiments.desk import ExperimentDesk
from harness.frames import Port, run_child
from harness.matrix.desk import MatrixDesk, shown
from harness.report.desk import reported
from harness.scenarios.reader import Scenario, ScenarioError, from_data, read
from harness.session.catalogue import catalogue, names
from harness.session.ending import close
from harness.session.house import HarnessError, House
from harness.session.moments import Moments
from harness.session.obey import obey
from harness.session.player import Player
from harness.session.publish import Publisher
from harness.session.room import disk_card, take_away
from harness.session.run import Run, Why
from harness.session.saved import saved
from harness.snapshot import MatrixShown, Rejected, RunReported, RunsCompared, Snapshot

PUBLISH_SECONDS = 0.1

FREE_PLAY: dict[str, Any] = {
    "title": "free play",
    "server": {"profile": "werkzeug-reloader"},
    "clients": [{"group": "clients", "count": 5, "transports": ["polling"], "rate": 5.0}],
}
"""What the window opens with: the incident's own way to serve, and clients on the transport that shows it."""


async def answered(
    command: ask.MatrixShow | ask.RunsCompare | ask.RunReport, house: House
) -> MatrixShown | RunsCompared | RunReported:
    """What a window wants to know of runs that are over."""
    match command:
        case ask.RunReport():
            return await reported(command, house.speak(command.language))
        case ask.RunsCompare():
            return await compared(command)
        case _:
            return await shown(command.run)


class Core:
    """Carries out a window's commands, one run at a time."""

    def __init__(self, house: House, port: Port, lan: str | None = None) -> None:
        """`lan`: devices may take part in the first run, at this interface (empty: the likeliest)."""
        self._house = house
        self._lan = lan
        self._last = Snapshot(state="idle", full=True)
        self._out = Path("runs")
        self._port = port
        self._tasks: set[asyncio.Task[None]] = set()
        self._group = asyncio.TaskGroup()
        self._life: asyncio.Task[None] | None = None
        self._player: Player | None = None
        self._one_at_a_time = asyncio.Lock()
        self._matrix = MatrixDesk(house, port.say)
        self._experiments = ExperimentDesk(house, port.say)

    async def serve(self) -> None:
        """Until the window has no more commands; then end the run that is going, as interrupted."""
        self._port.say(catalogue(self._house))
        self._port.say(Snapshot(state="idle", full=True))
        async with self._group:  # an error nobody expected ends the core, and the window says so
            async for command in self._port.commands():
                self._take(command)
            for task in tuple(self._tasks):
                task.cancel()
            await self._matrix.stop("interrupted")
            await self._experiments.stop("interrupted")
            await self._end("interrupted")

    def _take(self, command: ask.Command) -> None:
        if isinstance(command, ask.ChildFlush):
            self._port.flushed(command)
            return
        task = self._group.create_task(self._guarded(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, command: ask.Command) -> None:
        try:
            await self._do(command)
        except (HarnessError, ScenarioError, OSError) as error:
            name = str(type(command).__struct_config__.tag)
            self._port.say(Rejected(command=name, message=str(error)))

    async def _do(self, command: ask.Command) -> None:
        match command:
            case ask.RunStart():
                async with self._one_at_a_time:
                    await self._begin(command)
            case ask.RunStop():
                await self._end("stopped")
            case ask.MatrixRun():
                async with self._one_at_a_time:
                    self._refuse()
                    await self._end("stopped")
                    self._matrix.begin(command, self._group)
            case ask.MatrixStop():
                await self._matrix.stop("stopped")
            case ask.RunExperiment():
                async with self._one_at_a_time:
                    self._refuse()
                    experiment = self._experiments.prepared(command)
                    await self._end("stopped")
                    self._experiments.begin(experiment, self._group)
            case ask.StopExperiment():
                await self._experiments.stop("stopped")
            case ask.RunsRemove(names=run_names):
                await self._make_room(run_names)
            case ask.MatrixShow() | ask.RunsCompare() | ask.RunReport():
                self._port.say(await answered(command, self._house))
            case _:
                await self._obey(command)

    async def _obey(self, command: ask.Command) -> None:
        """What is asked of the run; word of a picture may come when it is over."""
        if isinstance(command, ask.RunSavedPicture) and self._player is not None:
            saved(self._player.run, command.path)
        elif why := await obey(self._going(), command, "window"):
            raise HarnessError(why)

    def _refuse(self) -> None:
        """HarnessError while runs go on that another one would disturb."""
        self._matrix.refuse()
        self._experiments.refuse()

    async def _begin(self, command: ask.RunStart) -> None:
        self._refuse()
        await self._end("stopped")
        run = Run(self._house, self._scenario(command), Path(command.out), listen=command.listen)
        self._player = Player(run)
        self._let_lan_in(run)
        self._life = self._group.create_task(self._live(run, self._player, command.language))

    def _let_lan_in(self, run: Run) -> None:
        """Once this run is ready, and no later one: whether the LAN takes part in that is decided anew."""
        lan, self._lan = self._lan, None

        def ready(record: Record) -> None:
            if isinstance(record.event, RunReady) and lan is not None:
                self._take(ask.RunSwitchLan(on=True, interface=lan))

        run.journal.listen(ready)

    def _scenario(self, command: ask.RunStart) -> Scenario:
        known = names(self._house)
        if command.scenario is not None:
            return from_data(command.scenario, command.name, known)
        if command.name == "window":
            return from_data(FREE_PLAY, "window", known)
        return read(command.name, known)

    async def _live(self, run: Run, player: Player, language: ask.Language) -> None:
        publisher = Publisher(run)

        def log(record: Record) -> None:
            publisher.fold(record)
            if line := publisher.line(record):
                self._port.say(line)

        run.journal.listen(log)
        Moments(run)
        publishing = self._group.create_task(self._publish(publisher))
        try:
            await close(run, await player.live(), at_end="window", language=language)
        finally:
            publishing.cancel()
        self._last = publisher.snapshot(full=True)
        await self._tell_room(run.folder.path.parent)

    async def _tell_room(self, out: Path) -> None:
        """The run as it ended, and whether runs take too much of the disk by now."""
        self._out = out
        card = None
        try:
            card = await asyncio.to_thread(disk_card, out)
        except HarnessError as error:
            self._port.say(Rejected(command="runs.remove", message=str(error)))
        self._port.say(structs.replace(self._last, disk=card))

    async def _make_room(self, names: tuple[str, ...]) -> None:
        """While no run goes on: what is shown is then the last run, as it ended."""
        self._refuse()
        if self._life is not None and not self._life.done():
            raise HarnessError("a run is going on: stop it first")
        try:
            await asyncio.to_thread(take_away, self._out, names)
        finally:
            await self._tell_room(self._out)

    async def _publish(self, publisher: Publisher) -> None:
        full = True
        while True:
            self._port.say(publisher.snapshot(full=full))
            full = False
            await asyncio.sleep(PUBLISH_SECONDS)

    async def _end(self, why: Why) -> None:
        if self._player is not None and self._life is not None:
            self._player.stop(why)
            await asyncio.wait({self._life})

    def _going(self) -> Run:
        if self._player is None or self._player.run.state in {"ending", "sealed"}:
            raise HarnessError("no run is going: start one first")
        return self._player.run


def main(house: House, lan: str | None = None) -> None:
    """Be the child `core`. It outlives its window by as long as it takes to seal the evidence."""
    run_child("core", "core", ask.ToSession, lambda port: Core(house, port, lan).serve(), outlives_parent=True)
