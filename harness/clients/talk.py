"""What a simulated client says and hears: it joins its room after each connect and says numbered messages.

The protocol is the chat server's (ARCHITECTURE.md): `join {nick, room}`, `say {room, text, id}` with the id
`<client>#<n>`, and `message` from the server. A message is counted once for each recipient it is meant for, so
the first one waits until everybody it is meant for has been seen in the room, `GATHER_SECONDS` at most: else the
start of a run would look like loss.
"""

from __future__ import annotations

import asyncio
import math
import random
import re
from collections.abc import Mapping

from harness.clients.nap import Nap
from harness.clients.pace import Pace
from harness.clients.spec import Line
from harness.clients.voice import Voice

GATHER_SECONDS = 5.0

_id = re.compile(r"(.+)#([0-9]{1,15})", re.DOTALL)


def author_of(message: object) -> tuple[str, int] | None:
    """The client and number in a message's id; None when no simulated client wrote it."""
    found = _id.fullmatch(str(message.get("id"))) if isinstance(message, Mapping) else None
    return (found[1], int(found[2])) if found else None


class Talk:
    """One client's part in the chat, over whichever sockets it has. What is heard may come from other threads."""

    def __init__(self, voice: Voice, room: str, seed: int) -> None:
        self._voice = voice
        self._room = room
        phases = random.Random(f"{seed}:{voice.name}")  # noqa: S311 - spreads clients out, guards nothing
        self._phase = phases.random()
        self._rate = 0.0
        self._to: tuple[str, ...] = ()
        self._here: frozenset[str] = frozenset()
        self._joined = False
        self._gathered = False
        self._nap = Nap()

    def tune(self, rate: float, to: tuple[str, ...]) -> None:
        """From now on speak `rate` times a second (0: be silent), to these recipients."""
        self._rate = rate
        self._to = to
        self._nap.wake()

    def silence(self) -> None:
        """From now on say nothing."""
        self.tune(0.0, self._to)

    # --- what the library tells -------------------------------------------------------------------------------

    def join_request(self) -> dict[str, str]:
        """What `join` says."""
        return {"nick": self._voice.name, "room": self._room}

    def joined(self, *answer: object) -> None:
        """The server acknowledged the join: who was there already stands in `members`."""
        self._joined = True
        self.members(*answer)

    def members(self, *data: object) -> None:
        """Who is in the room, as the join's answer and the `members` event both say."""
        said = data[0] if data else None
        if isinstance(said, Mapping) and said.get("room") in {None, self._room}:
            names = said.get("members")
            self._here = frozenset(map(str, names)) if isinstance(names, list) else self._here
        if not self._gathered:
            self._nap.wake()

    def hear(self, message: object, sid: str) -> None:
        """A `message` event came, over the session `sid`."""
        author = author_of(message)
        if author:
            self._voice.received(*author, sid)

    # --- what the client says ---------------------------------------------------------------------------------

    async def run(self, line: Line) -> None:
        """Say numbered messages for as long as the client lives."""
        await self._gather()
        loop = asyncio.get_running_loop()
        while True:
            rate = self._rate
            pace = Pace(rate, loop.time(), self._phase)
            while await self._wait_for(pace, rate):
                await self._say(line)

    async def _wait_for(self, pace: Pace, rate: float) -> bool:
        """Wait for the next tick; False when the rate has changed meanwhile."""
        clock = asyncio.get_running_loop().time
        due = pace.next(clock()) if rate else math.inf
        while rate == self._rate and clock() < due:
            await self._nap.until(due if rate else None)
        return rate == self._rate

    async def _gather(self) -> None:
        clock = asyncio.get_running_loop().time
        late: float | None = None
        while not self._here.issuperset(self._to) and (late is None or clock() < late):
            await self._nap.until(late)
            if late is None and self._joined:
                late = clock() + GATHER_SECONDS
        self._gathered = True

    async def _say(self, line: Line) -> None:
        voice, to = self._voice, self._to
        n, began = voice.counts.said + 1, voice.clock()
        text = f"message {n} of {voice.name}"
        sid = await line.emit("say", {"room": self._room, "text": text, "id": f"{voice.name}#{n}"})
        if sid is not None:
            voice.counts.said = n
            voice.sent(began, to, sid)
