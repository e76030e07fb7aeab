"""The hypothesis `cached-handshake`: an answer to a handshake was kept and given to a second client."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Session, Story


def weigh(story: Story) -> Iterator[Sign]:
    """Session ids that two clients use, and what that leads to."""
    shared = {one.sid: one for one in story.sessions.values() if len(one.holders) > 1}
    if story.opened and not shared:
        yield Sign("each-its-own-id", tuple(one.seq for one in story.opened))
    for session in shared.values():
        yield Sign("two-clients-one-id", _told(session))
    for refusal in story.refusals:
        if refusal.status == 400 and refusal.sid in shared:
            events = (*_told(shared[refusal.sid]), refusal.at.seq)
            yield Sign("refused-while-shared", events, (refusal.at.seq,))
    for loss in story.losses:
        if loss.sid in shared:
            yield Sign("lost-while-shared", (*_told(shared[loss.sid]), loss.at.seq), (loss.at.seq,))


def _told(session: Session) -> tuple[int, ...]:
    return tuple(at.seq for at in session.holders.values())


HYPOTHESIS = Hypothesis(
    name="cached-handshake",
    claim="The answer to a handshake came out of a cache: two clients hold one session id.",
    seen="One session id is used by two clients; what one of them does ends the session of the other.",
    refuted="Every client uses a session id of its own.",
    remedy="Keep caches away from /socket.io/ (Cache-Control: no-store; in nginx proxy_cache off), and let "
    "clients send their timestamp: timestampRequests: true.",
    weigh=weigh,
)
