"""What a packet fault is: it acts below TCP, on single packets of the cable between clients and wire.

TCP mends what it does, in its own time: what is lost or corrupt is sent again (after 0.2 s or more on Linux),
what comes twice or out of order is put right. So nothing the wire counts is missing; it is late.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from harness.proxy.faults.base import Fault, Way


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """An IP packet on its way. `n` counts the packets of its connection and direction from 0.

    `draw`: a number from 0 to 1 that this fault, this client (or connection), this direction and the number
    given decide. Which packet carries what is TCP's choice, and not the same in every run.
    """

    direction: Literal["up", "down"]
    n: int
    draw: Callable[[int], float]


class Delivery(msgspec.Struct, frozen=True):
    """Let it arrive after so many ns; `flip`: with one bit other, at this part (0 to 1) of what IP carries."""

    after: int = 0
    flip: float | None = None


AS_IT_IS: Sequence[Delivery] = (Delivery(),)


class PacketFault(Fault, frozen=True):
    """A fault of packets: `percent` of them, drawn one by one, in `direction`. `did` says it of a connection."""

    family: ClassVar[str] = "packets"
    did: ClassVar[str]

    percent: Annotated[
        float, Meta(gt=0, le=100, description="of the packets", extra_json_schema={"x-unit": "%"})
    ] = 5.0
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"

    def carry(self, packet: Packet) -> Sequence[Delivery]:
        """How the packet arrives: as it is unless it is drawn; not at all when nothing is returned."""
        if self.direction not in (packet.direction, "both") or packet.draw(packet.n) * 100 >= self.percent:
            return AS_IT_IS
        return self.strike(packet)

    @abstractmethod
    def strike(self, packet: Packet) -> Sequence[Delivery]:
        """How a packet arrives that was drawn."""
