"""The hypothesis `upgrade-stripped`: a proxy takes the Upgrade header away, so WebSockets are refused."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story

CAUSES = {"bad-upgrade", "unknown-transport"}


def weigh(story: Story) -> Iterator[Sign]:
    """Requests for a WebSocket that the server took for ordinary ones; or WebSockets that were opened."""
    refused = [
        one
        for one in story.refusals
        if one.status == 400 and one.kind in {"websocket", "upgrade"} and one.reason in CAUSES
    ]
    if story.upgraded and not refused:
        yield Sign("websockets-work", tuple(one.seq for one in story.upgraded))
    for one in refused:
        yield Sign("websocket-taken-for-a-request", (one.at.seq,), (one.at.seq,))


HYPOTHESIS = Hypothesis(
    name="upgrade-stripped",
    claim="Something between client and server takes the Upgrade header away: WebSockets cannot be opened.",
    seen="Requests with transport=websocket are refused as no WebSocket, while polling works.",
    refuted="WebSockets are opened, and none is refused.",
    remedy="In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "
    "'upgrade'; other proxies have a switch for WebSockets.",
    weigh=weigh,
)
