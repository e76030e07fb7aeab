"""The hypothesis `too-many-packets`: a POST held more packets than python-engineio reads, and the rest is lost."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import MOST_PACKETS, Story


def weigh(story: Story) -> Iterator[Sign]:
    """POSTs of more packets than that, to a server that has the limit; or POSTs that all had fewer."""
    crowded = [one for one in story.posted if one.packets > MOST_PACKETS and not _unlimited(story, one.sid)]
    if story.posted and not crowded:
        yield Sign("posts-hold-few-packets", tuple(one.at.seq for one in story.posted))
    for one in crowded:
        yield Sign("posted-too-many", (one.at.seq,))


def _unlimited(story: Story, sid: str | None) -> bool:
    """Whether Node's engine.io reads it, which takes as many as come."""
    issuer = story.issuer(sid)
    return issuer is not None and issuer.node


HYPOTHESIS = Hypothesis(
    name="too-many-packets",
    claim="A client sent more than 16 packets in one POST: the server answers 200, and the messages are lost.",
    seen="A POST of more than 16 packets is answered, and none of its messages arrives.",
    refuted="No POST held more than 16 packets.",
    remedy="Raise engineio.payload.Payload.max_decode_packets, or send less at once; WebSocket has no such limit.",
    weigh=weigh,
)
