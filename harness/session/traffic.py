"""The window's request list, its sessions and what faults touched, from the wire's events.

Told by single events, by the rows of `WireTraffic`, or by both: a request is one by its connection and number, and
its row is the last word on it. What a snapshot tells is bounded, however much crosses.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from harness.clock import seconds
from harness.events import (
    PROBE,
    AnyEvent,
    RunEnding,
    RunReady,
    WireFaultTouched,
    WireHead,
    WireNamespace,
    WireSessionEnded,
    WireTraffic,
    WireUpgraded,
)
from harness.session.exchanges import Exchanges
from harness.session.request_list import Key, RequestList
from harness.session.session_list import SessionList
from harness.snapshot import RequestRow, SessionRow, TouchedRow

TOUCHED = 2_000


class Traffic:
    """Folds events; `requests`, `sessions` and `touched` give what changed since the last call, or everything."""

    def __init__(self) -> None:
        self._zero: int | None = None
        self._list, self._sessions = RequestList(), SessionList()
        self._exchanges = Exchanges(self._list, self._sessions)
        self._touched: deque[TouchedRow] = deque(maxlen=TOUCHED)
        self._new_touched: deque[TouchedRow] = deque(maxlen=TOUCHED)
        self._folds: dict[type[Any], Any] = {
            **self._exchanges.folds,
            WireUpgraded: self._sessions.upgraded,
            WireNamespace: self._sessions.namespace,
            WireSessionEnded: self._sessions.ended,
            WireFaultTouched: self._fault_touched,
        }

    def fold(self, event: AnyEvent) -> None:
        """Take one event. Before second 0 there is only the session's own probe, after the end nothing counts."""
        fold = self._folds.get(type(event))
        if fold is None:
            self._bound(event)
        elif self._counts(event) and getattr(event, "client", None) != PROBE:
            fold(event)

    def _bound(self, event: AnyEvent) -> None:
        if isinstance(event, RunReady):
            self._zero = event.t
        elif isinstance(event, RunEnding):
            self._exchanges.end = event.t

    def _counts(self, event: AnyEvent) -> bool:
        """Whether it was between second 0 and the end; rows are told a little later, blocks of headers earlier."""
        if isinstance(event, WireHead):
            return True
        end = self._exchanges.end
        return self._zero is not None and (end is None or event.t <= end or isinstance(event, WireTraffic))

    # --- what the window is told ------------------------------------------------------------------------------

    @property
    def left_out(self) -> int:
        """Requests that are over and not in the list."""
        return self._list.left_out

    def requests(self, *, full: bool) -> tuple[tuple[RequestRow, ...], tuple[Key, ...]]:
        """The rows that are new or changed since the last call, and the keys of those that gave way to them."""
        known, gone = self._list.take(full=full)
        return tuple(one.told_as(self._second) for one in known), gone

    def sessions(self, *, full: bool) -> tuple[SessionRow, ...]:
        """The sessions whose life went on since the last call, and some of those that only had more requests."""
        return tuple(one.told_as(self._second) for one in self._sessions.take(full=full))

    def touched(self, *, full: bool) -> tuple[TouchedRow, ...]:
        """What faults acted on since the last call."""
        new = tuple(self._touched if full else self._new_touched)
        self._new_touched.clear()
        return new

    def _second(self, t: int | None) -> float | None:
        return None if t is None or self._zero is None else round(seconds(t - self._zero), 6)

    def _fault_touched(self, event: WireFaultTouched) -> None:
        row = TouchedRow(
            fault=event.id,
            conn=event.conn,
            did=event.did,
            at=self._second(event.t),
            client=event.client or "",
            sid=event.sid or "",
            kind=event.kind or "",
            name=event.fault,
            request=event.request or 0,
        )
        self._touched.append(row)
        self._new_touched.append(row)
        self._exchanges.touched(event.conn, row.request, event.fault)
