"""The behaviour `websocket-only`: no polling, whatever the group says, so that no POST can meet a lost session."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "websocket-only",
    "WebSocket from the first byte, with the library's own reconnection",
    transports=("websocket",),
)
