"""The fault `latency`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Fault, Moment, Send, Way

_NS_PER_MS = 1_000_000
_LONGEST_MS = 60_000.0
_TINY = 2.0**-53
_TAIL = 3.0
"""The shape of the Pareto distribution: its mean and its variance are finite."""


class Latency(Fault, frozen=True):
    """Delay what passes.

    Order and bytes stay; FINs and resets are delayed alike. Opening a connection is not: the wire accepts at once.
    What is under way when the fault ends arrives at its own time. A direction holds 64 KiB, which bounds the
    throughput to that much a delay. The jitter is, by `distribution`: `uniform`: at most so much more or less;
    `normal`: the standard deviation; `pareto`: never less than the delay, so much more in the mean, and now and
    then far more (shape 3). A delay is never below 0 and never above a minute.
    """

    name: ClassVar[str] = "latency"

    delay: Annotated[
        float, Meta(ge=0, le=60_000, description="added each way", extra_json_schema={"x-unit": "ms"})
    ] = 200.0
    jitter: Annotated[
        float, Meta(ge=0, le=60_000, description="how much the delay varies", extra_json_schema={"x-unit": "ms"})
    ] = 0.0
    distribution: Annotated[Literal["uniform", "normal", "pareto"], Meta(description="how the delay varies")] = (
        "uniform"
    )
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"

    def __post_init__(self) -> None:
        if self.distribution == "uniform" and self.jitter > self.delay:
            raise ValueError(f"jitter must be at most the delay ({self.delay:g} ms); got {self.jitter:g}")

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Let it go on later."""
        if moment.what not in ("data", "fin", "rst") or self.direction not in (moment.direction, "both"):
            return ()
        late = self.delay + self.jitter * self._spread(moment.draw(moment.offset)) if self.jitter else self.delay
        return (Send(moment.now + round(min(max(0.0, late), _LONGEST_MS) * _NS_PER_MS)),)

    def _spread(self, drawn: float) -> float:
        """How many jitters this draw (0 to 1) adds: the distribution's inverse at it."""
        match self.distribution:
            case "uniform":
                return 2 * drawn - 1
            case "normal":
                return NormalDist().inv_cdf(min(max(drawn, _TINY), 1 - _TINY))
            case "pareto":
                return (_TAIL - 1) * (math.pow(max(1 - drawn, _TINY), -1 / _TAIL) - 1)
