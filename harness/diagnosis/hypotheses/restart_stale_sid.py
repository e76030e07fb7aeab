"""The hypothesis `restart-stale-sid`: the process that knew the sessions has ended, and another one answers."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.ends import AROUND
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import At, Process, Story
from harness.diagnosis.strangers import strangers


def weigh(story: Story) -> Iterator[Sign]:
    """Sessions whose process was over before another one refused their ids; what went down with it."""
    if len(story.processes) == 1 and not _ended(story):
        yield Sign("no-process-ended", tuple(one.began.seq for one in story.processes.values()))
    for one in strangers(story):
        if one.issuer.gave_way_to(one.answerer):
            ended = () if one.issuer.ended is None else (one.issuer.ended.seq,)
            events = (*ended, one.answerer.began.seq, *one.told)
            yield Sign("issued-by-a-process-that-gave-way", events, (one.refusal.at.seq,))
    yield from _went_down(story)


def _ended(story: Story) -> list[tuple[Process, At]]:
    return [(one, one.ended) for one in story.processes.values() if one.ended is not None]


def _went_down(story: Story) -> Iterator[Sign]:
    for process, end in _ended(story):
        for loss in story.losses:
            if story.issuer(loss.sid) is process and loss.at.t >= end.t - AROUND:
                yield Sign("lost-when-it-ended", (end.seq, loss.at.seq), (loss.at.seq,))
        for reset in story.resets:
            if reset.by == "server" and abs(reset.at.t - end.t) <= AROUND:
                yield Sign("reset-when-it-ended", (end.seq, reset.at.seq), (reset.at.seq,))


HYPOTHESIS = Hypothesis(
    name="restart-stale-sid",
    claim="The server was restarted or reloaded: it no longer knows the sessions of before.",
    seen="A serving process ends, its connections go down, and requests with its session ids are refused by the "
    "next process. The POST that is refused holds the client's last message, or its close packet.",
    refuted="No serving process ended, or the one that refused the id had issued it.",
    remedy="Do not serve with a reloader (use_reloader=False) where people work; expect one or two 400s for each "
    "polling client and restart, and none over WebSocket only: transports: ['websocket'].",
    weigh=weigh,
)
