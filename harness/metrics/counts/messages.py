"""Numbered messages: each counts once for every client it is meant for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import ClientReceived, ClientSent
from harness.metrics.counts.base import Folds, Moment
from harness.metrics.sessions import Sessions

Parcel = tuple[str, int, str]
"""Sender, number, recipient."""


class Messages:
    """`messages`: sent = delivered + lost + unknown, always.

    Lost: no arrival, and the session it was sent on, or the one its recipient had then, is over. Unknown: no
    arrival while both live, or the process of one of the two is dead. Duplicated: arrivals beyond the first;
    `copies_max`: the most arrivals of one message at one recipient.
    """

    name = "messages"

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._waiting: dict[Parcel, tuple[int, str]] = {}
        self._lost: dict[Parcel, tuple[int, str]] = {}
        self._done: set[Parcel] = set()
        self._early: Counter[Parcel] = Counter()
        self._again: Counter[Parcel] = Counter()
        self._sent = self._duplicated = self._copies = 0

    def folds(self) -> Folds:
        """Sent and received."""
        return {ClientSent: self._on_sent, ClientReceived: self._on_received}

    def _on_sent(self, event: ClientSent) -> None:
        for recipient in dict.fromkeys(event.to):
            parcel = (event.client, event.n, recipient)
            if parcel in self._done or parcel in self._waiting or parcel in self._lost:
                continue
            self._sent += 1
            arrivals = self._early.pop(parcel, 0)
            if arrivals:
                self._done.add(parcel)
                self._repeated(parcel, arrivals - 1)
            else:
                self._waiting[parcel] = (event.t, event.sid)

    def _on_received(self, event: ClientReceived) -> None:
        parcel = (event.sender, event.n, event.client)
        if parcel in self._done:
            self._repeated(parcel, 1)
        elif self._waiting.pop(parcel, None) or self._lost.pop(parcel, None):
            self._done.add(parcel)
        else:
            self._early[parcel] += 1

    def _repeated(self, parcel: Parcel, times: int) -> None:
        self._duplicated += times
        if times:
            self._again[parcel] += times
            self._copies = max(self._copies, 1 + self._again[parcel])

    def _is_lost(self, parcel: Parcel, t: int, sid: str) -> bool:
        sender, _, recipient = parcel
        if self._sessions.is_dead(sender) or self._sessions.is_dead(recipient):
            return False
        return self._sessions.is_over(sender, sid) or not self._sessions.alive_since(recipient, t)

    def judge(self, *, again: bool = False) -> None:
        """Sort what waits into lost and still open; `again` looks at what was given up too, for the final word."""
        if again:
            self._waiting |= self._lost
            self._lost = {}
        gone = {parcel: at for parcel, at in self._waiting.items() if self._is_lost(parcel, *at)}
        for parcel in gone:
            del self._waiting[parcel]
        self._lost |= gone

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without simulated clients."""
        if not moment.clients:
            return None
        self.judge()
        return {
            "sent": self._sent,
            "delivered": len(self._done),
            "lost": len(self._lost),
            "duplicated": self._duplicated,
            "copies_max": self._copies or int(bool(self._done)),
            "unknown": len(self._waiting),
        }
