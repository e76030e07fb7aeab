"""The behaviour `stale-replay`: what the document believes that clients do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient


def lost(application: Application, socket: SocketClient) -> None:
    """Go on posting with the sid of the session that is lost, once there was one."""
    if socket.voice.sid:
        application.replay(socket)


BEHAVIOUR = Behaviour(
    "stale-replay",
    "goes on posting with its old session id: what the document believes",
    {"reconnection": False},
    lost=lost,
)
