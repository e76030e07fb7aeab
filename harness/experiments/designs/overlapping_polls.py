"""Is it the second poll? A wire that sends each poll twice, and one that sends it once."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import messages_are_missing

PROFILE = "gevent"
SECONDS = 10.0


def design() -> Design:
    """The second poll takes messages that the client never sees."""
    return pair(
        "overlapping-polls",
        title="Is it a second poll beside the first that takes messages away?",
        differs="whether polls are sent twice",
        predicts="more than a tenth of the messages do not arrive",
        happened=messages_are_missing,
        of=arm(
            "twice",
            "each poll sent twice",
            profile=PROFILE,
            seconds=SECONDS,
            steps=(step(3.0, "fault", fault="overlap-poll", duration=3.0),),
        ),
        beside=arm("once", "each poll sent once", profile=PROFILE, seconds=SECONDS),
        counted=("messages.sent", "messages.delivered"),
    )
