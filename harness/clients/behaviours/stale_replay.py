"""The behaviour `stale-replay`: what the document believes that clients do."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "stale-replay", "goes on posting with its old session id: what the document believes", python=False
)
