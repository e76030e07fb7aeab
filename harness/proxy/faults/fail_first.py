"""The fault `fail-first`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, Fault, Hold, Moment


class FailFirst(Fault, frozen=True):
    """Fail the first connections, and let the rest be.

    Of those that are accepted while it is on and that it is aimed at, in the order in which that is known: at once
    when it is aimed at all, else with their first request. `hang`: they hear nothing until the fault is over.
    """

    name: ClassVar[str] = "fail-first"
    counts: ClassVar[bool] = True

    first: Annotated[int, Meta(ge=1, le=1_000_000, description="so many connections")] = 3
    how: Annotated[Literal["reset", "hang"], Meta(description="what becomes of them")] = "reset"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Reset it or hold it, if it is one of the first."""
        if not 1 <= moment.nth <= self.first:
            return ()
        return (Close("both", "rst") if self.how == "reset" else Hold(),)
