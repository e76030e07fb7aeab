"""The fault `slice`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import Action, Fault, Moment, Pace, Way

_NS_PER_MS = 1_000_000


class Slice(Fault, frozen=True):
    """Cut the stream into small pieces.

    It is cut at every multiple of the size, counted from the connection's first byte, and a piece is sent the gap
    after the one before it: what a program takes for one message arrives in several reads. Without a gap the
    pieces are sent one by one, and TCP may join them again. A reset overtakes the bytes that wait.
    """

    name: ClassVar[str] = "slice"

    size: Annotated[
        int, Meta(ge=1, le=65_536, description="of a piece, at most", extra_json_schema={"x-unit": "B"})
    ] = 100
    gap: Annotated[
        float, Meta(ge=0, le=60_000, description="between two pieces", extra_json_schema={"x-unit": "ms"})
    ] = 10.0
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Set the pace."""
        if moment.what not in ("now", "data") or self.direction not in (moment.direction, "both"):
            return ()
        return (Pace(size=self.size, gap=round(self.gap * _NS_PER_MS)),)
