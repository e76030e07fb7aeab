"""The way `full-backlog`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.ways.base import Deed, Drain, Fill, Say, Signal, Standing, Way


class FullBacklog(Way, frozen=True):
    """Accept nothing, and let the backlog be full.

    The serving processes are stopped (see `hang`), and connections that say nothing fill what the kernel lets
    wait: new ones are not refused, they get no answer to their SYN and wait, trying again after 1 s, 2 s, 4 s.
    """

    name: ClassVar[str] = "full-backlog"
    by_line: ClassVar[bool] = True
    linux_only: ClassVar[str] = "only its kernel says how full a backlog is"

    size: Annotated[
        int, Meta(ge=0, le=128, description="how long the backlog is", extra_json_schema={"x-unit": "connections"})
    ] = 4

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Make it short, stop who would accept, and fill it."""
        shorter = {"do": "backlog", "port": server.port, "size": self.size}
        return Say(server.serving, shorter), Signal("SIGSTOP", server.serving), Fill()

    def relieve(self, server: Standing) -> Sequence[Deed]:
        """Take the connections away, let the server go on, and make its backlog what it was."""
        before = {"do": "backlog", "port": server.port, "size": server.backlog}
        restored = () if server.backlog is None else (Say(server.serving, before),)
        return Drain(), Signal("SIGCONT", server.serving), *restored
