"""The fault `restart-and-reset`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.commands import RestartHow
from harness.proxy.faults.base import Action, Close, End, Fault, Moment


class RestartAndReset(Fault, frozen=True):
    """Restart the server, and reset connections in the gap.

    A reset and a lost session together, as in the incident: a reset alone costs no session, and a server that goes
    in good order closes with FIN. The session restarts the server; while it does, the wire turns whatever ends a
    server makes into RST, and once the serving process is gone it resets what is open.
    """

    name: ClassVar[str] = "restart-and-reset"
    family: ClassVar[str] = "http"

    how: Annotated[RestartHow, Meta(description="how the server is restarted")] = "graceful"
    end: Annotated[End, Meta(description="who gets the RST")] = "both"

    @property
    def restart(self) -> RestartHow | None:
        """How the session is to restart the server while it is on."""
        return self.how

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Reset what the server ends."""
        ends = moment.what in {"fin", "rst"} and moment.direction == "down"
        return (Close(self.end, "rst"),) if ends else ()
