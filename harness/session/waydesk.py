"""What is being done to the server: strikes and relieves, and knows what is on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from harness.clock import Clock, monotonic_ns, seconds
from harness.events import RunServerRelieved, RunServerStruck
from harness.session.filler import Filler
from harness.session.hands import Hands
from harness.session.journal import Journal
from harness.snapshot import WayRow
from harness.ways import lacking
from harness.ways.base import Deed, Drain, EndBeside, Fill, Say, Signal, Standing, StartBeside, Succeed, Way


class Doer(Protocol):
    """What the desk needs of the server's keeper. What takes long says why it could not be, or nothing."""

    hands: Hands

    def standing(self) -> Standing:
        """The server as it stands. ValueError when it is not up."""

    def lives(self, pid: int) -> bool:
        """Whether this serving process is there still."""

    async def succeed(self, pids: tuple[int, ...], known: tuple[int, ...]) -> str:
        """Wait for who takes the place of these processes; start the server again where it went with them."""

    async def start_beside(self) -> str:
        """Start one more server of the same profile at the same port."""

    async def end_beside(self) -> str:
        """End it."""


@dataclass
class On:
    """A way that is on: `server` as it stood when it was struck."""

    id: int
    way: Way
    server: Standing
    pids: tuple[int, ...]
    until: int | None = None
    timer: asyncio.Future[None] | None = None
    told: bool = False


class WayDesk:
    """Carries out the deeds of ways to fail. A way that is on ends with the server's processes at the latest."""

    def __init__(self, doer: Doer, filler: Filler, journal: Journal, clock: Clock = monotonic_ns) -> None:
        self._doer = doer
        self._filler = filler
        self._journal = journal
        self._clock = clock
        self._last = 0
        self._on: dict[int, On] = {}

    async def strike(self, way: Way, duration: float | None, *, witnessed: bool) -> str:
        """Do it, for `duration` seconds or until it is relieved; returns why it could not be, or nothing.

        `witnessed`: the serving processes take orders.
        """
        if why := self._hindrance(way, witnessed=witnessed):
            return why
        try:
            server = self._doer.standing()
            pids = way.struck(server)
        except ValueError as error:
            return str(error)
        self._last += 1
        one = self._on[self._last] = On(self._last, way, server, pids)
        if not way.lasts:
            self._say_struck(one)
        why = await self._carry_out(way.strike(msgspec.structs.replace(server, duration=duration)))
        if why or not way.lasts:
            await self._relieve(one)
        elif one.id not in self._on:
            why = "it was ended before it was in effect"
        else:
            self._lasts(one, duration)
        return f"{way.name}: {why}" if why else ""

    async def relieve(self, number: int | None = None, name: str = "") -> str:
        """Undo the one with this number, all of this way, or all; returns why one could not be, or nothing."""
        chosen = [one for one in self._on.values() if number in {None, one.id} and name in {"", one.way.name}]
        said = [await self._relieve(one) for one in reversed(chosen)]  # the last first, as boxes are unpacked
        return next(filter(None, said), "")

    def forget(self) -> None:
        """The server's processes are gone, or are about to be killed: what was done to them is over."""
        self._filler.drain()
        for one in list(self._on.values()):
            self._off(one)
            self._say_over(one)

    def rows(self) -> tuple[WayRow, ...]:
        """What is on."""
        now = self._clock()
        return tuple(
            WayRow(
                id=one.id,
                way=one.way.name,
                left=None if one.until is None else max(0.0, seconds(one.until - now)),
            )
            for one in self._on.values()
        )

    # --- within ---

    def _hindrance(self, way: Way, *, witnessed: bool) -> str:
        if needs := lacking(type(way)):
            return f"{way.name} is not available here: it needs {needs}"
        if way.by_line and not witnessed:
            return f"{way.name} takes a server of ours: serve by a profile, or choose hang, recycle or a restart"
        if any(one.way.name == way.name for one in self._on.values()):
            return f"{way.name} is on already: relieve it first"
        return ""

    def _lasts(self, one: On, duration: float | None) -> None:
        """It is in effect from now on, which may take a while (a second server has to start)."""
        now = self._clock()
        if duration is not None:
            one.until = now + int(duration * 1e9)
            one.timer = asyncio.ensure_future(self._relieve_after(one, duration))
        self._say_struck(one, now)

    def _say_struck(self, one: On, now: int | None = None) -> None:
        one.told = True
        self._journal.say(
            RunServerStruck(
                t=self._clock() if now is None else now,
                id=one.id,
                way=one.way.name,
                params=msgspec.to_builtins(one.way),
                pids=one.pids,
                until=one.until,
            )
        )

    async def _relieve_after(self, one: On, duration: float) -> None:
        await asyncio.sleep(duration)
        one.timer = None  # this is it, and must not be cancelled by what comes now
        await self._relieve(one)

    async def _relieve(self, one: On) -> str:
        if not self._off(one):
            return ""
        why = ""
        if one.way.lasts:
            left = tuple(pid for pid in one.server.serving if self._doer.lives(pid))
            why = await self._carry_out(one.way.relieve(msgspec.structs.replace(one.server, serving=left)))
        self._say_over(one)
        return why

    def _off(self, one: On) -> bool:
        """Take it off the desk; False when it was off already."""
        if one.timer is not None:
            one.timer.cancel()
        return self._on.pop(one.id, None) is not None

    def _say_over(self, one: On) -> None:
        if one.told:
            self._journal.say(RunServerRelieved(t=self._clock(), id=one.id, way=one.way.name))

    async def _carry_out(self, deeds: Sequence[Deed]) -> str:
        for deed in deeds:
            if why := await self._do(deed):
                return why
        return ""

    async def _do(self, deed: Deed) -> str:
        match deed:
            case Signal(signal=name, pids=pids):
                return await self._doer.hands.signal(name, pids) if pids else ""
            case Say(pids=pids, line=line):
                return await self._doer.hands.order(pids, line)
            case Fill():
                return await self._filler.fill()
            case Drain():
                self._filler.drain()
                return ""
            case _:
                return await self._do_to_others(deed)

    async def _do_to_others(self, deed: Succeed | StartBeside | EndBeside) -> str:
        match deed:
            case Succeed(pids=pids, known=known):
                return await self._doer.succeed(pids, known)
            case StartBeside():
                return await self._doer.start_beside()
            case EndBeside():
                return await self._doer.end_beside()
