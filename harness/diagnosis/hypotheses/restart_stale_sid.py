"""The hypothesis `restart-stale-sid`: the process that knew the sessions has ended, and another one answers."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.gone import gone_with
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.outside import forgotten_soon
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """What went down with processes of whose end the log gives no other reason; or one process that lived on."""
    processes = story.processes.values()
    if len(processes) == 1 and all(one.ended is None for one in processes):
        yield Sign("no-process-ended", tuple(one.began.seq for one in processes))
    yield from gone_with(story, lambda one: not one.said)
    yield from forgotten_soon(story)


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
