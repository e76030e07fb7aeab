"""The fault `overlap-poll`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import TIMES, EditingFault, Times


class OverlapPoll(EditingFault, frozen=True):
    """Send polls twice, so that two of one session overlap.

    The second goes on a connection of the wire's own, whose answer is dropped. Node's server ends the session;
    python-engineio gives each message to one of the two, so what the second gets is lost to the client: the one
    that waits when the fault ends still takes what comes next.
    """

    name: ClassVar[str] = "overlap-poll"

    times: Annotated[Times, Meta(description=TIMES)] = "always"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Have it repeated."""
        if request.kind != "poll" or request.length or (self.times == "once" and request.times):
            return None
        return Edit(did="repeated", repeat=True)
