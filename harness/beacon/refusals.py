"""Who was not let in, and why: told once a second and address, however often it knocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from harness.clock import Clock
from harness.events import BeaconRefused, DeviceRefusal, Event

MOST = 256
"""So many kinds of refusal wait to be told; further addresses count as `elsewhere`."""
ELSEWHERE = "elsewhere"


class Refusals:
    """Counts refusals until they are told."""

    def __init__(self, say: Callable[[Event], None], clock: Clock) -> None:
        self._say = say
        self._clock = clock
        self._waiting: Counter[tuple[str, DeviceRefusal]] = Counter()

    def note(self, address: str, why: DeviceRefusal) -> None:
        """Somebody at this address was refused."""
        known = (address, why) in self._waiting or len(self._waiting) < MOST
        self._waiting[address if known else ELSEWHERE, why] += 1

    def tell(self) -> None:
        """Tell what has come together."""
        waiting, self._waiting = self._waiting, Counter()
        for (address, why), count in waiting.items():
            self._say(BeaconRefused(t=self._clock(), address=address, why=why, count=count))
