"""The fault `reorder`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.packet import Delivery, Packet, PacketFault

_NS_PER_MS = 1_000_000


class Reorder(PacketFault, frozen=True):
    """Let packets be overtaken.

    One that is drawn waits; those sent in the meantime arrive before it.
    """

    name: ClassVar[str] = "reorder"
    did: ClassVar[str] = "overtaken"

    delay: Annotated[
        float, Meta(gt=0, le=10_000, description="it waits so long", extra_json_schema={"x-unit": "ms"})
    ] = 20.0

    def strike(self, _packet: Packet) -> Sequence[Delivery]:
        """It arrives later."""
        return (Delivery(after=round(self.delay * _NS_PER_MS)),)
