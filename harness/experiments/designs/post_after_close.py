"""Is it the slow link? POSTs that arrive when the server has given their session up, and POSTs in time."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import some


def design() -> Design:
    """Pings of a second, so that a link slower than pingTimeout has sessions ended while POSTs are under way."""
    return pair(
        "post-after-close",
        title="Is it a POST that arrives after the server has closed its session?",
        differs="whether the link is slower than the server's patience",
        predicts="a request is answered 500",
        happened=some("http_5xx.total"),
        of=_link("slow", "700 ms each way", 700.0),
        beside=_link("fast", "50 ms each way", 50.0),
        counted=("http_5xx.total",),
    )


def _link(name: str, words: str, delay: float) -> Arm:
    latency = step(2.0, "fault", fault="latency", delay=delay)
    clients = people(count=6)
    return arm(name, words, profile="gevent", seconds=12.0, pings=(1, 1), clients=clients, steps=(latency,))
