"""Wall clocks that jumped: Engine.IO's ping timeout of python-engineio 4.15 is reckoned in wall-clock time."""

from __future__ import annotations

from harness.diagnosis.story import Jump, Story

SOON = 30
"""A jump shows in sessions for so many seconds at most: until the next message, which asks all of them."""


def jumped_before(story: Story, epoch: str | None, t: int) -> Jump | None:
    """The last forward jump of this process' clock at most `SOON` seconds before `t`."""
    process = story.processes.get(epoch or "")
    jumps = process.jumps if process else []
    # a beat tells of a jump up to a second after it has happened
    near = [one for one in jumps if one.by > 0 and -2_000_000_000 <= t - one.at.t <= SOON * 1_000_000_000]
    return near[-1] if near else None
