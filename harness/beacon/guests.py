"""The devices of a run: who joins, who is heard, and who has gone without a word."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable

from harness.beacon.agents import browser_of
from harness.beacon.guest import Guest
from harness.beacon.names import name_for
from harness.beacon.report import Join, Report, Welcome
from harness.beacon.times import PageTime, wall_offset
from harness.clock import Clock
from harness.events import Event

MOST_KEYS = 8
"""So many of a device's latest keys tell who it is."""
MOST = 500
"""So many devices can have taken part in a run."""


class Guests:
    """Tells of every device by `say`; `zero` is the moment (monotonic ns) from which pages are told our time."""

    def __init__(self, say: Callable[[Event], None], clock: Clock, wall: Clock) -> None:
        self.zero = clock()
        self._say = say
        self._clock = clock
        self._wall = wall
        self._by_name: dict[str, Guest] = {}
        self._by_key: dict[str, Guest] = {}

    def now(self) -> float:
        """Our time as pages are told it, in milliseconds."""
        return PageTime(self.zero, self.zero).millis(self._clock())

    def join(self, join: Join, address: str, agent: str) -> Welcome | None:
        """Let a page take part: as the device it was before, if it knows a key of it. None when it is full.

        An answer may be lost on its way, so earlier keys tell who it is; only the latest one lets it report.
        """
        now = self._clock()
        guest = self._by_key.get(join.was)
        if guest is None:
            if len(self._by_name) >= MOST:
                return None
            guest = Guest(name_for(join.name, self._by_name))
            self._by_name[guest.client] = guest
        self._tell(guest.leave(now))
        key = self._new_key(guest)
        self._tell(guest.arrive(key, browser_of(agent), address, join.page, PageTime(self.zero, now), now))
        return Welcome(client=guest.client, key=key, at=self.now())

    def _new_key(self, guest: Guest) -> str:
        key = secrets.token_urlsafe(16)
        self._by_key[key] = guest
        earlier = [one for one, whose in self._by_key.items() if whose is guest]
        for forgotten in earlier[:-MOST_KEYS]:
            del self._by_key[forgotten]
        return key

    def report(self, report: Report) -> bool:
        """Take a report in; False when nobody reports with this key (any more)."""
        guest = self._by_key.get(report.key)
        if guest is None or guest.key != report.key:
            return False
        self._tell(guest.hear(report, wall_offset(report.offset, self.now(), self._wall()), self._clock()))
        return True

    def sweep(self) -> None:
        """Whoever was not heard for too long is gone."""
        now = self._clock()
        for guest in self._by_name.values():
            if guest.is_silent(now):
                self._tell(guest.leave(now))

    def leave(self) -> None:
        """Nobody is heard any more."""
        for guest in self._by_name.values():
            self._tell(guest.leave(self._clock()))

    def _tell(self, events: Iterable[Event]) -> None:
        for event in events:
            self._say(event)


def same(token: str, theirs: str) -> bool:
    """Whether a token is ours, in a time that says nothing of how much of it is."""
    return hmac.compare_digest(token.encode(), theirs.encode())
