"""The accounts of bytes: what senders gave the wire, and what faults added, went somewhere or is held.

seen + added = relayed + dropped (by a fault) + undelivered (at a reset) + held.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.events import WireBytes


@dataclass(slots=True)
class Account:
    """The running account of one direction, in bytes; what has gone nowhere is still held."""

    seen: int = 0
    added: int = 0
    relayed: int = 0
    dropped: int = 0
    undelivered: int = 0

    @property
    def held(self) -> int:
        """Bytes that came in, or were added, and have not gone anywhere yet."""
        return self.seen + self.added - self.relayed - self.dropped - self.undelivered

    def add(self, other: Account) -> None:
        """Take another account's figures into this one."""
        self.seen += other.seen
        self.added += other.added
        self.relayed += other.relayed
        self.dropped += other.dropped
        self.undelivered += other.undelivered

    def frame(self) -> WireBytes:
        """The account as it is told, `held` written out."""
        return WireBytes(
            seen=self.seen,
            added=self.added,
            relayed=self.relayed,
            dropped=self.dropped,
            undelivered=self.undelivered,
            held=self.held,
        )
