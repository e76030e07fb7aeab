"""The behaviour `no-reconnect`: what is lost stays lost."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "no-reconnect", "connects once; a connection that is lost stays lost", {"reconnection": False}
)
