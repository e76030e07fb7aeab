"""Which request on the wire an attempt was, where a client has two alike under way."""

from __future__ import annotations

from harness.metrics.pairing.attempts import take_attempt
from harness.metrics.witnessed import Seen


def seen(seq: int, began: int, t: int) -> Seen:
    return Seen(seq, t, "c", "old", "POST", began=began, status=400)


def test_a_goodbye_posted_beside_a_message_is_not_taken_for_it() -> None:
    """The message and the goodbye wait in one backlog, and are answered and met in either order."""
    message, goodbye = seen(1, 100, 600), seen(2, 200, 590)
    attempts = [seen(3, 90, 610), seen(4, 190, 620)]
    taken = [take_attempt(attempts, request) for request in (goodbye, message)]
    assert [one.began if one else None for one in taken] == [190, 90]
    assert attempts == []


def test_what_began_later_or_was_over_before_is_another() -> None:
    attempts = [seen(1, 10, 90), seen(2, 150, 700), seen(3, 95, 500)]
    assert take_attempt(attempts, seen(4, 100, 600)) is None  # the third met its answer before this one was given
    assert len(attempts) == 3
