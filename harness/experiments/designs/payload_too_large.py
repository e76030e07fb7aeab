"""Is it the size? POSTs a byte larger than the server takes, and POSTs as they are."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import MESSAGE, some

PROFILE = "gevent"
SECONDS = 9.0


def design() -> Design:
    """The wire lengthens the first POST of each client by a packet that no server looks at."""
    return pair(
        "payload-too-large",
        title="Is it the size of a message that the server refuses?",
        differs="whether a POST is larger than the server's maxPayload",
        predicts="a POST is answered 400",
        happened=some(MESSAGE),
        of=arm(
            "too-large",
            "a byte above maxPayload",
            profile=PROFILE,
            seconds=SECONDS,
            steps=(step(4.0, "fault", fault="big-payload"),),
        ),
        beside=arm("as-they-are", "POSTs as they are", profile=PROFILE, seconds=SECONDS),
    )
