"""Is it the cookie? A balancer that keeps clients by a cookie they do not send back, and one that needs none."""

from __future__ import annotations

from harness.experiments.arms import arm
from harness.experiments.design import Design, pair
from harness.experiments.figures import UNKNOWN_SID, some

SECONDS = 8.0


def design() -> Design:
    """Python's clients keep no cookie of a server named by an address, as browsers keep none across sites."""
    return pair(
        "sticky-cookie-lost",
        title="Is it the balancer's cookie that does not come back?",
        differs="whether the balancer knows clients by a cookie or by their session id",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=arm("by-cookie", "by a cookie", profile="cookie-2", seconds=SECONDS),
        beside=arm("by-session", "by the session id", profile="sticky-2", seconds=SECONDS),
    )
