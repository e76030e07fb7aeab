"""Requests that reached a process which does not know their session id: whose it was, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness.diagnosis.story import Process, Refusal, Session, Story


class Stranger(NamedTuple):
    """A refusal of a session id, the process that had issued it, and the one that refused it."""

    refusal: Refusal
    session: Session
    issuer: Process
    answerer: Process

    @property
    def lost_its_cookie(self) -> bool:
        """Whether the session was given a cookie, and the request came without any."""
        return self.session.cookie is not None and not self.refusal.cookie

    @property
    def is_orphan(self) -> bool:
        """Whether the process that had issued the id was over when it was refused."""
        return self.issuer.over_by(self.refusal.at.t)

    @property
    def told(self) -> tuple[int, ...]:
        """The events that tell who issued the id, and who refused it."""
        issued = () if self.session.issued is None else (self.session.issued.seq,)
        answered = () if self.refusal.answered is None else (self.refusal.answered.at.seq,)
        return (*issued, *answered, self.refusal.at.seq)


def refused_ids(story: Story) -> Iterator[Refusal]:
    """The refusals of a session id that the answering process does not know."""
    return (one for one in story.refusals if one.status == 400 and one.reason == "unknown-sid")


def strangers(story: Story) -> Iterator[Stranger]:
    """Refusals by a process other than the one that had issued the id."""
    for refusal in refused_ids(story):
        issuer, answerer = story.issuer(refusal.sid), story.answerer(refusal)
        if issuer and answerer and issuer is not answerer:
            yield Stranger(refusal, story.sessions[refusal.sid or ""], issuer, answerer)


def acquaintances(story: Story) -> Iterator[tuple[Refusal, Session]]:
    """Refusals by the very process that had issued the id: it has forgotten the session."""
    for refusal in refused_ids(story):
        issuer = story.issuer(refusal.sid)
        if issuer and issuer is story.answerer(refusal):
            yield refusal, story.sessions[refusal.sid or ""]
