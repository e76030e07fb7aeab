"""The fault `loss`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harness.proxy.faults.packet import Delivery, Packet, PacketFault


class Loss(PacketFault, frozen=True):
    """Lose packets."""

    name: ClassVar[str] = "loss"
    did: ClassVar[str] = "lost"

    def strike(self, _packet: Packet) -> Sequence[Delivery]:
        """It arrives nowhere."""
        return ()
