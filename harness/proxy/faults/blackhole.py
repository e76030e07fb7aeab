"""The fault `blackhole`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, Fault, Hold, Moment, Way


class Blackhole(Fault, frozen=True):
    """Let nothing pass, and tell no one.

    Bytes, FINs and resets wait; each direction takes in 64 KiB, then the sender's own TCP holds the rest. A new
    connection would send SYNs without an answer; the nearest the wire can do is to accept it and stay silent,
    with no connection to the server, until the fault is over.
    """

    name: ClassVar[str] = "blackhole"

    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"
    then: Annotated[Literal["deliver", "reset"], Meta(description="what becomes of it when the fault ends")] = (
        "deliver"
    )

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Hold it; a connection needs both directions to open."""
        hold = moment.what == "open" or self.direction in (moment.direction, "both")
        return (Hold(),) if hold else ()

    def lifted(self) -> Sequence[Close]:
        """Deliver what was held, or reset both ends."""
        return (Close("both", "rst"),) if self.then == "reset" else ()
