"""Is it the restart? The incident's own server, with a reload while clients talk, and without."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import BODIES, UNKNOWN_SID, some, somebody_came_back

PROFILE = "werkzeug-reloader"
SECONDS = 10.0


def design() -> Design:
    """The reloader's parent keeps the port, so what is on its way waits for a process that knows no session.

    Clients as people have them: aiohttp sends a GET once more that died with the process.
    """
    talking = people(rate=10.0, http_retry=True)
    return pair(
        "restart-stale-sid",
        title="Is it the restart that leaves clients with session ids nobody knows?",
        differs="whether the server is reloaded while clients talk",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=arm(
            "reload",
            "with a reload",
            profile=PROFILE,
            seconds=SECONDS,
            clients=talking,
            steps=(step(4.0, "restart", how="reload"),),
            sound=somebody_came_back,
        ),
        beside=arm("no-reload", "without a reload", profile=PROFILE, seconds=SECONDS, clients=talking),
        counted=BODIES,
    )
