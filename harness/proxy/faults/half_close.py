"""The fault `half-close`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, Fault, Moment


class HalfClose(Fault, frozen=True):
    """Close one direction and leave the other open (FIN).

    The FIN comes behind the bytes that are under way. What is still sent in that direction is read and dropped;
    the other direction goes on until its sender ends it.
    """

    name: ClassVar[str] = "half-close"
    at_once: ClassVar[bool] = True

    end: Annotated[Literal["client", "server"], Meta(description="who gets the FIN")] = "client"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """End the direction that leads there, behind what has come."""
        leads_there = moment.direction == ("down" if self.end == "client" else "up")
        if moment.what not in ("now", "data") or not leads_there:
            return ()
        return (Close(self.end, "fin", after=moment.size),)
