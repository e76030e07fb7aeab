"""Which serving processes were there at the same time, and how they belong together."""

from __future__ import annotations

from itertools import combinations

from harness.diagnosis.story import Process, Story


def ever_together(story: Story) -> bool:
    """Whether at some time two processes served in turns."""
    return any(one.serves_beside(other) for one, other in combinations(story.processes.values(), 2))


def two_servers_alive(story: Story) -> bool:
    """Whether at some time two processes were alive of which neither is a worker of the other's server."""
    return any(
        apart(one, other) and not one.over_by(other.began.t) and not other.over_by(one.began.t)
        for one, other in combinations(story.processes.values(), 2)
    )


def apart(one: Process, other: Process) -> bool:
    """Whether each is the first process of a server of its own, rather than a worker of the same."""
    return one.first and other.first
