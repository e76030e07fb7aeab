"""The behaviour `plain`: python-socketio's own reconnection, untouched."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour("plain", "the library's own reconnection, with its default delays", {})
