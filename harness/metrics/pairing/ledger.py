"""The outcome of pairing: every leftover gets the name of its explanation, or counts as unexplained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from harness.metrics.witnessed import Seen

UNEXPLAINED = "unexplained"
IN_FLIGHT = "in_flight"
ANSWERED_BY_WIRE = "answered_by_wire"
"""A fault answered in the server's place, which never saw the request."""
SENT_BY_WIRE = "sent_by_wire"
"""A fault sent the request by itself: no client knows of it."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something one witness saw alone: the event's `seq`, of which figure, and the `name` of the difference."""

    figure: str
    seq: int
    name: str


@dataclass(slots=True)
class Ledger:
    """Leftovers of one figure. `classes` are the differences there can be, `unexplained` besides."""

    figure: str
    classes: tuple[str, ...]
    leftovers: list[Leftover] = field(default_factory=list)

    def book(self, seen: Seen, name: str | None) -> None:
        """Name a leftover; None means that nothing explains it."""
        self.leftovers.append(Leftover(self.figure, seen.seq, name or UNEXPLAINED))

    def book_crossing(self, one: Seen, other: Seen, freeze: int) -> None:
        """Two that belong together: one that counts without the other was on its way when the figures froze."""
        if (one.t <= freeze) != (other.t <= freeze):
            self.book(min(one, other, key=lambda either: either.t), IN_FLIGHT)

    def counts(self) -> dict[str, int]:
        """How many of each class, zeros included."""
        found = Counter(leftover.name for leftover in self.leftovers)
        return {name: found[name] for name in (*self.classes, UNEXPLAINED)}


def until(freeze: int, seen: Iterable[Seen]) -> list[Seen]:
    """What counts: seen up to the freeze."""
    return [one for one in seen if one.t <= freeze]


def in_time(seen: Iterable[Seen]) -> list[Seen]:
    """By time, and by number where the time is the same."""
    return sorted(seen, key=lambda one: (one.t, one.seq))
