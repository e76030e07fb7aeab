"""The fault `cached-handshake`."""

from __future__ import annotations

from typing import ClassVar

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import EditingFault


class CachedHandshake(EditingFault, frozen=True):
    """Answer handshakes from a cache.

    As a cache does that takes no notice of `Cache-Control`. The first handshake that comes passes and its answer
    is kept; whoever shakes hands after gets that answer, so two clients hold one session id: each takes what is
    meant for the other, and the first to leave closes it for both.
    """

    name: ClassVar[str] = "cached-handshake"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:
        """Answer from the cache, or fill it."""
        if request.kind != "handshake":
            return None
        if memory.answer.startswith(b"HTTP/1.1 200"):
            return Edit(did="answered", answer=memory.answer)
        return Edit(did="", keep=memory)
