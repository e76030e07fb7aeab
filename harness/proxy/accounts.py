"""The accounts of bytes: whatever a sender gave the wire is relayed, dropped by a fault, undelivered, or held."""

from __future__ import annotations

from dataclasses import dataclass

from harness.events import WireBytes


@dataclass(slots=True)
class Account:
    """The running account of one direction, in bytes; what is missing from `seen` is still held."""

    seen: int = 0
    relayed: int = 0
    dropped: int = 0
    undelivered: int = 0

    @property
    def held(self) -> int:
        """Bytes that came in and have not gone anywhere yet."""
        return self.seen - self.relayed - self.dropped - self.undelivered

    def add(self, other: Account) -> None:
        """Take another account's figures into this one."""
        self.seen += other.seen
        self.relayed += other.relayed
        self.dropped += other.dropped
        self.undelivered += other.undelivered

    def frame(self) -> WireBytes:
        """The account as it is told, `held` written out."""
        return WireBytes(
            seen=self.seen,
            relayed=self.relayed,
            dropped=self.dropped,
            undelivered=self.undelivered,
            held=self.held,
        )
