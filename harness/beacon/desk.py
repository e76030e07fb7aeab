"""What the beacon answers: who may ask (Host, Origin, rate, token), and what comes of a join or a report.

Pure: a request's parts in, an answer out. A report is text/plain, as `navigator.sendBeacon` sends it, so browsers
ask for no leave beforehand; the token stands in the body, and the answer is readable by our own pages only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from harness.beacon.guests import Guests, same
from harness.beacon.limits import Rates
from harness.beacon.report import Heard, read_join, read_report
from harness.commands import BeaconOpen
from harness.events import DeviceRefusal
from harness.frames import UNREADABLE

STATUS: dict[DeviceRefusal, int] = {
    "no-token": 403,
    "wrong-token": 403,
    "origin": 403,
    "too-large": 413,
    "too-often": 429,
    "malformed": 400,
}
STALE = 410
"""The page this key was given to has been loaded anew since, or the beacon knows nothing of it: join again."""

Refused = Callable[[str, DeviceRefusal], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: from which address, its Host and Origin headers (empty: none), the browser's name, the body."""

    address: str
    host: str
    origin: str
    agent: str = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body; pages of `origin` may read it, nobody when that is empty."""

    status: int
    body: bytes
    origin: str = ""


class Desk:
    """Answers for one opening of the beacon, by its terms; `refused` is told of whoever is turned away."""

    def __init__(self, terms: BeaconOpen, guests: Guests, refused: Refused) -> None:
        self._terms = terms
        self._guests = guests
        self._refused = refused
        self._hosts = frozenset(_name(host) for host in (*terms.hosts, terms.host))
        self._rates = Rates(terms.per_second, terms.burst)

    def is_ours(self, host: str) -> bool:
        """Whether a request with this Host header is meant for us: a name that was rebound to us is not."""
        return _name(host) in self._hosts

    def join(self, asked: Asked, now: float) -> Answer:
        """A page wants to take part; `now` in seconds."""
        why = self._turned_away(asked, now)
        if why is None:
            try:
                join = read_join(asked.body)
            except UNREADABLE:
                return self.refuse(asked, "malformed")
            why = self._wrong(join.token)
        if why is not None:
            return self.refuse(asked, why)
        welcome = self._guests.join(join, asked.address, asked.agent)
        return self.refuse(asked, "too-often") if welcome is None else _answer(200, welcome, asked.origin)

    def report(self, asked: Asked, now: float) -> Answer:
        """A page reports; `now` in seconds."""
        why = self._turned_away(asked, now)
        if why is None:
            try:
                report = read_report(asked.body)
            except UNREADABLE:
                return self.refuse(asked, "malformed")
            why = self._wrong(report.token)
        if why is not None:
            return self.refuse(asked, why)
        known = self._guests.report(report)
        return _answer(200 if known else STALE, Heard(at=self._guests.now()), asked.origin)

    def refuse(self, asked: Asked, why: DeviceRefusal) -> Answer:
        """Turn somebody away, and tell of it. Our own pages may read why."""
        self._refused(asked.address, why)
        readable = asked.origin if asked.origin in self._terms.origins else ""
        return _answer(STATUS[why], {"error": why}, readable)

    def _turned_away(self, asked: Asked, now: float) -> DeviceRefusal | None:
        if not self.is_ours(asked.host) or asked.origin not in self._terms.origins:
            return "origin"
        if not self._rates.allow(asked.address, now):
            return "too-often"
        return "too-large" if len(asked.body) > self._terms.report_bytes else None

    def _wrong(self, token: str) -> DeviceRefusal | None:
        if not token:
            return "no-token"
        return None if same(self._terms.token, token) else "wrong-token"


def _name(host: str) -> str:
    """A host's name without its port: rebinding changes names, not ports."""
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").lower()
    return host.lower() if host.count(":") > 1 else host.partition(":")[0].lower()


def _answer(status: int, body: object, origin: str) -> Answer:
    return Answer(status, msgspec.json.encode(body), origin)
