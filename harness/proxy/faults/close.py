"""The fault `close`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults import base


class Close(base.Fault, frozen=True):
    """Close connections in good order (FIN).

    Whoever gets the FIN may go on sending; that is read and dropped until it closes too, since closing a socket
    with unread bytes would send RST.
    """

    name: ClassVar[str] = "close"
    at_once: ClassVar[bool] = True

    end: Annotated[base.End, Meta(description="who gets the FIN")] = "both"

    def decide(self, moment: base.Moment) -> Sequence[base.Action]:
        """End it, as soon as both ends have something to close."""
        return () if moment.what == "open" else (base.Close(self.end, "fin"),)
