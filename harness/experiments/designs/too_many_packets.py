"""Is it the number of packets? Clients with much to say over a slow link, and clients with little."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import messages_are_missing


def design() -> Design:
    """What is said while a POST is under way waits for the next, which then holds too many packets."""
    return pair(
        "too-many-packets",
        title="Is it the number of packets in a POST that loses messages?",
        differs="how many messages wait for the next POST",
        predicts="more than a tenth of the messages do not arrive",
        happened=messages_are_missing,
        of=_talking("many", "100 messages a second", 100.0),
        beside=_talking("few", "5 messages a second", 5.0),
        counted=("messages.sent", "messages.delivered"),
    )


def _talking(name: str, words: str, rate: float) -> Arm:
    slow = step(2.0, "fault", fault="latency", delay=200.0)
    return arm(name, words, profile="gevent", seconds=8.0, clients=people(count=2, rate=rate), steps=(slow,))
