"""The fault `reset`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import Action, Close, End, Fault, Moment


class Reset(Fault, frozen=True):
    """Reset connections (RST).

    With one end only, the other is told nothing: what it sends is read and dropped until it closes by itself.
    """

    name: ClassVar[str] = "reset"
    at_once: ClassVar[bool] = True

    end: Annotated[End, Meta(description="who gets the RST")] = "both"

    def decide(self, _moment: Moment) -> Sequence[Action]:
        """End it, at the first sign of it."""
        return (Close(self.end, "rst"),)
