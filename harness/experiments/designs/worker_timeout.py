"""Is it the worker's silence? gunicorn that kills a sync worker after 5 s, and a worker that polls do not hold."""

from __future__ import annotations

from harness.experiments.arms import arm, people
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import UNKNOWN_SID, some


def design() -> Design:
    """A sync worker shows no sign of life while it serves a long poll."""
    return pair(
        "worker-timeout",
        title="Is it gunicorn that kills workers for their silence?",
        differs="whether gunicorn's worker is silent while it serves a poll",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=_served_by("sync", "a sync worker, 5 s of patience", "gunicorn-timeout"),
        beside=_served_by("gevent", "a gevent worker", "gunicorn-gevent-simple"),
    )


def _served_by(name: str, words: str, profile: str) -> Arm:
    return arm(name, words, profile=profile, seconds=16.0, clients=people(rate=0.0), sound=None)
