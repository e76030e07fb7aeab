"""The clients of one child: starts, stops and restarts them until they are exactly those that were asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from harness.clients.catalogue import Maker, maker
from harness.clients.spec import Spec, specs_of
from harness.clients.talk import Talk
from harness.clients.voice import Counts, Voice
from harness.commands import ClientsRun
from harness.events import ChildFailed
from harness.frames import Port

RAMP = 8
"""So many clients of a shard are in their first connect at once: more would wait for a slow server longer than the
one second after which python-socketio gives a connect up, and begin again, and wait longer."""


@dataclass(slots=True)
class Seat:
    """One client's place: what it is, its talk, its task, and the wish that it should go."""

    spec: Spec
    make: Maker
    talk: Talk
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Shard:
    """Runs clients in `tasks`, says what happens to them through `port`."""

    def __init__(self, port: Port, tasks: asyncio.TaskGroup) -> None:
        self._port = port
        self._tasks = tasks
        self._ramp = asyncio.Semaphore(RAMP)
        self._seats: dict[str, Seat] = {}
        self._counts: dict[str, Counts] = {}

    def run(self, command: ClientsRun) -> None:
        """Make this shard's part of a group be exactly the clients of the command; returns at once."""
        group, wanted = command.group, specs_of(command)
        make = maker(group.kind, group.behaviour)
        if make is None:
            self._refuse(f"group {group.group}: no {group.kind} with the behaviour {group.behaviour} lives here")
            return
        for name, seat in self._seats.items():
            if seat.spec.group == group.group and name not in wanted:
                seat.leaving.set()
        for name, spec in wanted.items():
            talk = self._seat(spec, make, command.seed).talk
            talk.tune(group.rate, command.rooms.get(name, (name,)))

    def quiet(self) -> None:
        """Have nobody send numbered messages any more."""
        for seat in self._seats.values():
            seat.talk.silence()

    def leave(self) -> None:
        """Have every client go."""
        for seat in self._seats.values():
            seat.leaving.set()

    def _refuse(self, message: str) -> None:
        self._port.say(ChildFailed(t=self._port.clock(), message=message))

    def _seat(self, spec: Spec, make: Maker, seed: int) -> Seat:
        """The client's seat: the one it has if nothing about it has changed, else a new one."""
        old = self._seats.get(spec.name)
        if old and old.spec == spec and not old.leaving.is_set():
            return old
        if old:
            old.leaving.set()
        counts = self._counts.setdefault(spec.name, Counts())
        voice = Voice(spec.name, counts, self._port.say, self._port.clock)
        seat = self._seats[spec.name] = Seat(spec, make, Talk(voice, spec.room, seed))
        seat.task = self._tasks.create_task(self._live(seat, voice, old.task if old else None))
        return seat

    async def _live(self, seat: Seat, voice: Voice, before: asyncio.Task[None] | None) -> None:
        """One client's whole life, after that of the one of the same name `before` it."""
        if before:
            await asyncio.wait([before])
        if seat.leaving.is_set():
            return
        client = seat.make(seat.spec, voice, seat.talk, self._ramp)
        voice.started(seat.spec)
        working = [
            self._tasks.create_task(_guarded(work, voice)) for work in (client.run(), seat.talk.run(client))
        ]
        await seat.leaving.wait()
        for task in working:
            task.cancel()
        await asyncio.wait(working)
        await _guarded(client.stop(), voice)
        voice.stopped()
        if self._seats.get(seat.spec.name) is seat:
            del self._seats[seat.spec.name]


async def _guarded(work: Coroutine[Any, Any, None], voice: Voice) -> None:
    """One client's failure is told and stays its own."""
    try:
        await work
    except Exception as exc:  # noqa: BLE001 - told as an event, and the other clients go on
        voice.broke(exc)
