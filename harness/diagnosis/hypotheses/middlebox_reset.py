"""The hypothesis `middlebox-reset`: a box in the middle resets connections that have been idle for too long."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.cuts import after_idling, by_neither, lost_to
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """Resets by neither end, each after one and the same time of idling."""
    idle = after_idling(story)
    if story.sockets and not by_neither(story):
        yield Sign("no-reset-by-neither", tuple(one.began.seq for one in story.sockets.values()))
    for reset in idle:
        yield Sign("reset-after-idling", (reset.at.seq,), (reset.at.seq,))
        for loss in lost_to(story, reset):
            yield Sign("lost-to-it", (reset.at.seq, loss.at.seq), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="middlebox-reset",
    claim="A firewall, NAT or proxy between the two resets connections that were idle for too long.",
    seen="Connections are reset by neither end, each after the same time without a word.",
    refuted="No connection was reset but by one of its ends.",
    remedy="Ping more often than the box forgets: ping_interval below its idle limit; or raise that limit "
    "(proxy_read_timeout in nginx, the session timeout of a firewall).",
    weigh=weigh,
)
