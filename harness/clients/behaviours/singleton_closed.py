"""The behaviour `singleton-closed`: the document's fix, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient


def lost(application: Application, socket: SocketClient) -> None:
    """Close the socket, its reconnection first; the next call makes another."""
    application.close(socket)


BEHAVIOUR = Behaviour(
    "singleton-closed",
    "the document's fix made right: a socket that fails is closed for good, and the next call makes another",
    lost=lost,
)
