"""The fault `bandwidth`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import Action, Fault, Moment, Pace, Way

_NS_PER_S = 1_000_000_000
_STEP_S = 0.01
_CREDIT_NS = 20_000_000


class Bandwidth(Fault, frozen=True):
    """Let only so many bytes a second pass.

    Each connection, and each direction of it, has so much for itself. Bytes leave in steps of 10 ms, and what was
    not used is saved for 20 ms. A direction takes in 64 KiB, then the sender's own TCP waits. A reset overtakes
    the bytes that wait. What waits when the fault ends goes on at once.
    """

    name: ClassVar[str] = "bandwidth"

    rate: Annotated[
        float,
        Meta(ge=0.01, le=1_000_000, description="a connection, each way", extra_json_schema={"x-unit": "KiB/s"}),
    ] = 64.0
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Set the pace."""
        if moment.what not in ("now", "data") or self.direction not in (moment.direction, "both"):
            return ()
        a_second = self.rate * 1024
        step = max(1, round(a_second * _STEP_S))
        return (Pace(size=step, gap=round(step * _NS_PER_S / a_second), credit=_CREDIT_NS),)
