"""The behaviour `singleton-nulled`: the document's fix as it is written."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "singleton-nulled",
    "the document's fix as written: a socket that fails is forgotten, and the next call makes another",
    python=False,
)
