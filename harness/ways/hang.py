"""The way `hang`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.ways.base import Deed, Signal, Standing, Way, Whom


class Hang(Way, frozen=True):
    """Stop the serving process, and let it go on later.

    SIGSTOP and SIGCONT: the kernel goes on accepting connections and receiving bytes for it, and nobody answers.
    """

    name: ClassVar[str] = "hang"

    whom: Annotated[Whom, Meta(description="which of the serving processes")] = "all"

    def struck(self, server: Standing) -> tuple[int, ...]:
        """Those that serve: a reloader or master that waits for them does not hang."""
        return server.chosen(self.whom)

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Stop them."""
        return (Signal("SIGSTOP", self.struck(server)),)

    def relieve(self, server: Standing) -> Sequence[Deed]:
        """Let them go on."""
        return (Signal("SIGCONT", self.struck(server)),)
