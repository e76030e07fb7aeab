"""The hypothesis `network-drop`: connections were cut on their way, and the server lost nothing."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.cuts import after_idling, by_neither, lost_to
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """Resets by neither end that follow no pattern of idling, and the sockets that were lost to them."""
    idle = set(after_idling(story))
    cut = [one for one in by_neither(story) if one not in idle]
    if not cut and story.sockets and not story.losses:
        yield Sign("nobody-lost-anything", tuple(one.began.seq for one in story.sockets.values()))
    for reset in cut:
        yield Sign("reset-by-neither", (reset.at.seq,), (reset.at.seq,))
        for loss in lost_to(story, reset):
            yield Sign("lost-to-it", (reset.at.seq, loss.at.seq), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="network-drop",
    claim="The network dropped connections on their way; the server went on and lost no session.",
    seen="Connections are reset, and neither client nor server did it; the same process goes on serving, and no "
    "400 follows.",
    refuted="No socket was lost, and no connection reset.",
    remedy="Look at what is between: Wi-Fi roaming and power saving, a cable, a switch, a VPN. Clients come "
    "back by themselves; nothing in the server needs mending.",
    weigh=weigh,
)
