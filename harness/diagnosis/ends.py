"""Ends of serving processes."""

from __future__ import annotations

from harness.diagnosis.story import Story

AROUND = 1_500_000_000
"""So many ns around the end of a process its connections go down: a client sees it when it reads."""


def near_an_end(story: Story, t: int) -> bool:
    """Whether a serving process ended around `t`."""
    return any(one.ended is not None and abs(one.ended.t - t) <= AROUND for one in story.processes.values())
