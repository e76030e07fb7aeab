"""The fault `big-payload`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import TIMES, EditingFault, Times

USUAL = 1_000_000
"""`maxPayload` as both servers have it unless told otherwise, in bytes."""
_PADDING = b"x" * 65536
_PONG = b"\x1e3"
"""Begins one more packet (engine.io-protocol 4): a pong, whose data no server looks at."""


class BigPayload(EditingFault, frozen=True):
    """Send POSTs larger than the server takes.

    One more packet stands behind those of the client, so large that the whole is `beyond` bytes above the
    `maxPayload` the server announced. Node's answers 413. python-engineio ends the session, from which
    python-socketio does not come back by itself, and answers 400, or never where it waits for a last poll.
    """

    name: ClassVar[str] = "big-payload"

    beyond: Annotated[
        int,
        Meta(ge=1, le=64_000_000, description="above what the server takes", extra_json_schema={"x-unit": "B"}),
    ] = 1
    times: Annotated[Times, Meta(description=TIMES)] = "once"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Lengthen it."""
        if request.kind != "post" or (self.times == "once" and request.times):
            return None
        size = max((request.known.most_of(request.sid) or USUAL) + self.beyond, request.length + len(_PONG))
        head = request.head.having(b"Content-Length", str(size).encode())
        left = size - request.length - len(_PONG)
        whole, rest = divmod(left, len(_PADDING))
        return Edit(did="changed", head=head, extra=(_PONG, *[_PADDING] * whole, _PADDING[:rest]))
