"""Keeps the server: starts, stops and restarts it through its guard, and says when it really answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
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
    ServerSidIssued,
)
from harness.session.beside import Beside
from harness.session.change import Change
from harness.session.filler import Filler, backlog_of
from harness.session.hands import Hands, Tell, nobody
from harness.session.journal import Journal
from harness.session.life import READY_SECONDS, Life
from harness.session.restarting import Restarter
from harness.session.server_spec import AnyServer, Knock
from harness.session.waydesk import WayDesk
from harness.snapshot import ServerCard, ServerState
from harness.ways.base import Standing, Way

PROBE_SECONDS = 0.05
STOP_SECONDS = 8.0
SEEN_SECONDS = 1.0
"""How long something waits for the guard to tell what it sees: longer than it takes, where it can be seen."""


class Keeper:
    """The server of a run. State: down, starting, up or stopping; every change is an event in the journal.

    What can be asked of it returns whether it was done; where it was not, `why` says the reason. `ways` knows what
    is being done to the server. `tell` sends orders to serving processes.
    """

    def __init__(
        self,
        guard: Child,
        journal: Journal,
        spec: AnyServer,
        upstream: Callable[[bool], None],
        clock: Clock = monotonic_ns,
        tell: Tell = nobody,
    ) -> None:
        self.spec = spec
        self.life = 0
        self.state: ServerState = "down"
        self.epoch = ""
        self.pid: int | None = None
        self.why = ""
        self.hands = Hands(guard, journal, tell)
        self.ways = WayDesk(self, Filler(spec.host, spec.port), journal, clock)
        self._beside = Beside(guard, self.hands, lambda: self.now, clock)
        self._restarter = Restarter(self)
        self._guard = guard
        self.journal = journal
        self._upstream = upstream
        self.clock = clock
        self.now = Life()
        self.changed = Change()
        self.asked = False
        """Whether what ends now ends because somebody asked for it."""
        self.answered: int | None = None
        """When its last start was answered, monotonic ns."""
        self._gave = ""
        """The epoch that gave a session last, to whomever."""
        journal.listen(self._fold)

    def hello(self, hello: ChildHello) -> None:
        """A serving process has opened its witness connection."""
        self._serves(hello.pid, hello.epoch)

    def gone(self, pid: int) -> None:
        """A serving process has closed its witness connection: it ends, or has ended.

        One whose parent lives (a reloader's child, a worker) is reaped by that parent: nobody else tells its end.
        """
        if pid not in self.now.firsts:
            self._ended(pid, self.clock(), None, None)
        self.now.gone.add(pid)
        if pid == self.pid and self.now.serve:
            self.pid = self.now.serve[-1]
            self.epoch = self.now.serving[self.pid]
        self.changed.poke()

    # --- what can be asked ------------------------------------------------------------------------------------

    async def start(self, profile: str = "") -> bool:
        """Start the server and wait until it answers a handshake."""
        if profile:
            self.spec.serve_by(profile)
        self.why = ""
        if not self.spec.witnessed:
            self.epoch, self.pid = "", None
        self.begin_life()
        self.now = Life(empty=False)
        self.asked = False
        asked = self.clock()
        self._guard.send(self.spec.start())
        return await self.until_ready(asked)

    async def stop(self, how: Literal["graceful", "kill"] = "graceful") -> bool:
        """End the whole tree and wait until no process of it is left; False when that takes too long."""
        if how == "graceful":
            await self.ways.relieve()  # who is stopped or blocked hears no SIGTERM
        self.ways.forget()
        if self.now.empty:
            self.state = "down"
            return True
        self.state = "stopping"
        self.asked = True
        self._upstream(False)
        self._guard.send(GuardStop(how=how))
        ended = await self.changed.until(lambda: self.now.empty, STOP_SECONDS)
        self.why = "" if ended else f"the server's processes did not end within {STOP_SECONDS:.0f} s"
        return ended

    async def restart(self, how: RestartHow, downtime: float = 0.0) -> bool:
        """Restart, and tell its phases; `reload` is the profile's own way, `downtime` is between end and start."""
        return await self._restarter.restart(how, downtime)

    async def mistreat(self, way: Way, duration: float | None = None) -> bool:
        """Do to the server what happens to servers, for `duration` seconds or until it is relieved."""
        self.why = await self.ways.strike(way, duration, witnessed=self.spec.witnessed)
        return not self.why

    async def relieve(self, number: int | None = None, way: str = "") -> bool:
        """Undo what is being done to it: the one with this number, all of one way, or all."""
        self.why = await self.ways.relieve(number, way)
        return not self.why

    async def gap(self, within: float) -> bool:
        """Wait until the serving process of this moment is gone; False when it outlived `within` seconds."""
        pid = self.pid
        return await self.changed.until(lambda: pid is None or pid in self.now.gone, within)

    # --- what the desk of the ways needs ----------------------------------------------------------------------

    def card(self, url: str, command: str) -> ServerCard:
        """The server as it stands; clients reach it at `url`. `command` starts it, where it is a person's own."""
        return ServerCard(
            profile=self.spec.profile,
            state=self.state,
            url=url,
            upstream=self.spec.url,
            epoch=self.epoch,
            pid=self.pid,
            life=self.life,
            why=self.why,
            offers=self.spec.restarts,
            command=command,
        )

    def standing(self) -> Standing:
        """The server as it stands. ValueError when it is not up."""
        if self.state != "up" or not self.now.serve:
            raise ValueError("the server is not up: start it first")
        return Standing(
            profile=self.spec.profile,
            first=self.now.firsts[0],
            serving=self.now.serve,
            port=self.spec.port,
            backlog=backlog_of(self.spec.host, self.spec.port),
        )

    def lives(self, pid: int) -> bool:
        """Whether this serving process is there still."""
        return pid in self.now.serve

    async def succeed(self, pids: tuple[int, ...], known: tuple[int, ...]) -> str:
        """Wait for who comes after these processes; returns why nobody did, or nothing."""
        return "" if await self._restarter.succeed(pids, known) else self.why

    async def start_beside(self) -> str:
        """Start one more server of the same profile at the same port; returns why that failed, or nothing."""
        return await self._beside.start(self.spec)

    async def end_beside(self) -> str:
        """End it."""
        self.asked = True
        try:
            why = await self._beside.end()
            await self.changed.until(lambda: self._beside.first in {None, *self.now.told}, SEEN_SECONDS)
        finally:
            self.asked = False
        return why

    # --- what its restarts need -------------------------------------------------------------------------------

    def begin_life(self) -> None:
        """It is being started, or starts by itself."""
        self.life += 1
        self.state, self._gave = "starting", ""
        self.journal.say(RunServerStarting(t=self.clock(), profile=self.spec.profile, life=self.life))

    async def until_ready(self, asked: int, known: Mapping[int, str] | None = None) -> bool:
        """Wait until it answers a handshake, `READY_SECONDS` after `asked` (monotonic ns) at most.

        Whose handshake does not matter: a server with one thread may be held by a client that was here first.
        `known`: the epochs of who is about to go, by pid: what they answer does not count.
        """
        deadline = asked + int(READY_SECONDS * 1e9)
        knock = Knock(up=False)
        while self.clock() < deadline and not self.now.empty and not knock.hopeless:
            knock = await self.spec.knock()
            if self._is_up(knock, known):
                self.answered = self.clock()
                await self._seen()
                self._ready(asked)
                return True
            await asyncio.sleep(PROBE_SECONDS)
        self._failed(knock.why)
        return False

    # --- within -----------------------------------------------------------------------------------------------

    def _is_up(self, knock: Knock, known: Mapping[int, str] | None) -> bool:
        if known is not None and self.spec.witnessed:
            return self._gave in self.now.others(known).values()
        return knock.up or self._gave == self.epoch != ""

    async def _seen(self) -> None:
        """Wait a little to know which process answered, where it does not say so itself."""
        gone = self.now.gone
        if not self.spec.witnessed:
            await self.changed.until(lambda: self.pid is not None and self.pid not in gone, SEEN_SECONDS)

    def _serves(self, pid: int, epoch: str) -> None:
        self.epoch, self.pid = epoch, pid
        self.now.came(pid, epoch)
        self.changed.poke()

    def _ready(self, asked: int) -> None:
        now = self.clock()
        self.state = "up"
        self.asked = False
        self._upstream(True)
        took = round(seconds(now - asked), 4)
        self.journal.say(RunServerReady(t=now, life=self.life, epoch=self.epoch, port=self.spec.port, took=took))

    def _failed(self, why: str) -> None:
        what = "ended" if self.now.empty else why or f"did not answer within {READY_SECONDS:.0f} s"
        self.why = self.spec.failed(what)
        self.state = "down"
        self.journal.say(RunServerDown(t=self.clock(), life=self.life, asked=False, why=self.why))

    def _fold(self, record: Record) -> None:
        event = record.event
        if isinstance(event, GuardStarted):
            self.now.firsts.append(event.pid)
        elif isinstance(event, GuardReaped):
            self._ended(event.pid, event.t, event.code, event.signal)
        elif isinstance(event, GuardEmpty) or (isinstance(event, RunProcessExited) and event.role == "guard"):
            self._emptied(event.t)  # a guard that is gone took its tree with it, and will say nothing more
        elif isinstance(event, GuardListening) and event.port == self.spec.port:
            self.now.serving.pop(event.parent, None)  # a reloader, a master of workers
            self._serves(event.pid, f"{event.pid}.{self.life}")
        elif isinstance(event, GuardGone):
            self.gone(event.pid)
        elif isinstance(event, ServerSidIssued) and event.epoch in self.now.serving.values():
            self._gave = event.epoch

    def _ended(self, pid: int, t: int, code: int | None, signal: str | None) -> None:
        self.now.gone.add(pid)
        if pid not in self.now.told:
            self.now.told.add(pid)
            self.journal.say(
                RunProcessExited(
                    t=t,
                    role="server",
                    name=f"server-{pid}",
                    pid=pid,
                    code=code,
                    signal=signal,
                    asked=self.asked,
                )
            )
        self.changed.poke()

    def _emptied(self, t: int) -> None:
        self.now.empty = True
        self.ways.forget()
        if self.state in {"up", "stopping"}:
            self.state = "down"
            self._upstream(False)
            self.journal.say(RunServerDown(t=t, life=self.life, asked=self.asked))
        self.changed.poke()
