"""The clients' attempts, and which request on the wire each of them was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harness.metrics.facts import Facts
from harness.metrics.pairing.ledger import in_time
from harness.metrics.witnessed import Seen

Request = tuple[str | None, str | None, str]
"""What tells a client's requests apart: its name, the sid and the method."""


def request_of(seen: Seen) -> Request:
    """What request this is about."""
    return seen.client, seen.sid, seen.method


def by_request(attempts: Iterable[Seen]) -> dict[Request, list[Seen]]:
    """Attempts in their order, by what they asked."""
    found: dict[Request, list[Seen]] = defaultdict(list)
    for one in in_time(attempts):
        found[request_of(one)].append(one)
    return found


def take_attempt(attempts: list[Seen], request: Seen) -> Seen | None:
    """Take out the attempt that began last before the request, in whose time it began.

    What met an answer met it after it was sent. A client may have two of a kind under way: engine.io-client posts
    its goodbye while a message of the same session waits for its answer.
    """
    fitting = [
        one
        for one in attempts
        if one.began <= request.began <= one.t and (one.status is None or one.t >= request.t)
    ]
    if not fitting:
        return None
    attempt = max(fitting, key=lambda one: one.began)
    attempts.remove(attempt)
    return attempt


def failures(facts: Facts) -> dict[Request, list[Seen]]:
    """Attempts that got no answer, but for those whose request went unanswered on the wire too."""
    failed = by_request(one for one in facts.attempts if one.status is None)
    for cut in in_time(one for conn in facts.conns.values() if conn.fault is None for one in conn.unanswered):
        take_attempt(failed[request_of(cut)], cut)
    return failed
