"""The fault `idle-cut`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, Fault, Hold, Moment, Wake

_NS_PER_S = 1_000_000_000


class IdleCut(Fault, frozen=True):
    """Cut connections that are idle, as a firewall does.

    After so long without a byte from either side the middlebox forgets the connection. `reset`: both ends get an
    RST. `drop`: nobody is told, and nothing passes any more; what is sent waits, as TCP would send it again, and
    arrives when the fault ends.
    """

    name: ClassVar[str] = "idle-cut"

    after: Annotated[
        float, Meta(gt=0, le=86_400, description="without a byte", extra_json_schema={"x-unit": "s"})
    ] = 60.0
    how: Annotated[Literal["reset", "drop"], Meta(description="tell both ends, or nobody")] = "reset"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Cut it when its time has come; else look again when it may have."""
        due = moment.quiet + round(self.after * _NS_PER_S)
        if moment.what != "wake" or moment.now < due:
            return (Wake(due),)
        return (Close("both", "rst") if self.how == "reset" else Hold(),)
