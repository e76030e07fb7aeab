"""The hypothesis `overload`: more is asked of the server than it can answer in time."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Pace, Session, Story
from harness.diagnosis.strangers import acquaintances

SLOW = 0.5
"""Handshakes and POSTs that wait for so many seconds in the mean are late."""
TOO_SLOW = 2.0
"""A line that grows has made them wait for as many seconds in the end."""
GROWTH = 1.2
RISES = 4
"""So many times the wait was longer, by that factor, than the last time it was: it climbs, as a line does."""
STEADY = 0.75
"""In this share of all seconds a server with too much to do answers something; one that is blocked does not."""
ITS_OWN = 0.8
"""This share of a handshake's wait was over before the server issued the id: the server was late, not the way."""


def weigh(story: Story) -> Iterator[Sign]:
    """Answers that come later and later while they keep coming, and clients that ask for a session once more."""
    if story.opened and not any(one.mean >= SLOW for one in story.paces.values()):
        yield Sign("answers-stayed-quick", tuple(one.seq for one in story.opened))
    rises = _rises(story.paces)
    if len(rises) < RISES or story.paces[rises[-1]].mean < TOO_SLOW or not _steady(story.paces, rises):
        return
    yield Sign("answers-slower-and-slower", tuple(story.paces[second].slowest.seq for second in rises))
    began = story.paces[rises[0]].slowest.t
    again = [one for one in story.again if one.second.t >= began]
    late = [one for one in story.sessions.values() if one.asked and one.asked.t >= began and _issued_late(one)]
    if again and late:
        yield Sign("issued-late", tuple(one.issued.seq for one in late if one.issued))
        for one in again:
            yield Sign("asked-for-a-session-again", (one.first.seq, one.second.seq))
        yield from _came_of_it(story, began)


def _rises(paces: dict[int, Pace]) -> list[int]:
    """The seconds in which the wait was slow, and well longer than in the last of them."""
    rises: list[int] = []
    for second in sorted(paces):
        if paces[second].mean >= max(SLOW, GROWTH * (paces[rises[-1]].mean if rises else 0.0)):
            rises.append(second)
    return rises


def _steady(paces: dict[int, Pace], rises: list[int]) -> bool:
    first, last = rises[0], rises[-1]
    answered = sum(second in paces for second in range(first, last + 1))
    return answered >= STEADY * (last - first + 1)


def _issued_late(session: Session) -> bool:
    """Whether the server, by its own word, issued this id late, and the answer went out at once after that."""
    if not (session.epoch and session.asked and session.issued and session.handed):
        return False
    waited, own = session.handed.t - session.asked.t, session.issued.t - session.asked.t
    return waited >= SLOW * 1_000_000_000 and own >= ITS_OWN * waited


def _came_of_it(story: Story, began: int) -> Iterator[Sign]:
    for refusal, _ in acquaintances(story):
        if refusal.at.t >= began:
            yield Sign("refused-meanwhile", (refusal.at.seq,), (refusal.at.seq,))
    for loss in story.losses:
        if loss.at.t >= began:
            yield Sign("lost-meanwhile", (loss.at.seq,), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="overload",
    claim="More is asked of the server than it can answer in time: requests wait in a line that grows.",
    seen="Handshakes and POSTs are answered later and later while answers keep coming; clients give up and ask "
    "for a session again, which makes it worse; 400s follow.",
    refuted="Handshakes and POSTs were answered at once, all the time.",
    remedy="Give the server less to do or more to do it with: WebSocket instead of polling (far fewer requests), "
    "several processes behind a sticky balancer with a message queue, heavy work elsewhere; and let clients wait "
    "longer between attempts (reconnectionDelayMax, randomizationFactor), so that they do not all come at once.",
    weigh=weigh,
)
