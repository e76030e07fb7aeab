"""What went down with serving processes: sessions they had issued, sockets, connections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from harness.diagnosis.ends import AROUND
from harness.diagnosis.hypothesis import Sign
from harness.diagnosis.story import Loss, Process, Story
from harness.diagnosis.strangers import strangers
from harness.events import LogWord


def gone_with(story: Story, is_one: Callable[[Process], bool]) -> Iterator[Sign]:
    """Signs for the ends of those processes: ids refused by the next one, losses, and resets around the end."""
    for one in strangers(story):
        if is_one(one.issuer) and (one.issuer.gave_way_to(one.answerer) or one.is_orphan):
            events = (*told_of(one.issuer), one.answerer.began.seq, *one.told)
            yield Sign("issued-by-a-process-that-gave-way", events, (one.refusal.at.seq,))
    lost = _by_issuer(story)
    for process in story.processes.values():
        if is_one(process) and process.ended is not None:
            yield from _went_down(story, process, process.ended.t, lost[process.epoch])


def gone_as_logged(story: Story, said: LogWord, against: str) -> Iterator[Sign]:
    """The same for processes of whose end the log says this; `against`, where it says so of none."""
    processes = story.processes.values()
    if processes and not any(said in one.said for one in processes):
        yield Sign(against, tuple(one.began.seq for one in processes))
    yield from gone_with(story, lambda one: said in one.said)


def told_of(process: Process) -> tuple[int, ...]:
    """The events that tell of its end: what the log says, and that it is gone."""
    ended = () if process.ended is None else (process.ended.seq,)
    return (*(at.seq for at in process.said.values()), *ended)


def _by_issuer(story: Story) -> dict[str, list[Loss]]:
    """The losses by the process that had issued their session, as far as that is known."""
    lost: dict[str, list[Loss]] = defaultdict(list)
    for loss in story.losses:
        if issuer := story.issuer(loss.sid):
            lost[issuer.epoch].append(loss)
    return lost


def _went_down(story: Story, process: Process, end: int, lost: list[Loss]) -> Iterator[Sign]:
    told = told_of(process)
    began = min([end, *(at.t for at in process.said.values())]) - AROUND
    for loss in lost:
        if loss.at.t >= began:
            yield Sign("lost-when-it-ended", (*told, loss.at.seq), (loss.at.seq,))
    for reset in story.resets:
        if reset.by == "server" and began <= reset.at.t <= end + AROUND:
            yield Sign("reset-when-it-ended", (*told, reset.at.seq), (reset.at.seq,))
