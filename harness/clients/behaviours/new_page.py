"""The behaviour `new-page`: the runbook's F5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient

F5_SECONDS = 1.0
"""So long it takes a person who sees it fail to press the key."""


def lost(application: Application, _socket: SocketClient) -> None:
    """Load the page anew, as often as it fails."""
    application.load(F5_SECONDS)


BEHAVIOUR = Behaviour(
    "new-page",
    "the page is loaded anew when its socket fails: the runbook's F5",
    lost=lost,
)
