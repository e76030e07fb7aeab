"""The behaviour `new-page`: the runbook's F5."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient

F5_SECONDS = 2.0
"""So long it takes a person who sees it fail to press the key; by chance half of it, or half as much again."""


def lost(application: Application, _socket: SocketClient) -> None:
    """Load the page anew, as often as it fails."""
    application.load(F5_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - a delay


BEHAVIOUR = Behaviour(
    "new-page",
    "the page is loaded anew when its socket fails: the runbook's F5",
    {"reconnection": False},
    lost=lost,
)
