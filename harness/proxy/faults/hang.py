"""The fault `hang`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harness.proxy.faults.base import Action, Fault, Hold, Moment


class Hang(Fault, frozen=True):
    """Accept new connections and say nothing.

    As a server does that listens and is stuck. Nothing is read from the client, and the server is not reached
    before the fault is over; then it goes on. A connection whose client (or session, or kind) only a request tells
    is held from that request on. Connections that are open already stay as they are.
    """

    name: ClassVar[str] = "hang"
    counts: ClassVar[bool] = True

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Hold it, if it is new."""
        return (Hold(),) if moment.what == "open" or moment.nth else ()
