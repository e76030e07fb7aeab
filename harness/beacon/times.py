"""The times of a page, on our clock: mapped by the measured offset, and believed only where they can be true."""

from __future__ import annotations

from dataclasses import dataclass

NS_PER_MS = 1_000_000


@dataclass(slots=True)
class PageTime:
    """One page's clock. `zero`: our time (monotonic ns) from which milliseconds are counted towards the page.

    What a report tells happened after the report before it was sent, and has happened by now: `floor` is the
    former, on our clock, so that what is told in order stays in order.
    """

    zero: int
    floor: int

    def ours(self, at: float, offset: float, now: int) -> int:
        """When, on our clock, the page's clock said `at`, if it is `offset` ms ahead: `now` at the latest."""
        mapped = self.zero + round((at - offset) * NS_PER_MS)
        return min(max(mapped, self.floor), now)

    def heard(self, sent: float, offset: float, now: int) -> None:
        """A report that the page sent at `sent` has arrived `now`: the next one tells of later things."""
        self.floor = self.ours(sent, offset, now)

    def millis(self, now: int) -> float:
        """What the page is told as our time."""
        return (now - self.zero) / NS_PER_MS


def wall_offset(offset: float, millis: float, wall: int) -> float:
    """A page's wall clock minus ours, in seconds: `millis` is our clock as told to pages, `wall` ours in ns."""
    return round((offset + millis - wall / NS_PER_MS) / 1000, 3)
