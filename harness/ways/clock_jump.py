"""The way `clock-jump`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.ways.base import Deed, Say, Standing, Way, Whom

DAY = 86_400


class ClockJump(Way, frozen=True):
    """Let the server's own clock jump.

    What it takes for the time (Python's time.time) is wrong by so much, and by nothing when it is relieved; the
    machine's clock stays. Engine.IO measures its ping timeout by that clock in python-engineio (socket.py,
    check_ping_timeout): a client whose pong is not there yet has timed out at once.
    """

    name: ClassVar[str] = "clock-jump"
    by_line: ClassVar[bool] = True
    posix_only: ClassVar[bool] = False

    by: Annotated[
        float,
        Meta(
            ge=-DAY,
            le=DAY,
            description="how far, forwards or (below 0) backwards",
            extra_json_schema={"x-unit": "s"},
        ),
    ] = 3600.0
    whom: Annotated[Whom, Meta(description="which of the serving processes")] = "all"

    def struck(self, server: Standing) -> tuple[int, ...]:
        """Those that serve."""
        return server.chosen(self.whom)

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Put their clocks wrong."""
        return (Say(self.struck(server), {"do": "clock", "by": self.by}),)

    def relieve(self, server: Standing) -> Sequence[Deed]:
        """Put them right."""
        return (Say(self.struck(server), {"do": "clock", "by": 0.0}),)
