"""HTTP attempts as the clients' own network saw them, and whose browser had no connection left."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import BODY_KINDS, ClientAttempt, ClientCapped
from harness.metrics.counts.base import Folds, Moment, ranked


class Attempts:
    """`attempts`: how many, those without an answer by the client's name of the failure, those answered 400.

    `by_body` is what the latter carried, null where a client does not tell; `resent`: by the HTTP library itself.
    `capped`: clients whose requests waited for one of their browser's connections to the host.
    """

    name = "attempts"

    def __init__(self) -> None:
        self._total = self._resent = 0
        self._by_error: Counter[str] = Counter()
        self._by_body: Counter[str] = Counter()
        self._unknown = 0
        self._capped: set[str] = set()

    def folds(self) -> Folds:
        """What clients say of their network."""
        return {ClientAttempt: self._attempted, ClientCapped: self._waited}

    def _attempted(self, event: ClientAttempt) -> None:
        self._total += 1
        self._resent += event.resend
        if event.status is None:
            self._by_error[event.error or "other"] += 1
        elif event.status == 400 and event.body is not None:
            self._by_body[event.body] += 1
        elif event.status == 400:
            self._unknown += 1

    def _waited(self, event: ClientCapped) -> None:
        self._capped.add(event.client)

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without clients of ours."""
        if not moment.clients:
            return None
        return {
            "total": self._total,
            "resent": self._resent,
            "failed": self._by_error.total(),
            "by_error": ranked(self._by_error),
            "http_400": self._by_body.total() + self._unknown,
            "by_body": None if self._unknown else ranked(self._by_body, BODY_KINDS),
            "capped": len(self._capped),
        }
