"""The hypothesis `clock-jump`: the server's wall clock jumped, and sessions were taken for silent."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.clocks import jumped_before
from harness.diagnosis.hypotheses.ping_timeout import timed_out
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Jump, Session, Story
from harness.diagnosis.strangers import acquaintances


def weigh(story: Story) -> Iterator[Sign]:
    """Jumps of a serving process' clock, and the sessions it gave up right after one."""
    jumps = [jump for process in story.processes.values() for jump in process.jumps]
    if story.processes and not jumps:
        yield Sign("no-clock-jumped", tuple(one.began.seq for one in story.processes.values()))
    ended: dict[str, tuple[Session, Jump]] = {}
    for session in story.sessions.values():
        if timed_out(session) and session.by_server:
            jump = jumped_before(story, session.epoch, session.by_server.at.t)
            if jump:
                ended[session.sid] = (session, jump)
                yield Sign("timed-out-at-a-jump", (jump.at.seq, session.by_server.at.seq))
    for refusal, session in acquaintances(story):
        if session.sid in ended:
            jump = ended[session.sid][1]
            yield Sign("refused-after-a-jump", (jump.at.seq, refusal.at.seq), (refusal.at.seq,))
    for loss in story.losses:
        if loss.sid in ended:
            yield Sign("lost-at-a-jump", (ended[loss.sid][1].at.seq, loss.at.seq), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="clock-jump",
    claim="The server's clock jumped, and it took sessions for silent that were not.",
    seen="The wall clock of the serving process moves against the monotonic one, and sessions end by ping timeout "
    "at once.",
    refuted="The serving processes' clocks went evenly.",
    remedy="Let the clock be slewed, not stepped (chrony: makestep only at the start; timesyncd steps), and do "
    "not suspend the machine that serves.",
    weigh=weigh,
)
