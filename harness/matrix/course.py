"""The course of one run: its clients talk, fall silent, talk again, and meet a restart while they talk.

It waits for things and not for times, each with a bound: a server that hangs costs `TALK_SECONDS`, one that does
not come back `RESTART_SECONDS`. What came of it, the judge reads from the run folder.
"""

from __future__ import annotations

import asyncio
import contextlib

import msgspec

from harness.clients.talk import GATHER_SECONDS
from harness.clock import NS_PER_S
from harness.commands import RestartHow, RunRestartServer, RunSetClients
from harness.events import Record
from harness.matrix.plan import PING_INTERVAL
from harness.matrix.seen import PHASE, Phase, Seen
from harness.session.change import Change
from harness.session.obey import obey
from harness.session.player import Player
from harness.session.run import By, Run, Why

OPEN_SECONDS = 40.0
START_SECONDS = 20.0
"""So long it may take until a client has had an answer: their processes have to start first."""
TALK_SECONDS = 8.0
ALONE_SECONDS = 2 * PING_INTERVAL + 1.0
FIRST_WORD_SECONDS = GATHER_SECONDS + 2.0
"""So long somebody who is connected may be without a word: clients wait for their room to be complete."""
IDLE_SECONDS = PING_INTERVAL + 1.5
OWN_IDLE_SECONDS = 25.0 + 1.5
"""A server of the person's own sends its pings by its own settings: python-engineio's default is 25 s."""
AGAIN_SECONDS = 3.0
RESTART_SECONDS = 20.0
BACK_SECONDS = 20.0
KEPT_SECONDS = 6.0
"""Who has not lost its socket so long after a restart is taken to keep it."""
ON_THE_WAY_SECONDS = 0.5
BY: By = "command line"


class Course:
    """Takes one opened run through its phases."""

    def __init__(self, run: Run, restart: RestartHow) -> None:
        self._run = run
        self._restart = restart
        self._seen = Seen()
        self._change = Change()
        run.journal.listen(self._fold)

    async def live(self, player: Player) -> Why:
        """Play the run from its opening to the end of its course, or until the player is stopped."""
        going = asyncio.ensure_future(self._go(player))
        going.add_done_callback(lambda _: player.stop("failed"))  # unless it has said how the run is over
        try:
            return await player.live()
        finally:
            going.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await going

    async def _go(self, player: Player) -> None:
        if not await self._change.until(lambda: self._run.state == "running", OPEN_SECONDS):
            player.stop("stopped")
            return
        await self._change.until(self._somebody_was_answered, START_SECONDS)
        self._begin("talk")
        await self._change.until(self._all_were_heard, TALK_SECONDS)
        if any(life.sockets for life in self._seen.clients.values()):
            await self._change.until(lambda: self._who_is_there_was_heard("talk"), FIRST_WORD_SECONDS)
            await self._outlive()
        elif not any(map(self._seen.refusals, self._seen.clients)):
            await self._leave_one_alone()
        player.stop("finished")

    async def _leave_one_alone(self) -> None:
        """Everything hangs: one client without the others shows how much is served at a time."""
        (group,) = self._run.scenario.clients
        await obey(self._run, RunSetClients(group=msgspec.structs.replace(group, count=1)), BY)
        self._begin("alone")
        alone = list(self._seen.clients.values())[:1]
        await self._change.until(lambda: any(life.sockets for life in alone), ALONE_SECONDS)

    async def _outlive(self) -> None:
        await asyncio.sleep(ON_THE_WAY_SECONDS)
        await self._speak("idle", aloud=False)
        await asyncio.sleep(IDLE_SECONDS if self._seen.chats else OWN_IDLE_SECONDS)
        await self._speak("talk again", aloud=True)
        await self._change.until(lambda: self._who_is_there_was_heard("talk again"), AGAIN_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RESTART_SECONDS):
                await obey(self._run, RunRestartServer(how=self._restart), BY)
        self._begin("back")
        await self._change.until(self._all_are_back, BACK_SECONDS)
        await asyncio.sleep(ON_THE_WAY_SECONDS)

    def _begin(self, phase: Phase) -> None:
        self._run.step(BY, PHASE, name=phase)

    async def _speak(self, phase: Phase, *, aloud: bool) -> None:
        (group,) = self._run.scenario.clients
        await obey(self._run, RunSetClients(group=msgspec.structs.replace(group, rate=group.rate * aloud)), BY)
        self._begin(phase)

    def _somebody_was_answered(self) -> bool:
        return any(request.answer is not None for request in self._seen.requests.values())

    def _all_were_heard(self) -> bool:
        """Whether each client has heard everybody, itself included; or is connected, where nobody can be heard."""
        everybody = set(self._seen.clients)
        lives = self._seen.clients.values()
        if not self._seen.chats:
            return bool(everybody) and all(life.sockets for life in lives)
        return bool(everybody) and all({sender for sender, _ in life.heard} == everybody for life in lives)

    def _who_is_there_was_heard(self, phase: Phase) -> bool:
        """Whether each client that has connected has heard itself say something since then."""
        since = self._seen.phases[phase]
        lives = self._seen.clients.items()
        return all(self._seen.heard_itself(name, since) for name, life in lives if life.sockets)

    def _all_are_back(self) -> bool:
        """Whether each client that was connected when the restart began has a new socket, and was heard on it."""
        since, now = self._seen.phases["restart"], self._run.clock()
        patient = now - self._seen.phases["back"] > KEPT_SECONDS * NS_PER_S
        return all(
            (patient or life.sockets[-1].t > since) and self._seen.is_served_at(name, now)
            for name, life in self._seen.met_the_restart.items()
        )

    def _fold(self, record: Record) -> None:
        self._seen.fold(record)
        self._change.poke()
