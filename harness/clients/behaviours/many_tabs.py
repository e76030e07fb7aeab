"""The behaviour `many-tabs`: the tabs of one browser profile share its six connections to a host."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour(
    "many-tabs",
    "tabs of one browser profile, which share its six connections to a host",
    python=False,
    pages=True,
)
