"""The hypothesis `sticky-cookie-lost`: the cookie that keeps a session with its server is not sent back."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story
from harness.diagnosis.strangers import strangers


def weigh(story: Story) -> Iterator[Sign]:
    """Ids refused by another process than their own, in requests without the cookie that came with the id."""
    given = [one.cookie for one in story.sessions.values() if one.cookie]
    if story.opened and not given:
        yield Sign("no-cookie-was-given", tuple(one.seq for one in story.opened))
    for one in strangers(story):
        if one.session.cookie and one.lost_its_cookie and one.issuer.serves_beside(one.answerer):
            yield Sign("refused-without-its-cookie", (one.session.cookie.seq, *one.told), (one.refusal.at.seq,))


HYPOTHESIS = Hypothesis(
    name="sticky-cookie-lost",
    claim="The cookie by which a balancer keeps a session with its server is not sent back.",
    seen="The handshake's answer sets a cookie; requests with its session id come without one, and reach another "
    "process.",
    refuted="No handshake set a cookie.",
    remedy="For a page of another site: withCredentials: true, cors_credentials, and a cookie with SameSite=None; "
    "Secure. Or keep sessions by address (ip_hash), or use WebSocket only.",
    weigh=weigh,
)
