"""The hypothesis `post-after-close`: a POST reached a session that had just been closed."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Refusal, Story

WORDS = "disconnected"
"""engineio/server.py of python-engineio 4.15 raises KeyError('Session is disconnected') in such a POST: a 500."""


def weigh(story: Story) -> Iterator[Sign]:
    """POSTs that fail inside a server that knows their session to be over."""
    failed = [
        one for one in story.refusals if one.status == 500 and one.kind == "post" and _after_close(story, one)
    ]
    if story.posted and not failed:
        yield Sign("posts-were-taken", tuple(one.at.seq for one in story.posted))
    for one in failed:
        yield Sign("failed-after-the-end", (one.at.seq,), (one.at.seq,))


def _after_close(story: Story, refusal: Refusal) -> bool:
    session = story.sessions.get(refusal.sid or "")
    over = session is not None and session.by_server is not None and session.by_server.at.t <= refusal.at.t
    said = refusal.answered.text if refusal.answered else refusal.text
    return over or WORDS in said


HYPOTHESIS = Hypothesis(
    name="post-after-close",
    claim="A client posted into a session that had just been closed: the server fails with 500.",
    seen="A POST is answered 500 after the server told the end of its session.",
    refuted="No POST failed.",
    remedy="Harmless by itself: stop sending when the socket says disconnect; update python-engineio.",
    weigh=weigh,
)
