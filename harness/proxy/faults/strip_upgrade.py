"""The fault `strip-upgrade`."""

from __future__ import annotations

from typing import ClassVar

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import EditingFault


class StripUpgrade(EditingFault, frozen=True):
    """Take the wish for WebSocket out of requests.

    As a reverse proxy does that was not told to pass `Upgrade` on (it is a hop-by-hop header): the server reads a
    plain GET with transport=websocket and answers 400. Clients that began with polling stay on it.
    """

    name: ClassVar[str] = "strip-upgrade"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Take out `Upgrade`, and the word for it in `Connection`."""
        if not request.head.upgrades:
            return None
        return Edit(did="changed", head=request.head.without(b"upgrade").without_token(b"connection", b"upgrade"))
