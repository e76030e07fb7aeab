"""The behaviour `singleton-closed`: the document's fix, and what it lacks."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "singleton-closed",
    "the document's fix made right: a socket that fails is closed for good, and the next call makes another",
    python=False,
)
