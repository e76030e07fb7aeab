"""The fault `wrong-version`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import EditingFault


class WrongVersion(EditingFault, frozen=True):
    """Open sessions in another version of the protocol.

    As a client of another generation does (`EIO=3`: Socket.IO 2 and before). The server refuses the handshake
    with 400, and no session is ever issued; sessions that are open go on.
    """

    name: ClassVar[str] = "wrong-version"

    version: Annotated[
        str, Meta(pattern=r"^[0-9a-zA-Z.-]{0,20}$", description="what EIO says; empty: nothing")
    ] = "3"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Change `EIO` where a session is asked for."""
        if request.kind not in {"handshake", "websocket"}:
            return None
        return Edit(did="changed", head=request.head.with_query("EIO", self.version or None))
