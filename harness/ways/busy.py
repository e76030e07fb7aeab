"""The way `busy`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.ways.base import Deed, Say, Standing, Way, Whom


class Busy(Way, frozen=True):
    """Keep the server busy with other work.

    It has only what is left of each quarter of a second for its clients, as beside a report that is being made, or
    on a machine that others use up. It goes on answering; what is asked faster than that waits in a line.
    """

    name: ClassVar[str] = "busy"
    by_line: ClassVar[bool] = True

    share: Annotated[
        float,
        Meta(
            ge=1, le=99.9, description="of its time that the other work takes", extra_json_schema={"x-unit": "%"}
        ),
    ] = 95.0
    whom: Annotated[Whom, Meta(description="which of the serving processes")] = "all"

    def struck(self, server: Standing) -> tuple[int, ...]:
        """Those that serve."""
        return server.chosen(self.whom)

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Have them begin."""
        return (Say(self.struck(server), {"do": "busy", "share": self.share / 100}),)

    def relieve(self, server: Standing) -> Sequence[Deed]:
        """Have them stop."""
        return (Say(self.struck(server), {"do": "busy", "share": 0.0}),)
