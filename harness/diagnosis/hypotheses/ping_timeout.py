"""The hypothesis `ping-timeout`: the server gave sessions up since no pong came in time."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.clocks import jumped_before
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Loss, Refusal, Session, Story
from harness.diagnosis.strangers import acquaintances

NS_PER_S = 1_000_000_000
REASON = "ping timeout"


def weigh(story: Story) -> Iterator[Sign]:
    """Sessions that the server ended by its ping timeout; ids it refused and sockets lost after that."""
    ended = {one.sid: one for one in story.sessions.values() if _first_of_all(story, one)}
    heard_none = {loss for loss in story.losses if _heard_no_ping(story, loss)}
    reasons = [one.by_server for one in story.sessions.values() if one.by_server and _first_word(one, heard_none)]
    if reasons and not ended:
        yield Sign("no-session-timed-out", tuple(one.at.seq for one in reasons))
    for refusal, session in acquaintances(story):
        if session.sid in ended and session.by_server and session.by_server.at.t <= refusal.at.t:
            yield Sign("refused-after-its-timeout", (session.by_server.at.seq, refusal.at.seq), (refusal.at.seq,))
        elif _never_joined(story, session, refusal):
            yield Sign("forgotten-before-it-was-joined", (refusal.at.seq,), (refusal.at.seq,))
    for loss in story.losses:
        by_server = ended[loss.sid].by_server if loss.sid in ended else None
        if loss in heard_none:
            yield Sign("client-heard-no-ping", (loss.at.seq,), (loss.at.seq,))
        elif by_server and by_server.at.t <= loss.at.t:
            yield Sign("lost-after-its-timeout", (by_server.at.seq, loss.at.seq), (loss.at.seq,))


def timed_out(session: Session) -> bool:
    """Whether the server gave this session up for want of a pong."""
    return session.by_server is not None and REASON in session.by_server.why


def _heard_no_ping(story: Story, loss: Loss) -> bool:
    """Whether the client says so, and who should have sent them was there: its process had not ended."""
    issuer = story.issuer(loss.sid)
    return REASON in loss.reason and not (issuer and issuer.over_by(loss.at.t))


def _never_joined(story: Story, session: Session, refusal: Refusal) -> bool:
    """Whether it was so old without a namespace that it has timed out: nobody is told of the end of such a one."""
    if session.joined or session.by_server or not session.issued or session.sid in story.closed:
        return False
    return refusal.at.t - session.issued.t >= story.ping_timeout * NS_PER_S


def _first_word(session: Session, heard_none: set[Loss]) -> bool:
    """Whether the server's reason is its own: it is no answer to a client that went since it heard no ping."""
    gone = [loss for loss in heard_none if loss.sid == session.sid]
    return not (gone and session.by_server and gone[0].at.t < session.by_server.at.t)


def _first_of_all(story: Story, session: Session) -> bool:
    """Whether its timeout was the first that went wrong with this session: no refusal, loss or clock before."""
    end = session.by_server
    if end is None or not timed_out(session) or jumped_before(story, session.epoch, end.at.t):
        return False
    return not any(t < end.at.t for t in story.troubles.get(session.sid, ()))


HYPOTHESIS = Hypothesis(
    name="ping-timeout",
    claim="No sign of life came in time: a slow or silent link, a page that sleeps, or a server that was blocked.",
    seen="The server's own reason for the end of a session is its ping timeout; the process goes on, and refuses "
    "the session's id afterwards.",
    refuted="The server ended sessions for other reasons only.",
    remedy="Look for what is silent for longer than pingInterval + pingTimeout: a blocking call in a handler "
    "(time.sleep, a slow query), a sleeping phone, a link that drops packets. Raise ping_timeout if it must be.",
    weigh=weigh,
)
