"""The hypothesis `threads-starved`: each thread of the server sits in a long poll or a WebSocket."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story, Wait

NS_PER_S = 1_000_000_000
LEAST = 2 * NS_PER_S
"""Pings that come more often than this end polls as early as a slow way does."""
AT_ONCE = 250_000_000
"""A thread that is free takes the next request within so many ns."""
APART = 1_000_000_000
ENOUGH = 2
"""At so many moments, apart: a server that was blocked once answers all that waited at one moment, too."""
NEARLY = 0.9


def weigh(story: Story) -> Iterator[Sign]:
    """Requests that waited until a poll was over which had lasted as long as polls last when nothing is said."""
    stalled = [one for one in story.waits if one.kind not in {"poll", "page"}]
    if story.opened and not stalled and not _pending(story):
        yield Sign("nothing-waited", tuple(one.seq for one in story.opened))
    polls = _held(story)
    freed = [(one, poll) for one in stalled if (poll := _ended_with(polls, one))]
    name = "waited-for-polls-to-end" if _moments(freed) >= ENOUGH else "waited-for-a-poll-to-end"
    for one, poll in freed:
        over = () if one.over is None else (one.over.seq,)
        yield Sign(name, (poll.asked.seq, one.asked.seq, *over))


def _pending(story: Story) -> bool:
    return any(one.kind not in {"poll", "page"} for one in story.pending.values())


def _held(story: Story) -> list[tuple[int, Wait]]:
    """The polls that held a thread for long, by when each was over.

    Nothing else was answered for as long: all threads were held, where a slow way is merely slow.
    """
    long = max(LEAST, NEARLY * story.ping_interval * NS_PER_S)
    polls = (one for one in story.waits if one.kind == "poll" and one.answered)
    held = [(one.over.t, one) for one in polls if one.over and min(one.over.t - one.asked.t, one.alone) >= long]
    return sorted(held, key=itemgetter(0))


def _ended_with(polls: list[tuple[int, Wait]], waited: Wait) -> Wait | None:
    """The poll whose thread this request got: it was over at that moment."""
    if waited.over is None or not waited.answered:
        return None
    first = bisect_left(polls, waited.over.t - AT_ONCE, key=itemgetter(0))
    return polls[first][1] if first < len(polls) and polls[first][0] <= waited.over.t + AT_ONCE else None


def _moments(freed: list[tuple[Wait, Wait]]) -> int:
    """At how many moments, apart, something was over."""
    count, before = 0, None
    for t in sorted(one.over.t for one, _ in freed if one.over is not None):
        if before is None or t - before > APART:
            count += 1
        before = t
    return count


HYPOTHESIS = Hypothesis(
    name="threads-starved",
    claim="The server has fewer threads than clients: each sits in a long poll or a WebSocket, and others wait.",
    seen="Handshakes and POSTs hang, and are answered at the very moment at which a long poll is over.",
    refuted="Every handshake and every POST was answered at once.",
    remedy="Give gunicorn's gthread more threads than there will be clients (--threads 100), or take a worker "
    "that needs none (-k gevent).",
    weigh=weigh,
)
