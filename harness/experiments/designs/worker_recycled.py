"""Is it max_requests? gunicorn that recycles its worker after 300 requests, and gunicorn that lets it be."""

from __future__ import annotations

from harness.experiments.arms import arm, people
from harness.experiments.design import Arm, Design, Happened, pair
from harness.experiments.figures import UNKNOWN_SID, everybody_came, some, somebody_came_back


def design() -> Design:
    """Clients that talk much, so that 300 requests are soon made."""
    return pair(
        "worker-recycled",
        title="Is it gunicorn's max_requests that ends sessions?",
        differs="whether gunicorn replaces its worker after 300 requests",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=_served_by("max-requests", "max_requests 300", "gunicorn-recycling", somebody_came_back),
        beside=_served_by("no-limit", "no max_requests", "gunicorn-gevent-simple", everybody_came),
    )


def _served_by(name: str, words: str, profile: str, sound: Happened) -> Arm:
    return arm(name, words, profile=profile, seconds=24.0, clients=people(rate=20.0), sound=sound)
