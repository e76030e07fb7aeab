"""The fault `corrupt`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harness.proxy.faults.packet import Delivery, Packet, PacketFault

_SECOND = 1 << 62
"""Beyond every packet's number: the second draw of a packet."""


class Corrupt(PacketFault, frozen=True):
    """Flip one bit in packets.

    TCP's checksum (RFC 9293, 3.1) finds it and the packet counts as lost; the bytes that arrive are right.
    """

    name: ClassVar[str] = "corrupt"
    did: ClassVar[str] = "corrupted"

    def strike(self, packet: Packet) -> Sequence[Delivery]:
        """It arrives with a bit flipped behind its IP head."""
        return (Delivery(flip=packet.draw(_SECOND + packet.n)),)
