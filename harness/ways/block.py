"""The way `block`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.ways.base import Deed, Say, Standing, Way, Whom

LONGEST_SECONDS = 60.0
"""How long a block without a duration lasts, where the server cannot be woken (Node)."""


class Block(Way, frozen=True):
    """Block the event loop, and every thread with it.

    A call that keeps the interpreter's lock, as a C extension or a busy loop in one does: no greenlet, no thread
    of that process runs until it is over.
    """

    name: ClassVar[str] = "block"
    by_line: ClassVar[bool] = True

    whom: Annotated[Whom, Meta(description="which of the serving processes")] = "all"

    def struck(self, server: Standing) -> tuple[int, ...]:
        """Those that serve."""
        return server.chosen(self.whom)

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Have them block; whatever line comes next wakes them."""
        seconds = LONGEST_SECONDS if server.duration is None else server.duration
        return (Say(self.struck(server), {"do": "block", "seconds": seconds}),)

    def relieve(self, server: Standing) -> Sequence[Deed]:
        """Wake them."""
        return (Say(self.struck(server), {"do": "go-on"}),)
