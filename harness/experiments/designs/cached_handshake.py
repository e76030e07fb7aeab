"""Is it the cache? A wire that answers handshakes out of one, and a wire that passes them on."""

from __future__ import annotations

from harness.experiments.arms import CLIENTS, GROUP, JOIN_AT, Table, arm, people, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import fewer


def design() -> Design:
    """One client comes first, and the others when its answer is in the cache."""
    return pair(
        "cached-handshake",
        title="Is it a cache that gives one session id to several clients?",
        differs="whether answers to handshakes come out of a cache",
        predicts="there are fewer sessions than clients",
        happened=fewer("sids.issued", "clients.count"),
        of=_behind("cached", "out of a cache", step(0.0, "fault", fault="cached-handshake")),
        beside=_behind("passed-on", "passed on"),
    )


def _behind(name: str, words: str, *before: Table) -> Arm:
    return arm(
        name,
        words,
        profile="gevent",
        seconds=8.0,
        clients=people(count=0),
        steps=(
            *before,
            step(JOIN_AT, "clients", group=GROUP, count=1),
            step(3.0, "clients", group=GROUP, count=CLIENTS),
        ),
        sound=None,
    )
