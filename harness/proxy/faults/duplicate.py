"""The fault `duplicate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harness.proxy.faults.packet import Delivery, Packet, PacketFault


class Duplicate(PacketFault, frozen=True):
    """Deliver packets twice."""

    name: ClassVar[str] = "duplicate"
    did: ClassVar[str] = "duplicated"

    def strike(self, _packet: Packet) -> Sequence[Delivery]:
        """It arrives, and arrives again."""
        return (Delivery(), Delivery())
