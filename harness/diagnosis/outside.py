"""What can be told of refused session ids from outside, where no server says which process issued them."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Sign
from harness.diagnosis.story import Refusal, Story
from harness.diagnosis.strangers import refused_ids

NS_PER_S = 1_000_000_000


def served_again(story: Story) -> Iterator[Sign]:
    """Ids that were refused, and served well after that: some process does know them."""
    for refusal in _refused(story):
        good = story.good.get(refusal.sid or "")
        if good and good.t > refusal.at.t:
            yield Sign("served-after-it-was-refused", (refusal.at.seq, good.seq), (refusal.at.seq,))


def forgotten_soon(story: Story) -> Iterator[Sign]:
    """Ids that were refused sooner after they had been served well than any ping timeout, and never served again.

    The client had not closed the session itself.
    """
    for refusal in _refused(story):
        sid, before = refusal.sid or "", refusal.before
        if before is None or sid in story.closed or story.good[sid].t > refusal.at.t:
            continue
        if refusal.at.t - before.t < story.ping_timeout * NS_PER_S:
            yield Sign("forgotten-sooner-than-a-timeout", (before.seq, refusal.at.seq), (refusal.at.seq,))


def _refused(story: Story) -> Iterator[Refusal]:
    """Refused ids, where the server itself tells nothing; else it is asked."""
    return iter(()) if story.processes else refused_ids(story)
