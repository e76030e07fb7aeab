"""Is it the silence? A link that is silent for longer than pingInterval + pingTimeout, and for less."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import some

PINGS = (2, 2)


def design() -> Design:
    """The wire lets nothing pass for a while and then delivers it: only how long that was differs."""
    return pair(
        "ping-timeout",
        title="Is it the silence that costs clients their sessions?",
        differs="how long the link is silent, against pingInterval + pingTimeout",
        predicts="a client loses its socket",
        happened=some("disconnects.total"),
        of=_silent("long", "silent for twice as long", 8.0),
        beside=_silent("short", "silent for a quarter of it", 1.0),
    )


def _silent(name: str, words: str, seconds: float) -> Arm:
    return arm(
        name,
        words,
        profile="gevent",
        seconds=14.0,
        pings=PINGS,
        steps=(step(4.0, "fault", fault="blackhole", duration=seconds),),
    )
