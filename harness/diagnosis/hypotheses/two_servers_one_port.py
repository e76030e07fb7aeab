"""The hypothesis `two-servers-one-port`: a second server, started apart, answers at the same address."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story
from harness.diagnosis.strangers import strangers
from harness.diagnosis.together import apart, two_servers_alive


def weigh(story: Story) -> Iterator[Sign]:
    """Ids that a server which was started apart refused while the one that had issued them was alive."""
    if story.processes and not two_servers_alive(story):
        yield Sign("one-process-at-a-time", tuple(one.began.seq for one in story.processes.values()))
    for one in strangers(story):
        if apart(one.issuer, one.answerer) and not one.is_orphan:
            events = (one.issuer.began.seq, one.answerer.began.seq, *one.told)
            yield Sign("refused-by-a-server-started-apart", events, (one.refusal.at.seq,))


HYPOTHESIS = Hypothesis(
    name="two-servers-one-port",
    claim="Two servers listen at one address: an old one was left running, or one was started twice.",
    seen="Two processes that were started apart answer at the same address, each refusing the other's sessions.",
    refuted="At no time was there more than one serving process.",
    remedy="End the server that is one too many; on Linux `ss -ltnp` names the processes at a port.",
    weigh=weigh,
)
