"""The fault `unsticky`."""

from __future__ import annotations

from typing import ClassVar

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import ENGINE_IO, EditingFault


class Unsticky(EditingFault, frozen=True):
    """Alternate between two servers.

    As a load balancer does that does not keep a client with one server. New connections go to each server in turn,
    and each request is the last of its connection (`Connection: close`), so that the next meets another server:
    what one has issued, the others do not know. WebSockets stay where they are.
    """

    name: ClassVar[str] = "unsticky"
    elsewhere: ClassVar[bool] = True

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Make it the last of its connection."""
        if request.kind not in ENGINE_IO or request.head.upgrades:
            return None
        return Edit(did="changed", head=request.head.having(b"Connection", b"close"))
