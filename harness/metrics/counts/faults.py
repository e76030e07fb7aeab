"""The faults that were on, and which connections each of them touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.events import WireFaultApplied, WireFaultLifted, WireFaultTouched
from harness.metrics.counts.base import Folds, seconds, tidy

MOST_LISTED = 100
"""So many connections of a fault are listed, the first it touched; the others are counted, and in the events."""


@dataclass(slots=True)
class _Fault:
    """One fault: from when until when (ns), how many connections it touched, and the first of them."""

    applied: WireFaultApplied
    lifted: int | None = None
    touched: int = 0
    first: list[WireFaultTouched] = field(default_factory=list)


class Faults:
    """`faults`: each that was on, in order, with what it touched."""

    def __init__(self) -> None:
        self._faults: dict[int, _Fault] = {}

    def folds(self) -> Folds:
        """The wire's word for when a fault began, acted and ended."""
        return {WireFaultApplied: self._applied, WireFaultTouched: self._touched, WireFaultLifted: self._lifted}

    def _applied(self, event: WireFaultApplied) -> None:
        self._faults[event.id] = _Fault(event)

    def _touched(self, event: WireFaultTouched) -> None:
        if fault := self._faults.get(event.id):
            fault.touched += 1
            if fault.touched <= MOST_LISTED:
                fault.first.append(event)

    def _lifted(self, event: WireFaultLifted) -> None:
        if fault := self._faults.get(event.id):
            fault.lifted = event.t

    def value(self, zero: int | None, *, listed: bool) -> list[dict[str, Any]]:
        """One row a fault; times in seconds from `zero` (ns), null before there is one.

        `listed`: name the connections, too; a live summary leaves that out (null) to stay small.
        """
        return [
            {
                "id": fault.applied.id,
                "fault": fault.applied.fault,
                "target": fault.applied.target,
                "began": _at(fault.applied.t, zero),
                "lifted": _at(fault.lifted, zero),
                "touched": fault.touched,
                "connections": [_connection(one, zero) for one in fault.first] if listed else None,
            }
            for fault in self._faults.values()
        ]


def _connection(event: WireFaultTouched, zero: int | None) -> dict[str, Any]:
    return {
        "conn": event.conn,
        "did": event.did,
        "at": _at(event.t, zero),
        "client": event.client,
        "sid": event.sid,
        "kind": event.kind,
        "request": event.request,
    }


def _at(t: int | None, zero: int | None) -> float | None:
    return None if t is None or zero is None else tidy(seconds(t - zero))
