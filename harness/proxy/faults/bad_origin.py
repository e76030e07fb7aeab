"""The fault `bad-origin`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import ENGINE_IO, EditingFault


class BadOrigin(EditingFault, frozen=True):
    """Send requests with an origin that is not listed.

    As from a page of another site. python-engineio answers 400 "Not an accepted origin."; Node's server answers
    as usual without the CORS headers, and the browser keeps the answer from the page.
    """

    name: ClassVar[str] = "bad-origin"

    origin: Annotated[
        str, Meta(pattern=r"^[!-~]{0,200}$", description="scheme, host and port; empty: the server's own")
    ] = "http://not-listed.example"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Put it in the place of the request's own."""
        if request.kind not in ENGINE_IO:
            return None
        origin = self.origin.encode() or b"http://" + b"".join(request.head.values(b"host"))
        return Edit(did="changed", head=request.head.having(b"Origin", origin))
