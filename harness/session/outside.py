"""Watches a server of the user's own: it is up when it answers a handshake through the wire, down when it refuses.

Nothing of it is ours, so nothing of it is started, stopped or restarted here.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from harness.clock import Clock, monotonic_ns, seconds
from harness.events import (
    Record,
    RunNote,
    RunServerDown,
    RunServerReady,
    RunServerStarting,
    WireListening,
    WireRefusing,
    WireTlsFailed,
)
from harness.scenarios.model import EXTERNAL
from harness.session.certificate import describe
from harness.session.change import Change
from harness.session.external import External
from harness.session.journal import Journal
from harness.session.probe import knock, shows_debugger
from harness.session.unfit import trouble_with
from harness.snapshot import ServerCard, ServerState

KNOCK_SECONDS = 0.1
MOST_ANSWERS = 20
"""Handshakes tried with a server that answers something else: it is not troubled for ever."""


class Outside:
    """The server at `external`, behind the wire at `host`:`port`.

    `why` says what is wrong with it, in one line; `hopeless`: waiting will not mend that. `give_up` is called with
    the reason when other machines reach the wire and must not reach this server.
    """

    def __init__(
        self,
        external: External,
        journal: Journal,
        host: str,
        port: int,
        clock: Clock = monotonic_ns,
        give_up: Callable[[str], None] | None = None,
    ) -> None:
        self.external = external
        self.state: ServerState = "down"
        self.life = 0
        self.why = ""
        self._journal = journal
        self._wire = (host, port)
        self._clock = clock
        self._changed = Change()
        self._refuses = False
        self._answered = 0
        self.hopeless = False
        self._untrusted = False
        self._give_up = give_up
        journal.listen(self._fold)

    async def watch(self) -> None:
        """For as long as the run goes on: wait for its answer, then for its end, again and again."""
        while True:
            began = self._begin()
            if await self._answers() and not await self._is_dangerous():
                self._ready(began)
            await self._changed.until(lambda: self._refuses, math.inf)
            self._down()
            await self._changed.until(lambda: not self._refuses, math.inf)

    async def settled(self, within: float) -> bool:
        """Wait until it answers, or can't be hoped to, at most so many seconds; whether it answers."""
        await self._changed.until(lambda: self.state == "up" or self.hopeless, within)
        if self._untrusted:
            self.why = f"{self.why}{await describe(self.external)}"
        return self.state == "up"

    def card(self, url: str) -> ServerCard:
        """The server as the window shows it; `url` is the wire's."""
        return ServerCard(
            profile=EXTERNAL, state=self.state, url=url, upstream=self.external.url, life=self.life, why=self.why
        )

    def _begin(self) -> int:
        self.life += 1
        self.state = "starting"
        now = self._clock()
        self._journal.say(RunServerStarting(t=now, profile=EXTERNAL, life=self.life))
        return now

    async def _answers(self) -> bool:
        """Knock until it answers as it should; False when it goes away, or keeps answering otherwise."""
        url, path = self.external.url, self.external.path
        self.why = f"nothing answers at {url}: start the server there, or name another with --target"
        left = MOST_ANSWERS
        while left:
            answer = await knock(*self._wire, path)
            if answer.status is not None:
                self.why = trouble_with(answer, self.external)
                if not self.why:
                    return True
                left -= 1
                self._changed.poke()
            await asyncio.sleep(KNOCK_SECONDS)
        return False

    async def _is_dangerous(self) -> bool:
        """Whether it runs the code of whoever reaches it, and other machines do."""
        if not await shows_debugger(*self._wire):
            return False
        what = f"{self.external.url} has Werkzeug's debugger on, which runs the code of whoever reaches it"
        if self._give_up is None:
            self._journal.say(RunNote(t=self._clock(), text=what))
            return False
        self.why, self.hopeless = f"{what}: switch it off there (use_debugger=False), or listen at 127.0.0.1", True
        self._give_up(self.why)
        self._changed.poke()
        return True

    def _ready(self, began: int) -> None:
        now = self._clock()
        self.state, self._refuses, self._answered = "up", False, now
        took = round(seconds(now - began), 4)
        self._journal.say(RunServerReady(t=now, life=self.life, epoch="", port=self.external.port, took=took))
        self._changed.poke()

    def _down(self) -> None:
        self.state = "down"
        self.why = f"the server at {self.external.url} refuses connections"
        self._journal.say(RunServerDown(t=self._clock(), life=self.life, asked=False, why=self.why))

    def _fold(self, record: Record) -> None:
        event = record.event
        if isinstance(event, WireRefusing) and event.why == "upstream":
            self._refuses = event.t > self._answered  # else it comes late: the server has answered since
        elif isinstance(event, WireListening) and event.listener == 0:
            self._refuses = False
        elif isinstance(event, WireTlsFailed):
            self.why, self._untrusted = event.why, event.certificate
            self.hopeless = self.hopeless or event.certificate
        self._changed.poke()
