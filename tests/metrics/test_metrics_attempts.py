"""What clients' own network saw, counted and recounted."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from harness.events import ClientAttempt, ClientCapped, Event
from harness.evidence.recount_attempts import attempts_of
from harness.metrics.counts.attempts import Attempts
from harness.metrics.counts.base import Moment

POST = {"client": "p-1", "method": "POST", "kind": "post", "took": 0.1}
SEEN: list[Event] = [
    ClientAttempt(t=1, **POST, status=200),
    ClientAttempt(t=2, **POST, status=400, body="message"),
    ClientAttempt(t=3, **POST, status=400, body="close-packet"),
    ClientAttempt(t=4, **POST, error="net::ERR_EMPTY_RESPONSE", body="message"),
    ClientAttempt(t=5, **POST, error="net::ERR_EMPTY_RESPONSE", resend=True),
    ClientCapped(t=6, client="p-1", host="h", open=6, waiting=1, took=0.5),
    ClientCapped(t=7, client="p-1", host="h", open=6, waiting=2, took=0.5),
]


def counted(events: list[Event], *, clients: bool = True) -> dict[str, Any] | None:
    count = Attempts()
    folds = count.folds()
    for event in events:
        folds[type(event)](event)
    return count.value(Moment(t=9, seconds=1.0, wire=True, server=True, clients=clients))


def test_attempts_are_counted_by_how_they_failed_and_what_they_carried() -> None:
    found = counted(SEEN)
    assert found == {
        "total": 5,
        "resent": 1,
        "failed": 2,
        "by_error": {"net::ERR_EMPTY_RESPONSE": 2},
        "http_400": 2,
        "by_body": {"message": 1, "pong": 0, "close-packet": 1, "poll": 0, "other": 0},
        "capped": 1,
    }


def test_what_clients_do_not_tell_is_not_known() -> None:
    silent = [*SEEN, ClientAttempt(t=8, **POST, status=400), ClientAttempt(t=9, **POST)]
    found = counted(silent)
    assert found is not None
    assert (found["http_400"], found["by_body"], found["by_error"]["other"]) == (3, None, 1)
    assert counted(SEEN, clients=False) is None


@pytest.mark.parametrize("events", [SEEN, [], [ClientAttempt(t=8, **POST, status=400)]])
def test_an_independent_count_agrees(events: list[Event]) -> None:
    plain = [msgspec.json.decode(msgspec.json.encode(event)) for event in events]
    assert attempts_of(plain) == counted(events)
