"""Is it the forgotten socket? Pages that set their socket to null when it fails, and pages that close it first."""

from __future__ import annotations

from harness.experiments.arms import arm, people, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import more_than, somebody_came_back


def design() -> Design:
    """The same restart for both; the socket that was only forgotten comes back beside the new one."""
    return pair(
        "socket-leak",
        title="Is it the forgotten socket that lives on beside the new one?",
        differs="whether a page closes its failed socket before it makes another",
        predicts="a page ends with more than one socket alive",
        happened=more_than("pages.sockets.max", 1),
        of=_pages("nulled", "the socket is set to null", "singleton-nulled"),
        beside=_pages("closed", "the socket is closed first", "singleton-closed"),
        counted=("messages.duplicated",),
    )


def _pages(name: str, words: str, behaviour: str) -> Arm:
    return arm(
        name,
        words,
        profile="werkzeug-reloader",
        seconds=16.0,
        clients=people(behaviour=behaviour, rate=10.0),
        steps=(step(4.0, "restart", how="reload"),),
        sound=somebody_came_back,
    )
