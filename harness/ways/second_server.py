"""The way `second-server`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harness.ways.base import Deed, EndBeside, Say, Standing, StartBeside, Way


class SecondServer(Way, frozen=True):
    """Start a second server on the same port.

    By SO_REUSEPORT, which both are made to ask for: the kernel deals the connections out by their source ports,
    and a session that one server gave is unknown to the other. It happens by itself where a web server asks for
    it, and on Windows, where SO_REUSEADDR means as much (werkzeug#1597).
    """

    name: ClassVar[str] = "second-server"
    by_line: ClassVar[bool] = True
    linux_only: ClassVar[str] = "elsewhere SO_REUSEPORT does not deal connections out"

    def strike(self, server: Standing) -> Sequence[Deed]:
        """Have the one that runs share its port, and start another."""
        return Say(server.serving, {"do": "share-port", "port": server.port}), StartBeside()

    def relieve(self, server: Standing) -> Sequence[Deed]:  # noqa: ARG002  (it is the other's end)
        """End the second; the first has the port for itself again."""
        return (EndBeside(),)
