"""Connections that were reset by neither of their ends: what is between them did it."""

from __future__ import annotations

from harness.diagnosis.story import Loss, Reset, Story

NEAR = 1_000_000_000
"""A client tells of a reset at most so many ns before or after the wire does."""
FELT = 3_000_000_000
"""A client that loses its socket within so many ns of a reset lost it to that."""
TOGETHER = 100_000_000
"""What is cut at once is cut within so many ns."""
IDLE = 2_000_000_000
ALIKE = 0.15
"""Idle times that differ by no more than this share of the longest are the same."""
ENOUGH = 3


def by_neither(story: Story) -> list[Reset]:
    """Resets that neither client nor server made: the wire saw none of them do it, or the client was told, too.

    A connection on which nobody has asked for anything yet is nobody's: it counts when it went with others.
    """
    cut = [one for one in story.resets if one.by == "neither" or (one.by == "client" and _told(story, one))]
    moments = {one.at.t // TOGETHER for one in cut}
    nobodys = (one for one in story.resets if one.by == "client" and one.client is None)
    return cut + [one for one in nobodys if one.at.t // TOGETHER in moments]


def after_idling(story: Story) -> list[Reset]:
    """Those of them that came, one by one, whenever a connection had been idle for one and the same time.

    What cuts connections that are at work in the same moment does not ask how long one was idle.
    """
    cut = by_neither(story)
    working = {one.at.t // TOGETHER + near for one in cut if one.idle < IDLE for near in (-1, 0, 1)}
    idle = [one for one in cut if one.idle >= IDLE and one.at.t // TOGETHER not in working]
    if len(idle) < ENOUGH:
        return []
    longest, shortest = max(one.idle for one in idle), min(one.idle for one in idle)
    lasted = idle[-1].at.t - idle[0].at.t
    return idle if longest - shortest <= ALIKE * longest and lasted > longest - shortest else []


def lost_to(story: Story, reset: Reset) -> list[Loss]:
    """The sockets that the client of this connection lost right after it."""
    return lost_at(story, reset.client, reset.at.t)


def lost_at(story: Story, client: str | None, t: int) -> list[Loss]:
    """The sockets that this client lost right after `t`."""
    return [one for one in story.lost.get(client or "", ()) if 0 <= one.at.t - t + NEAR <= FELT]


def _told(story: Story, reset: Reset) -> bool:
    return any(abs(at.t - reset.at.t) <= NEAR for at in story.torn.get(reset.client or "", ()))
