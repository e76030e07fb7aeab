"""Is it the header? A wire that takes `Upgrade` out of requests, and one that leaves it."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import every, negated, none

PROFILE = "gevent"
SECONDS = 6.0
REFUSED = ("http_400.by_cause.bad-upgrade", "http_400.by_cause.unknown-transport")


def design() -> Design:
    """Clients that poll first and then ask for a WebSocket, as most do."""
    upgrading = people(transports=["polling", "websocket"])
    return pair(
        "upgrade-stripped",
        title="Is it the Upgrade header that somebody takes away?",
        differs="whether requests keep their Upgrade header on the way",
        predicts="a request for a WebSocket is answered 400, as no WebSocket",
        happened=negated(every(*(none(figure) for figure in REFUSED))),
        of=arm(
            "stripped",
            "the header is taken away",
            profile=PROFILE,
            seconds=SECONDS,
            clients=upgrading,
            late=True,
            steps=(step(0.0, "fault", fault="strip-upgrade"),),
        ),
        beside=arm("kept", "the header is left", profile=PROFILE, seconds=SECONDS, clients=upgrading, late=True),
        counted=REFUSED,
    )
