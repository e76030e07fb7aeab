"""The fault `drop-cookie`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.edit.head import Head
from harness.proxy.faults.editing import EditingFault


class DropCookie(EditingFault, frozen=True):
    """Take cookies out of requests or answers.

    As browsers do across sites. A cookie that keeps a client with one of several servers is lost that way, and
    the next request meets a server that does not know the session: aim at one kind of request to lose it there.
    """

    name: ClassVar[str] = "drop-cookie"

    cookie: Annotated[str, Meta(pattern=r"^[!-~]{0,200}$", description="its name; empty: all of them")] = ""
    where: Annotated[Literal["request", "answer", "both"], Meta(description="what it is taken out of")] = "request"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Take it out of the request, and have it taken out of the answer."""
        head = self._without(request.head) if self.where != "answer" else request.head
        without = () if self.where == "request" else ((b"set-cookie", self._beginning),)
        changed = head.lines != request.head.lines
        if not (changed or without):
            return None
        return Edit(did="changed", head=head if changed else None, without=without)

    @property
    def _beginning(self) -> bytes:
        return self.cookie.encode() + b"=" if self.cookie else b""

    def _without(self, head: Head) -> Head:
        pairs = [pair.strip() for value in head.values(b"cookie") for pair in value.split(b";")]
        kept = [pair for pair in pairs if not pair.startswith(self._beginning)]
        if kept == pairs:
            return head
        return head.having(b"Cookie", b"; ".join(kept)) if kept else head.without(b"cookie")
