"""Is it the middlebox? A wire that forgets connections which are idle for 3 s, and one that keeps them."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import every, none, some

PROFILE = "gevent"
SECONDS = 9.0


def design() -> Design:
    """Clients that say nothing, on WebSockets whose pings are further apart than the middlebox has patience."""
    silent = people(transports=["websocket"], rate=0.0)
    return pair(
        "middlebox-reset",
        title="Is it something on the way that forgets connections which are idle?",
        differs="whether idle connections are reset on their way",
        predicts="a client loses its socket, and no 400 follows",
        happened=every(some("disconnects.total"), none("http_400.total")),
        of=arm(
            "forgetful",
            "reset after 3 s without a byte",
            profile=PROFILE,
            seconds=SECONDS,
            clients=silent,
            steps=(step(0.0, "fault", fault="idle-cut", after=3.0),),
        ),
        beside=arm("patient", "kept however idle", profile=PROFILE, seconds=SECONDS, clients=silent),
    )
