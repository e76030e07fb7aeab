"""The hypothesis `overlapping-polls`: a client has two polls of one session under way at once."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Overlap, Story

BESIDE = 100_000_000
"""Two polls that are under way together for less than this, in ns, may be one that was sent again."""
SOON = 1_000_000_000
REFUSED = ("other", "bad-request")
"""How it is refused: in no words (engine.io's polling.js, `overlap from client`), or as a bad request."""


def weigh(story: Story) -> Iterator[Sign]:
    """Polls of one session beside each other; what was refused, and lost, of those sessions after that."""
    beside = {one.sid: one for one in reversed(story.overlaps) if one.lasted >= BESIDE}
    beside |= dict(_refused_for_it(story))
    if story.opened and not story.overlaps:
        yield Sign("one-poll-at-a-time", tuple(one.seq for one in story.opened))
    for one in beside.values():
        yield Sign("two-polls-at-once", (one.first.seq, one.second.seq))
    for refusal in story.refusals:
        met = beside.get(refusal.sid or "")
        if met and refusal.status == 400 and refusal.at.t >= met.second.t:
            yield Sign("refused-after-that", (met.second.seq, refusal.at.seq), (refusal.at.seq,))
    for loss in story.losses:
        lost = beside.get(loss.sid)
        if lost and loss.at.t >= lost.second.t:
            yield Sign("lost-after-that", (lost.second.seq, loss.at.seq), (loss.at.seq,))


def _refused_for_it(story: Story) -> Iterator[tuple[str, Overlap]]:
    """However short they were beside each other: Node refuses the second at once, and ends the session."""
    polls = {one.sid: one for one in story.refusals if one.kind == "poll" and one.reason in REFUSED}
    for one in story.overlaps:
        refusal = polls.get(one.sid)
        if refusal and 0 <= refusal.at.t - one.second.t <= SOON:
            yield one.sid, one


HYPOTHESIS = Hypothesis(
    name="overlapping-polls",
    claim="Something sends a second poll of a session while the first is under way: a proxy that repeats "
    "requests, a page that takes the socket over.",
    seen="Two GETs of one session are under way at once; each gets what the other lacks, or one is refused.",
    refuted="No session ever had two polls under way.",
    remedy="Keep proxies from repeating requests (proxy_next_upstream off in nginx), and let each page have a "
    "socket of its own.",
    weigh=weigh,
)
