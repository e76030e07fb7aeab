"""Keeps the server: starts, stops and restarts it through its guard, and says when it really answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from harness.children import Child
from harness.clock import Clock, monotonic_ns, seconds
from harness.commands import GuardStop, RestartHow
from harness.events import (
    ChildHello,
    GuardEmpty,
    GuardGone,
    GuardListening,
    GuardReaped,
    GuardStarted,
    Record,
    RunProcessExited,
    RunServerDown,
    RunServerReady,
    RunServerStarting,
)
from harness.session.change import Change
from harness.session.journal import Journal
from harness.session.server_spec import AnyServer, Knock
from harness.snapshot import ServerState

PROBE_SECONDS = 0.05
READY_SECONDS = 20.0
STOP_SECONDS = 8.0
SEEN_SECONDS = 1.0
"""How long an answer waits for the guard to see who gave it: longer than it takes, where it can be seen."""


@dataclass
class Life:
    """The server's tree since its last start: its first process, those that ended, and whether none is left."""

    first: int | None = None
    gone: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    empty: bool = True


class Keeper:
    """The server of a run. State: down, starting, up or stopping; every change is an event in the journal."""

    def __init__(
        self,
        guard: Child,
        journal: Journal,
        spec: AnyServer,
        upstream: Callable[[bool], None],
        clock: Clock = monotonic_ns,
    ) -> None:
        self.spec = spec
        self.life = 0
        self.state: ServerState = "down"
        self.epoch = ""
        self.pid: int | None = None
        self.why = ""
        self._guard = guard
        self._journal = journal
        self._upstream = upstream
        self._clock = clock
        self._now = Life()
        self._changed = Change()
        self._asked = False
        journal.listen(self._fold)

    def hello(self, hello: ChildHello) -> None:
        """A serving process has opened its witness connection."""
        self.epoch, self.pid = hello.epoch, hello.pid
        self._changed.poke()

    def gone(self, pid: int) -> None:
        """A serving process has closed its witness connection: it ends, or has ended.

        One whose parent lives (a reloader's child, a worker) is reaped by that parent: nobody else tells its end.
        """
        if pid != self._now.first:
            self._ended(pid, self._clock(), None, None)
        self._now.gone.add(pid)
        self._changed.poke()

    async def start(self, profile: str = "") -> bool:
        """Start the server and wait until it answers a handshake; False when it did not, and `why` says so."""
        if profile:
            self.spec.serve_by(profile)
        self.why = ""
        self._begin_life()
        self._now = Life(empty=False)
        if not self.spec.witnessed:
            self.epoch, self.pid = "", None
        self._asked = False
        asked = self._clock()
        self._guard.send(self.spec.start())
        return await self._until_ready(asked)

    async def stop(self, how: Literal["graceful", "kill"] = "graceful") -> bool:
        """End the whole tree and wait until no process of it is left; False when that takes too long."""
        if self._now.empty:
            self.state = "down"
            return True
        self.state = "stopping"
        self._asked = True
        self._upstream(False)
        self._guard.send(GuardStop(how="kill" if how == "kill" else "graceful"))
        ended = await self._changed.until(lambda: self._now.empty, STOP_SECONDS)
        self.why = "" if ended else f"the server's processes did not end within {STOP_SECONDS:.0f} s"
        return ended

    async def restart(self, how: RestartHow, downtime: float = 0.0) -> bool:
        """Restart; True when the server answers again. `reload` is the profile's own way."""
        if how == "reload":
            return await self._reload()
        if not await self.stop(how):
            return False
        if downtime > 0:
            await asyncio.sleep(downtime)
        return await self.start()

    async def gap(self, within: float) -> bool:
        """Wait until the serving process of this moment is gone; False when it outlived `within` seconds."""
        pid = self.pid
        return await self._changed.until(lambda: pid is None or pid in self._now.gone, within)

    async def _reload(self) -> bool:
        if "reload" not in self.spec.restarts:
            self.why = f"the profile {self.spec.profile} has no reload: restart it gracefully or by kill"
            return False
        before, asked = self.epoch, self._clock()
        self._begin_life()
        self._asked = True
        if self.spec.reload_file is not None:
            self.spec.reload_file.touch()
        if not await self._changed.until(lambda: self.epoch != before or self._now.empty, READY_SECONDS):
            self.why = "the server did not reload"
            return False
        return await self._until_ready(asked)

    def _begin_life(self) -> None:
        self.life += 1
        self.state = "starting"
        self._journal.say(RunServerStarting(t=self._clock(), profile=self.spec.profile, life=self.life))

    async def _until_ready(self, asked: int) -> bool:
        deadline = asked + int(READY_SECONDS * 1e9)
        knock = Knock(up=False)
        while self._clock() < deadline and not self._now.empty and not knock.hopeless:
            knock = await self.spec.knock()
            if knock.up:
                await self._seen()
                self._ready(asked)
                return True
            await asyncio.sleep(PROBE_SECONDS)
        self._failed(knock.why)
        return False

    async def _seen(self) -> None:
        """Wait a little to know which process answered, where it does not say so itself."""
        gone = self._now.gone
        if not self.spec.witnessed:
            await self._changed.until(lambda: self.pid is not None and self.pid not in gone, SEEN_SECONDS)

    def _ready(self, asked: int) -> None:
        now = self._clock()
        self.state = "up"
        self._asked = False
        self._upstream(True)
        took = round(seconds(now - asked), 4)
        self._journal.say(RunServerReady(t=now, life=self.life, epoch=self.epoch, port=self.spec.port, took=took))

    def _failed(self, why: str) -> None:
        what = "ended" if self._now.empty else why or f"did not answer within {READY_SECONDS:.0f} s"
        self.why = self.spec.failed(what)
        self.state = "down"
        self._journal.say(RunServerDown(t=self._clock(), life=self.life, asked=False, why=self.why))

    def _fold(self, record: Record) -> None:
        event = record.event
        if isinstance(event, GuardStarted):
            self._now.first = event.pid
        elif isinstance(event, GuardReaped):
            self._ended(event.pid, event.t, event.code, event.signal)
        elif isinstance(event, GuardListening) and event.port == self.spec.port:
            self.epoch, self.pid = f"{event.pid}.{self.life}", event.pid  # of its processes the last that came
            self._changed.poke()
        elif isinstance(event, GuardGone):
            self.gone(event.pid)
        elif isinstance(event, GuardEmpty) or (isinstance(event, RunProcessExited) and event.role == "guard"):
            self._emptied(event.t)  # a guard that is gone took its tree with it, and will say nothing more

    def _ended(self, pid: int, t: int, code: int | None, signal: str | None) -> None:
        self._now.gone.add(pid)
        if pid not in self._now.told:
            self._now.told.add(pid)
            self._journal.say(
                RunProcessExited(
                    t=t,
                    role="server",
                    name=f"server-{pid}",
                    pid=pid,
                    code=code,
                    signal=signal,
                    asked=self._asked,
                )
            )
        self._changed.poke()

    def _emptied(self, t: int) -> None:
        self._now.empty = True
        if self.state in {"up", "stopping"}:
            self.state = "down"
            self._upstream(False)
            self._journal.say(RunServerDown(t=t, life=self.life, asked=self._asked))
        self._changed.poke()
