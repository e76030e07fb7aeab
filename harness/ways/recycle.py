"""The way `recycle`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from harness.ways.base import Deed, Signal, Standing, Succeed, Way

SIGNALS = {"graceful": "SIGTERM", "hangup": "SIGHUP", "kill": "SIGKILL"}


class Recycle(Way, frozen=True):
    """End one worker, and let another take its place.

    Who looks after the workers starts the next: gunicorn's master does at once, and the sessions of the other
    workers live on. A reloader's parent goes when its child ends in any way but for a reload; then the server is
    started again.
    """

    name: ClassVar[str] = "recycle"
    lasts: ClassVar[bool] = False

    how: Annotated[Literal["graceful", "hangup", "kill"], Meta(description="by SIGTERM, SIGHUP or SIGKILL")] = (
        "graceful"
    )

    def struck(self, server: Standing) -> tuple[int, ...]:
        """The eldest that serves and has a parent in the server."""
        workers = [pid for pid in server.serving if pid != server.first]
        if not workers:
            raise ValueError(f"recycle: the profile {server.profile} has no workers, only one process: restart it")
        return (workers[0],)

    def strike(self, server: Standing) -> Sequence[Deed]:
        """End it, and see who comes."""
        return Signal(SIGNALS[self.how], self.struck(server)), Succeed(self.struck(server), server.serving)
