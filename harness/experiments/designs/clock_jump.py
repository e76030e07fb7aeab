"""Is it the clock? A server whose clock jumps ahead while its pings are under way, and one whose does not."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Design, pair
from harness.experiments.figures import some

PROFILE = "gevent"
PINGS = (1, 20)
SECONDS = 12.0
SLOW = step(1.0, "fault", fault="latency", delay=400.0)
JUMPS = tuple(step(5.0 + 0.8 * number, "server", way="clock-jump", duration=0.4) for number in range(6))


def design() -> Design:
    """Only sessions whose ping is unanswered at that moment time out, so the clock jumps there and back often."""
    clients = people(count=6)
    return pair(
        "clock-jump",
        title="Is it the server's clock that ends sessions before their time?",
        differs="whether the server's clock jumps an hour ahead and back",
        predicts="a client loses its socket",
        happened=some("disconnects.total"),
        of=arm(
            "jumps",
            "the clock jumps",
            profile=PROFILE,
            seconds=SECONDS,
            clients=clients,
            pings=PINGS,
            steps=(SLOW, *JUMPS),
        ),
        beside=arm(
            "true",
            "the clock runs true",
            profile=PROFILE,
            seconds=SECONDS,
            clients=clients,
            pings=PINGS,
            steps=(SLOW,),
        ),
    )
