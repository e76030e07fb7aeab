"""Is it the second server? One that is started at the same port while clients talk, and none."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import UNKNOWN_SID, some

PROFILE = "werkzeug"
SECONDS = 11.0


def design() -> Design:
    """The kernel deals new connections out to both, and Werkzeug has one for each request."""
    polling = people()
    return pair(
        "two-servers-one-port",
        title="Is it a second server at the same port that does not know the sessions?",
        differs="whether a second server is started at the same port",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=arm(
            "two-servers",
            "a second server at the port",
            profile=PROFILE,
            seconds=SECONDS,
            clients=polling,
            steps=(step(4.0, "server", way="second-server", duration=5.0),),
        ),
        beside=arm("one-server", "one server", profile=PROFILE, seconds=SECONDS, clients=polling),
    )
