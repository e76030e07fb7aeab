"""Is it the cache? A wire that answers handshakes out of one, and a wire that passes them on."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import messages_are_missing

PROFILE = "gevent"
SECONDS = 8.0


def design() -> Design:
    """Whoever gets an answer out of the cache holds somebody else's session."""
    return pair(
        "cached-handshake",
        title="Is it a cache that gives one session id to several clients?",
        differs="whether answers to handshakes come out of a cache",
        predicts="more than a tenth of the messages do not arrive",
        happened=messages_are_missing,
        of=arm(
            "cached",
            "out of a cache",
            profile=PROFILE,
            seconds=SECONDS,
            late=True,
            steps=(step(0.0, "fault", fault="cached-handshake"),),
            sound=None,
        ),
        beside=arm("passed-on", "passed on", profile=PROFILE, seconds=SECONDS, late=True),
    )
