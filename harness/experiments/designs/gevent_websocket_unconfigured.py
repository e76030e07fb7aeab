"""Is it gevent-websocket? gunicorn's plain gevent worker with that package installed, and without."""

from __future__ import annotations

from harness.experiments.arms import arm, people
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import some


def design() -> Design:
    """The document's fix for production, in the two forms it takes."""
    return pair(
        "gevent-websocket-unconfigured",
        title="Is it gevent-websocket that breaks WebSockets under gunicorn -k gevent?",
        differs="whether gevent-websocket is installed",
        predicts="a request for a WebSocket is answered 500",
        happened=some("http_5xx.total"),
        of=_served_by("installed", "gevent-websocket installed", "gunicorn-gevent"),
        beside=_served_by("not-installed", "not installed", "gunicorn-gevent-simple"),
        counted=("http_5xx.total",),
    )


def _served_by(name: str, words: str, profile: str) -> Arm:
    """Who is answered 500 has no session, so that it has none does not make such a run unsound."""
    clients = people(transports=["websocket"])
    return arm(name, words, profile=profile, seconds=7.0, clients=clients, sound=None)
