"""The fault `latency`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import Action, Fault, Moment, Send, Way

_NS_PER_MS = 1_000_000


class Latency(Fault, frozen=True):
    """Delay what passes.

    Order and bytes stay; FINs and resets are delayed alike. Opening a connection is not: the wire accepts at once.
    What is under way when the fault ends arrives at its own time. A direction holds 64 KiB, which bounds the
    throughput to that much a delay.
    """

    name: ClassVar[str] = "latency"

    delay: Annotated[
        float, Meta(ge=0, le=60_000, description="added each way", extra_json_schema={"x-unit": "ms"})
    ] = 200.0
    jitter: Annotated[
        float, Meta(ge=0, le=60_000, description="more or less, drawn evenly", extra_json_schema={"x-unit": "ms"})
    ] = 0.0
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"

    def __post_init__(self) -> None:
        if self.jitter > self.delay:
            raise ValueError(f"jitter must be at most the delay ({self.delay:g} ms); got {self.jitter:g}")

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Let it go on later."""
        if moment.what not in ("data", "fin", "rst") or self.direction not in (moment.direction, "both"):
            return ()
        spread = (2 * moment.draw(moment.offset) - 1) * self.jitter
        return (Send(moment.now + round((self.delay + spread) * _NS_PER_MS)),)
