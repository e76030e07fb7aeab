"""How often an address may speak: a bucket of tokens each, which fills again with time."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ADDRESSES = 4096
"""So many addresses are remembered; the one that was heard longest ago gives way."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """`per_second` turns an address in the long run, `burst` at once; `now` is given in seconds."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._of: dict[str, _Bucket] = {}

    def allow(self, address: str, now: float) -> bool:
        """Whether this address may have a turn now, and take it."""
        bucket = self._of.pop(address, None) or _Bucket(float(self._burst), now)
        self._of[address] = bucket  # the latest is last
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if len(self._of) > MOST_ADDRESSES:
            del self._of[next(iter(self._of))]
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
