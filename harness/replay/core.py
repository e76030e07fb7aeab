"""The child `core` of a replay: the commands of a window move through a recording, and snapshots go out.

What would change a run is refused. Reading is done in slices, so that a command never waits for long, and a leap
that somebody takes back is not finished first.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left, bisect_right
from pathlib import Path

from harness import commands as ask
from harness.clock import NS_PER_S
from harness.comparing.desk import compared
from harness.evidence.opening import Evidence, opened
from harness.frames import Port, run_child
from harness.replay.glance import glance
from harness.replay.projector import Projector
from harness.replay.telling import Teller, of_recording
from harness.report.desk import reported
from harness.session.catalogue import catalogue
from harness.session.house import HarnessError, House
from harness.snapshot import Rejected, ReplayCard

TICK_SECONDS = 0.1
SLICE_SECONDS = 0.04
TOLD_SECONDS = 0.25
"""So often the window is told how far a long way is read."""
FASTEST = 1_000.0
NEAR = NS_PER_S // 20
"""A fault that began so shortly before is where one is, and not the one before."""
REFUSED = "this is a replay, and nothing in it can be changed: close it, and start sidlab for a run of your own"


class ReplayCore:
    """Shows one recording to one window."""

    def __init__(self, house: House, port: Port, evidence: Evidence) -> None:
        found = glance(evidence)
        if found is None:
            raise HarnessError(f"{evidence.path} holds no event that can be read: there is nothing to replay")
        self._house, self._port, self._evidence, self._glance = house, port, evidence, found
        self._teller, self._film = Teller(evidence, found), Projector(evidence, found.first)
        self._faults, self._last = sorted(found.faults), found.last
        self._wanted: int | None = None
        self._playing, self._speed = False, 1.0
        self._said, self._left_out = 0, 0
        self._changed = asyncio.Event()
        self._answering: asyncio.Future[None] | None = None

    async def serve(self) -> None:
        """Until the window has no more commands. It begins with the run as it ended."""
        self._port.say(of_recording(catalogue(self._house), self._evidence))
        self._port.say(self._teller.first(self._card(self._last, reading=0.0)))
        self._seek(self._last)
        async with asyncio.TaskGroup() as group:  # an error nobody expected ends the core, and the window says so
            rolling = group.create_task(self._roll())
            async for command in self._port.commands():
                self._take(command)
            rolling.cancel()

    # --- what is asked ----------------------------------------------------------------------------------------

    def _take(self, command: ask.Command) -> None:
        match command:
            case ask.ChildFlush():
                self._port.flushed(command)
            case ask.ReplayPlay(speed=speed):
                self._play(speed)
            case ask.ReplayPause():
                self._playing = False
            case ask.ReplaySeek(t=t):
                self._seek(self._glance.zero + round(max(-1e9, min(t, 1e9)) * NS_PER_S))
            case ask.ReplayJump(to=to):
                self._jump(to)
            case ask.RunsCompare() | ask.RunReport():
                self._answering = asyncio.ensure_future(self._answer(command))
            case _:
                self._refuse(command, REFUSED)
        self._changed.set()

    def _refuse(self, command: ask.Command, why: str) -> None:
        self._port.say(Rejected(command=str(type(command).__struct_config__.tag), message=why))

    async def _answer(self, asked: ask.RunsCompare | ask.RunReport) -> None:
        try:
            if isinstance(asked, ask.RunsCompare):
                self._port.say(await compared(asked))
            else:
                self._port.say(await reported(asked, self._house.speak(asked.language)))
        except HarnessError as why:
            self._refuse(asked, str(why))

    def _play(self, speed: float) -> None:
        self._playing, self._speed = True, min(max(speed, 0.1), FASTEST)
        if self._film.over and self._wanted is None:
            self._seek(self._glance.first)

    def _seek(self, at: int) -> None:
        self._wanted = min(max(at, self._glance.first), self._last)

    def _jump(self, to: str) -> None:
        faults, here = self._faults, self._film.at if self._wanted is None else self._wanted
        after = bisect_right(faults, here)
        before = bisect_left(faults, here - NEAR) - 1
        if to == "next-fault" and after < len(faults):
            self._seek(faults[after])
        elif to == "previous-fault" and before >= 0:
            self._seek(faults[before])

    # --- the way there ----------------------------------------------------------------------------------------

    async def _roll(self) -> None:
        while True:
            if self._wanted is not None:
                await self._go()
            elif self._playing:
                await asyncio.sleep(TICK_SECONDS)
                self._advance()
            else:
                await self._changed.wait()
                self._changed.clear()
                self._port.say(self._teller.again(self._card(self._film.at)))

    async def _go(self) -> None:
        """Read until what is wanted is reached, whatever is wanted meanwhile, and tell all of it."""
        told = time.perf_counter()
        start = self._film.at
        while (wanted := self._wanted) is not None:
            if wanted < self._film.at:
                self._film.rewind()
                start = self._film.at
            if self._film.until(wanted, SLICE_SECONDS):
                self._wanted = None if self._wanted == wanted else self._wanted
            elif time.perf_counter() - told >= TOLD_SECONDS:
                told = time.perf_counter()
                share = (self._film.at - start) / max(wanted - start, 1)
                self._port.say(self._teller.again(self._card(wanted, reading=round(share, 3))))
            await asyncio.sleep(0)
        self._arrive()

    def _advance(self) -> None:
        """A little further; what cannot be read as fast as it is played is played slower, and nothing left out."""
        if self._wanted is not None or not self._playing:
            return
        target = self._film.at + round(TICK_SECONDS * self._speed * NS_PER_S)
        self._film.until(min(target, self._last), TICK_SECONDS)
        self._look_for_damage()
        if self._film.over or self._film.at >= self._last:
            self._playing = False
        self._tell(full=False)
        for line in self._film.lines(self._said):
            self._port.say(line)
        self._said = self._film.said

    def _arrive(self) -> None:
        """Everything anew, for what was told before may be of a later time; of the event log the last lines."""
        self._look_for_damage()
        lines = self._film.lines()
        self._said, self._left_out = self._film.said, self._film.said - len(lines)
        self._tell(full=True)
        for line in lines:
            self._port.say(line)

    def _tell(self, *, full: bool) -> None:
        self._port.say(self._teller.told(self._film.publisher.snapshot(full=full), self._card(self._film.at)))

    def _look_for_damage(self) -> None:
        if self._film.damage:
            self._last = self._film.at

    def _card(self, at: int, reading: float | None = None) -> ReplayCard:
        second = self._glance.second
        return ReplayCard(
            begin=second(self._glance.first),
            end=second(self._last),
            at=second(at),
            playing=self._playing,
            speed=self._speed,
            faults=tuple(map(second, self._faults)),
            reading=reading,
            damage=self._film.damage,
            interrupted=self._evidence.state != "sealed",
            lines_left_out=self._left_out,
        )


async def _body(port: Port, house: House, path: Path) -> None:
    with opened(path) as evidence:
        await ReplayCore(house, port, evidence).serve()


def main(house: House, path: Path) -> None:
    """Be the child `core` of a replay of the run folder or bundle at `path`."""
    run_child("core", "core", ask.ToReplay, lambda port: _body(port, house, path))
