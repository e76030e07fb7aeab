"""The hypothesis `socket-leak`: a page makes new sockets and leaves the old ones alive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Socket, Story

OVERLAP = 2_000_000_000
"""Two sockets of a client that are alive together for longer than this, in ns, are not one taking over."""


def weigh(story: Story) -> Iterator[Sign]:
    """Clients with several sockets alive at once, and the messages that reach them more than once."""
    of: dict[str, list[Socket]] = defaultdict(list)
    for socket in story.sockets.values():
        of[socket.client].append(socket)
    pairs = [pair for sockets in of.values() for pair in _together(sockets, story.last)]
    if of and not pairs:
        yield Sign("one-socket-at-a-time", tuple(one.began.seq for one in story.sockets.values()))
    leaking = {older.client for older, _ in pairs}
    for older, newer in pairs:
        yield Sign("two-sockets-alive", (older.began.seq, newer.began.seq))
    for copy in story.copies:
        if copy.client in leaking:
            yield Sign("message-came-twice", (copy.at.seq,))


def _together(sockets: list[Socket], last: int) -> Iterator[tuple[Socket, Socket]]:
    """Each socket with the one before it, where both were alive for long."""
    for older, newer in pairwise(sockets):
        until = min(one.ended.t if one.ended else last for one in (older, newer))
        if until - newer.began.t > OVERLAP:
            yield older, newer


HYPOTHESIS = Hypothesis(
    name="socket-leak",
    claim="The page forgets its socket and makes a new one, while the old one reconnects by itself: they pile up.",
    seen="A client has several sockets alive at once, one more after each loss, and hears messages more than "
    "once.",
    refuted="No client ever had two sockets alive at once.",
    remedy="Close the old socket before making a new one: socket.io.reconnection(false); socket.close(); or "
    "leave it to the library, which reconnects by itself.",
    weigh=weigh,
)
