"""The tap's own honesty: every byte accounted for, and connections it could not follow."""

from __future__ import annotations

from typing import Any

from harness.events import WireAccounts, WireTapLost
from harness.metrics.counts.base import Folds, Moment

_BYTES = ("bytes_seen", "bytes_added", "bytes_relayed", "bytes_dropped", "bytes_undelivered")


class Tap:
    """`tap`: the wire's last account that counts; bytes still held at that moment are undelivered.

    `bytes_seen` includes `bytes_added`, which faults sent of their own.
    """

    name = "tap"

    def __init__(self) -> None:
        self._last: WireAccounts | None = None
        self._lost = 0

    def folds(self) -> Folds:
        """The wire's accounts."""
        return {WireAccounts: self._accounts, WireTapLost: self._went_blind}

    def _accounts(self, event: WireAccounts) -> None:
        if self._last is None or event.t >= self._last.t:
            self._last = event

    def _went_blind(self, _event: WireTapLost) -> None:
        self._lost += 1

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without a wire; the bytes are null before its first account."""
        if not moment.wire:
            return None
        if self._last is None:
            return dict.fromkeys(_BYTES) | {"lost": self._lost}
        up, down = self._last.up, self._last.down
        return {
            "bytes_seen": up.seen + down.seen + up.added + down.added,
            "bytes_added": up.added + down.added,
            "bytes_relayed": up.relayed + down.relayed,
            "bytes_dropped": up.dropped + down.dropped,
            "bytes_undelivered": up.undelivered + down.undelivered + up.held + down.held,
            "lost": self._lost,
        }
