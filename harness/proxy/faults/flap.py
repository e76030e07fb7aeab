"""The fault `flap`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, Fault, Hold, Moment


class Flap(Fault, frozen=True):
    """Go down and come up again by a rhythm.

    It begins with being down. Down means, by `how`: `blackhole`: nothing passes and no one is told, and when it is
    up again all that waited goes on; `reset`: what is open and what is opened is reset; `refuse`: what is open is
    reset and the port is really closed (so it can be aimed only at all clients, or at clients with a port of their
    own).
    """

    name: ClassVar[str] = "flap"

    down_for: Annotated[
        float, Meta(ge=0.05, le=3600, description="down so long", extra_json_schema={"x-unit": "s"})
    ] = 2.0
    up_for: Annotated[
        float, Meta(ge=0.05, le=3600, description="then up so long", extra_json_schema={"x-unit": "s"})
    ] = 5.0
    how: Annotated[Literal["blackhole", "reset", "refuse"], Meta(description="what being down means")] = (
        "blackhole"
    )

    @property
    def closes_port(self) -> bool:
        """Only if it is to refuse."""
        return self.how == "refuse"

    @property
    def rhythm(self) -> tuple[float, float]:
        """Down, up."""
        return self.down_for, self.up_for

    def decide(self, _moment: Moment) -> Sequence[Action]:
        """Hold it or reset it: it is asked while it is down."""
        return (Hold() if self.how == "blackhole" else Close("both", "rst"),)
