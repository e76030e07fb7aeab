"""The hypothesis `gevent-websocket-unconfigured`: gevent-websocket is there, and its worker is not."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Refusal, Story

UNCONFIGURED = "gevent-websocket server is not configured appropriately"
"""engineio/async_drivers/gevent.py of python-engineio 4.15."""


def weigh(story: Story) -> Iterator[Sign]:
    """Upgrades that fail inside the server with that word; or upgrades that went well."""
    failed = [one for one in story.refusals if UNCONFIGURED in _words(one)]
    if story.upgraded and not failed:
        yield Sign("websockets-work", tuple(one.seq for one in story.upgraded))
    for one in failed:
        told = () if one.answered is None else (one.answered.at.seq,)
        yield Sign("failed-with-its-word", (*told, one.at.seq))


def _words(refusal: Refusal) -> str:
    return f"{refusal.text} {refusal.answered.text if refusal.answered else ''}"


HYPOTHESIS = Hypothesis(
    name="gevent-websocket-unconfigured",
    claim="gevent-websocket is installed, but the worker does not serve it: no client gets beyond polling.",
    seen="Each upgrade to WebSocket is answered 500, with that word in the server's exception.",
    refuted="WebSockets are opened.",
    remedy="Either uninstall gevent-websocket (simple-websocket does it), or start gunicorn with its worker: "
    "-k geventwebsocket.gunicorn.workers.GeventWebSocketWorker.",
    weigh=weigh,
)
