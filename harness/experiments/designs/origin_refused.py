"""Is it the origin? Clients that come with an origin the server does not list, and with one that it lists."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import some

PROFILE = "gevent"
SECONDS = 6.0


def design() -> Design:
    """Who is refused gets no session, so such a run need not have any."""
    return pair(
        "origin-refused",
        title="Is it the page's origin that the server refuses?",
        differs="whether the requests' origin is one that the server lists",
        predicts="a request is answered 400 for its origin",
        happened=some("http_400.by_cause.origin"),
        of=arm(
            "unlisted",
            "an origin that is not listed",
            profile=PROFILE,
            seconds=SECONDS,
            late=True,
            steps=(step(0.0, "fault", fault="bad-origin"),),
            sound=None,
        ),
        beside=arm(
            "listed",
            "an origin that is listed",
            profile=PROFILE,
            seconds=SECONDS,
            late=True,
            steps=(step(0.0, "fault", fault="bad-origin", origin=""),),
        ),
    )
