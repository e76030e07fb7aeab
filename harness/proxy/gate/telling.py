"""Refusals are told without a flood from whoever is refused: a few of each kind a second, the rest by number."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from harness.events import GateRefusal, WireGateRefused

_EACH = 10
"""So many refusals of a kind are told each, in a second."""
_SECOND_NS = 1_000_000_000


class Telling:
    """Keeps what is not told at once; it comes with the next one of its kind, in a later second, or at the end."""

    def __init__(self) -> None:
        self._since = 0
        self._told: dict[GateRefusal, int] = {}
        self._kept: dict[GateRefusal, WireGateRefused] = {}

    def tell(self, refused: WireGateRefused) -> Iterator[WireGateRefused]:
        """What is to be told now that this has happened."""
        if refused.t - self._since >= _SECOND_NS:
            yield from self.rest()
            self._since = refused.t
        told = self._told.get(refused.why, 0)
        self._told[refused.why] = told + 1
        if told < _EACH:
            yield refused
            return
        kept = self._kept.get(refused.why)
        self._kept[refused.why] = structs.replace(refused, count=1 + (kept.count if kept else 0))

    def rest(self) -> Iterator[WireGateRefused]:
        """What was kept; a new second begins."""
        kept, self._kept, self._told = self._kept, {}, {}
        yield from kept.values()
