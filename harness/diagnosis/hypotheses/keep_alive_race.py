"""The hypothesis `keep-alive-race`: a request met a kept connection that the server was closing."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.cuts import lost_at
from harness.diagnosis.ends import near_an_end
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """Requests on kept connections that the server closed at that moment, while its process lived on."""
    races = [one for one in story.races if not near_an_end(story, one.closed.t)]
    if story.opened and not story.races:
        yield Sign("every-request-was-read", tuple(one.seq for one in story.opened))
    for one in races:
        torn = tuple(reset.at.seq for reset in story.resets if reset.conn == one.conn)
        yield Sign("closed-at-that-moment", (one.asked.seq, one.closed.seq, *torn), torn)
        for loss in lost_at(story, one.client, one.closed.t):
            yield Sign("lost-to-it", (one.closed.seq, loss.at.seq), (loss.at.seq,))


HYPOTHESIS = Hypothesis(
    name="keep-alive-race",
    claim="The server closed a kept connection just when the client used it again.",
    seen="A request on a kept connection gets no answer since the server closes it at that moment; its process "
    "goes on.",
    refuted="Every request on a kept connection was read.",
    remedy="Keep connections longer than the clients do: gunicorn --keep-alive 75 and more, keepalive_timeout "
    "in nginx; clients send a GET again by themselves, a POST not.",
    weigh=weigh,
)
