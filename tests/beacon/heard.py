"""Helpers: a desk with a clock of the test's own, and reports as pages make them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from harness.beacon.desk import Answer, Asked, Desk
from harness.beacon.guests import Guests
from harness.commands import BeaconOpen
from harness.events import DeviceRefusal, Event

TOKEN = "the-join-token"
ORIGIN = "http://192.168.1.5:8460"
HOST = "192.168.1.5:8461"
KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/143.0.0.0 Mobile Safari/537.36"
SECOND = 1_000_000_000
TERMS = BeaconOpen(
    host="192.168.1.5", token=TOKEN, origins=(ORIGIN,), hosts=("192.168.1.5",), per_second=10.0, burst=20
)


@dataclass
class Room:
    """A desk: `t` is its time in ns, and a page's clock (ms) is `ahead` of ours."""

    terms: BeaconOpen = TERMS
    t: int = 100 * SECOND
    ahead: float = 5_000.0
    events: list[Event] = field(default_factory=list)
    refused: list[tuple[str, DeviceRefusal]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guests = Guests(self.events.append, lambda: self.t, lambda: self.t)
        self.desk = Desk(self.terms, self.guests, lambda address, why: self.refused.append((address, why)))

    def asked(self, body: bytes | dict[str, Any], **more: Any) -> Asked:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Asked(
            **{"address": "192.168.1.9", "host": HOST, "origin": ORIGIN, "agent": PHONE, "body": data} | more
        )

    def join(self, name: str = "Kim", **more: Any) -> dict[str, Any]:
        """A page joins; what it is told."""
        answer = self.desk.join(self.asked({"token": TOKEN, "name": name} | more), self.t / SECOND)
        assert answer.status == 200, answer
        found: dict[str, Any] = json.loads(answer.body)
        return found

    @property
    def page_now(self) -> float:
        """What the page's clock says."""
        return self.guests.now() + self.ahead

    def report(self, key: str, *happened: dict[str, Any], **more: Any) -> Answer:
        """A page reports."""
        body = {"token": TOKEN, "key": key, "now": self.page_now, "offset": self.ahead, "happened": happened}
        return self.desk.report(self.asked(body | more), self.t / SECOND)

    def take(self, kind: type[Any]) -> list[Any]:
        """The events of a kind that were told since the last time."""
        found = [event for event in self.events if isinstance(event, kind)]
        self.events[:] = [event for event in self.events if not isinstance(event, kind)]
        return found


def connected(n: int, at: float, socket: int = 1) -> dict[str, Any]:
    """A socket is connected."""
    return {
        "type": "socket.connected",
        "n": n,
        "at": at,
        "socket": socket,
        "sid": f"s{socket}",
        "id": f"i{socket}",
        "transport": "polling",
    }


def lost(n: int, at: float, socket: int = 1, reason: str = "transport close") -> dict[str, Any]:
    """A socket is lost."""
    return {
        "type": "socket.lost",
        "n": n,
        "at": at,
        "socket": socket,
        "sid": f"s{socket}",
        "reason": reason,
        "error": "close 1006",
    }
