"""The hypothesis `origin-refused`: the page's origin is not one that the server accepts (CORS)."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.refused import refused_for
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """Requests refused for their origin; or handshakes answered."""
    return refused_for(story, "origin", "refused-for-its-origin", "handshakes-answered")


HYPOTHESIS = Hypothesis(
    name="origin-refused",
    claim="The server does not accept the page's origin (CORS).",
    seen="Requests are refused with a word about the origin, and no session is opened.",
    refuted="Handshakes are answered with a session, and none is refused for its origin.",
    remedy="Name the page's exact origin: SocketIO(app, cors_allowed_origins=['http://HOST:PORT']); behind a "
    "proxy pass Host and X-Forwarded-Proto on.",
    weigh=weigh,
)
