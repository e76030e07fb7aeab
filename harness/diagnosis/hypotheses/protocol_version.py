"""The hypothesis `protocol-version`: clients speak an Engine.IO protocol that the server does not."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.refused import refused_for
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """Handshakes refused for their version; or all of them answered."""
    return refused_for(story, "protocol-version", "refused-for-its-version", "handshakes-answered")


HYPOTHESIS = Hypothesis(
    name="protocol-version",
    claim="Client and server speak different versions of the protocol (EIO=3 against 4).",
    seen="Handshakes are refused with a word about the version, and no session is ever opened.",
    refuted="Handshakes are answered with a session, and none is refused for its version.",
    remedy="Take a client that speaks Engine.IO 4: socket.io-client 3 or newer for Flask-SocketIO 5.",
    weigh=weigh,
)
