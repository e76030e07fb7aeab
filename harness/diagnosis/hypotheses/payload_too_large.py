"""The hypothesis `payload-too-large`: a body was larger than the server takes."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story

TOO_LARGE = 413
NEAR = 1_000_000_000
"""The server ends the session before it answers: the client may hear of that first, by so many ns."""


def weigh(story: Story) -> Iterator[Sign]:
    """POSTs refused for their size; or POSTs that were all taken."""
    refused = [one for one in story.refusals if one.status == TOO_LARGE or one.reason == "payload"]
    if story.posted and not refused:
        yield Sign("posts-were-taken", tuple(one.at.seq for one in story.posted))
    for one in refused:
        yield Sign("refused-for-its-size", (one.at.seq,), (one.at.seq,))
    ended = {one.sid: one for one in reversed(refused) if one.sid}
    for one in story.refusals:
        if one.sid in ended and one not in refused and one.at.t >= ended[one.sid].at.t:
            yield Sign("refused-after-that", (ended[one.sid].at.seq, one.at.seq), (one.at.seq,))
    for loss in story.losses:
        if loss.sid in ended and abs(loss.at.t - ended[loss.sid].at.t) <= NEAR:
            yield Sign("lost-after-that", (ended[loss.sid].at.seq, loss.at.seq), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="payload-too-large",
    claim="A message was larger than the server, or a proxy before it, takes.",
    seen="A POST longer than the maxPayload of the handshake is answered 400 or 413.",
    refuted="No POST was refused for its size.",
    remedy="Raise max_http_buffer_size (and client_max_body_size in nginx), or send less at once: files belong "
    "elsewhere.",
    weigh=weigh,
)
