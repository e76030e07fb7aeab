"""The behaviour `shared-handshake`: a cache keeps a handshake's answer, so two clients share a session."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "shared-handshake",
    "a cache answers the handshake, so that a second client uses the first one's session id",
    transports=("polling",),
    shares_handshake=True,
)
