"""The fault `stale-sid`."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import TIMES, EditingFault, Times


class StaleSid(EditingFault, frozen=True):
    """Send requests with a session id that is no longer good.

    What a client does that missed a restart. The server refuses it in its own words (400, in python-engineio
    "Invalid session …"); the session itself lives on, and the request is lost. Requests without a sid are left
    alone: what kind it is, the aim says. `earlier`: one this client had before, or, where it had none, one that
    nobody ever had; `any`: the one not used for longest of all the wire saw.
    """

    name: ClassVar[str] = "stale-sid"

    which: Annotated[Literal["earlier", "any", "made"], Meta(description="the sid that is sent")] = "earlier"
    times: Annotated[Times, Meta(description=TIMES)] = "once"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Put another sid into the query."""
        if request.sid is None or (self.times == "once" and request.times):
            return None
        other = self._other(request)
        return Edit(did="changed", head=request.head.with_query("sid", other), sid=other)

    def _other(self, request: Asked) -> str:
        seen: list[str] = []
        if self.which == "any":
            seen = [sid for sid in request.known.sids_of(None) if sid != request.sid][:1]
        elif self.which == "earlier" and request.client is not None:
            seen = [sid for sid in request.known.sids_of(request.client) if sid != request.sid]
        return seen[-1] if seen else made(f"{request.client} {request.sid}")


def made(key: str) -> str:
    """A sid as python-engineio makes them (20 characters of base64), which the key alone decides."""
    return base64.urlsafe_b64encode(hashlib.blake2b(key.encode(), digest_size=15).digest()).decode()
