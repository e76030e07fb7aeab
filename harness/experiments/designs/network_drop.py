"""Is it the network? WebSockets that something between the ends resets, and WebSockets that are left alone."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import every, none, some

PROFILE = "gevent"
SECONDS = 9.0


def design() -> Design:
    """A drop costs sockets, and the server no session: no 400 follows, which tells it from a restart."""
    sockets = people(transports=["websocket"])
    return pair(
        "network-drop",
        title="Is it the network that drops connections, while the server loses nothing?",
        differs="whether connections are reset on their way",
        predicts="a client loses its socket, and no 400 follows",
        happened=every(some("disconnects.total"), none("http_400.total")),
        of=arm(
            "dropped",
            "reset on their way",
            profile=PROFILE,
            seconds=SECONDS,
            clients=sockets,
            steps=(step(4.0, "fault", fault="reset"),),
        ),
        beside=arm("left-alone", "left alone", profile=PROFILE, seconds=SECONDS, clients=sockets),
    )
