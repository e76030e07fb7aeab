"""What every block of the summary is: folds by event type, and a value that is None when it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol

from harness.events import Event

NS_PER_S = 1_000_000_000

Fold = Callable[[Any], None]
Folds = Mapping[type[Event], Fold]


@dataclass(frozen=True, slots=True)
class Moment:
    """When and before whose eyes a value is asked for.

    `t`: monotonic ns up to which events count; `seconds`: of the run so far, None before it was ready;
    `wire`, `server`, `clients`: is that witness there at all.
    """

    t: int
    seconds: float | None
    wire: bool
    server: bool
    clients: bool


class Count(Protocol):
    """One block of the summary, for all clients or for one group of them."""

    name: str

    def folds(self) -> Folds:
        """What to call for which event."""
        ...

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """The block as `summary.json` has it; None when none of its witnesses is there."""
        ...


def seconds(ns: int) -> float:
    """Nanoseconds as seconds."""
    return ns / NS_PER_S


def percentile(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least `share` of them do not exceed (nearest rank); None of none."""
    return ordered[max(ceil(share * len(ordered)), 1) - 1] if ordered else None


def tidy(value: float | None) -> float | None:
    """Seconds and rates to the millisecond."""
    return None if value is None else round(value, 3)


def ranked(counts: Mapping[str, int], first: Iterable[str] = ()) -> dict[str, int]:
    """Counts as a plain dictionary: the keys that are always there, then the others by name."""
    known = dict.fromkeys(first, 0)
    return known | {key: counts[key] for key in sorted(counts)}
