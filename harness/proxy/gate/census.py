"""How many connections there are, by address and in all."""

from __future__ import annotations

from collections import Counter


class Census:
    """Counts whoever is let in and has not left."""

    def __init__(self, per_address: int, most: int) -> None:
        self._per_address = per_address
        self._most = most
        self._there: dict[int, str] = {}
        self._by_address: Counter[str] = Counter()

    def enter(self, number: int, address: str) -> bool:
        """Count one more connection from this address; False, and it is not counted, when there are too many."""
        if len(self._there) >= self._most or self._by_address[address] >= self._per_address:
            return False
        self._there[number] = address
        self._by_address[address] += 1
        return True

    def leave(self, number: int) -> None:
        """A connection is over; one that was never counted is none."""
        address = self._there.pop(number, None)
        if address is not None:
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those that are there, in the order they came."""
        return tuple(self._there)
