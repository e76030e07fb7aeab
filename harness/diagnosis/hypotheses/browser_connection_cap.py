"""The hypothesis `browser-connection-cap`: a browser makes no more connections to the host, and waits."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story

BROWSERS = ("browser", "device")


def weigh(story: Story) -> Iterator[Sign]:
    """Requests that wait inside the browser; or no browser that took part."""
    there = [at for kind, at in story.kinds.items() if kind in BROWSERS]
    if story.kinds and not there:
        yield Sign("no-browser-took-part", tuple(at.seq for at in story.kinds.values()))
    for at in story.capped:
        yield Sign("waited-in-the-browser", (at.seq,))


HYPOTHESIS = Hypothesis(
    name="browser-connection-cap",
    claim="The browser has all the connections to this host that it makes (six over HTTP/1.1), and further "
    "requests wait.",
    seen="Requests of many tabs wait inside the browser, with no word of theirs on the wire.",
    refuted="No browser took part.",
    remedy="Use WebSocket, which is not among the six; share one socket between tabs (SharedWorker); or serve "
    "HTTP/2.",
    weigh=weigh,
)
