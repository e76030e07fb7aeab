"""What can be told of refused session ids from outside, where no server says which process issued them."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Sign
from harness.diagnosis.story import Refusal, Story
from harness.diagnosis.strangers import refused_ids

NS_PER_S = 1_000_000_000
AT_ONCE = NS_PER_S
"""A session that is used at all is used within so many ns of its beginning, and no server gives it up so soon."""
SEVERAL = 3


def served_again(story: Story) -> Iterator[Sign]:
    """Ids that were refused, and served well after that: some process does know them."""
    for refusal in _refused(story):
        good = story.good.get(refusal.sid or "")
        if good and good.t > refusal.at.t:
            yield Sign("served-after-it-was-refused", (refusal.at.seq, good.seq), (refusal.at.seq,))


def refused_at_once(story: Story) -> Iterator[Sign]:
    """Ids that were refused as soon as they had been handed out, of several sessions, with nothing cut before.

    One session may have been forgotten for any reason; several in a row never reached who had issued them.
    """
    met: list[tuple[str, Sign]] = []
    cuts = _cuts(story)
    for refusal in _refused(story):
        session = story.sessions.get(refusal.sid or "")
        soon = min(AT_ONCE, story.ping_timeout * NS_PER_S)
        if session is None or session.issued is None or refusal.at.t - session.issued.t >= soon:
            continue
        if not _cut_before(cuts, refusal) and session.sid not in story.closed:
            events = (session.issued.seq, refusal.at.seq)
            met.append((session.sid, Sign("refused-as-soon-as-handed-out", events, (refusal.at.seq,))))
    if len({sid for sid, _ in met}) >= SEVERAL:
        yield from (sign for _, sign in met)


def forgotten_soon(story: Story) -> Iterator[Sign]:
    """Ids that were refused sooner after they had been served well than any ping timeout, and never served again.

    The client had not closed the session itself, and a request of it was cut in between, as one is when a process
    ends.
    """
    cuts = _cuts(story)
    for refusal in _refused(story):
        sid, before = refusal.sid or "", refusal.before
        if before is None or sid in story.closed or story.good[sid].t > refusal.at.t:
            continue
        soon = refusal.at.t - before.t < story.ping_timeout * NS_PER_S
        if soon and _cut_before(cuts, refusal):
            yield Sign("forgotten-sooner-than-a-timeout", (before.seq, refusal.at.seq), (refusal.at.seq,))


def _cuts(story: Story) -> dict[str, list[int]]:
    """When requests of each session got no answer: of what went wrong with it, that which nobody told of."""
    if story.processes:
        return {}
    told = {(one.sid, one.at.t) for one in story.refusals} | {(one.sid, one.at.t) for one in story.losses}
    return {sid: [t for t in times if (sid, t) not in told] for sid, times in story.troubles.items()}


def _cut_before(cuts: dict[str, list[int]], refusal: Refusal) -> bool:
    """Whether a request of its session was cut before it was refused."""
    before = refusal.before.t if refusal.before else 0
    return any(before <= t < refusal.at.t for t in cuts.get(refusal.sid or "", ()))


def _refused(story: Story) -> Iterator[Refusal]:
    """Refused ids, where the server itself tells nothing; else it is asked."""
    return iter(()) if story.processes else refused_ids(story)
