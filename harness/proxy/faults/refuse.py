"""The fault `refuse`."""

from __future__ import annotations

from typing import ClassVar

from harness.proxy.faults.base import Fault


class Refuse(Fault, frozen=True):
    """Refuse new connections.

    The port is really closed, so it can be aimed at all clients or at clients with a wire port of their own.
    Connections that are open stay.
    """

    name: ClassVar[str] = "refuse"

    @property
    def closes_port(self) -> bool:
        """It does."""
        return True
