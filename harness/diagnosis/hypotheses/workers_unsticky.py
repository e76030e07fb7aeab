"""The hypothesis `workers-unsticky`: requests of a session reach workers that do not know it."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.outside import refused_at_once, served_again
from harness.diagnosis.story import Story
from harness.diagnosis.strangers import strangers
from harness.diagnosis.together import apart, ever_together


def weigh(story: Story) -> Iterator[Sign]:
    """Ids that another process refused while the one that had issued them was alive."""
    if story.processes and not ever_together(story):
        yield Sign("one-process-at-a-time", tuple(one.began.seq for one in story.processes.values()))
    for one in strangers(story):
        beside = one.issuer.serves_beside(one.answerer) and not apart(one.issuer, one.answerer)
        if beside and not one.lost_its_cookie and not one.is_orphan:
            events = (one.issuer.began.seq, one.answerer.began.seq, *one.told)
            yield Sign("refused-while-its-issuer-lives", events, (one.refusal.at.seq,))
    yield from served_again(story)
    yield from refused_at_once(story)


HYPOTHESIS = Hypothesis(
    name="workers-unsticky",
    claim="Several workers serve, and nothing keeps the requests of one session with one of them.",
    seen="A session id is refused by one process while the process that issued it is alive and serves.",
    refuted="At no time was there more than one serving process.",
    remedy="Serve with one worker (gunicorn -w 1), or put a balancer in front that keeps a session with its "
    "server (ip_hash or a cookie in nginx, stick tables in haproxy); or use WebSocket only.",
    weigh=weigh,
)
