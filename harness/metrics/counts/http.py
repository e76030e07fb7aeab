"""Answers of 400 and of 500 and more to Socket.IO requests (pages beside it are not counted)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import BODY_KINDS, CAUSES, ClientAttempt, ServerAnswered, WireResponse
from harness.metrics.counts.base import Folds, Moment, ranked

Asked = tuple[int, str | None, str]
"""A request as wire and server both know it: the port it came from, the sid the server read, its method."""


class Http400:
    """`http_400`: by the wire where there is one, else by the server, else by the clients.

    Only the wire sees what a request carried, and a client does not read the cause: those are null then. The cause
    of an answer that was cut before its body is taken from the server's own word for the same request.
    """

    name = "http_400"

    def __init__(self) -> None:
        self._by_cause: Counter[str] = Counter()
        self._by_body: Counter[str] = Counter()
        self._mute: list[Asked] = []
        self._named: dict[Asked, str] = {}
        self._server: Counter[str] = Counter()
        self._clients = 0

    def folds(self) -> Folds:
        """Each witness's own word for an answer."""
        return {WireResponse: self._crossed, ServerAnswered: self._answered, ClientAttempt: self._met}

    def _crossed(self, event: WireResponse) -> None:
        if event.status == 400 and event.kind != "page":
            if event.cause in {None, "other"} and not event.text:
                self._mute.append((event.upstream_port, event.sent_sid or event.sid, event.method))
            else:
                self._by_cause[event.cause or "other"] += 1
            self._by_body[event.body or "other"] += 1

    def _answered(self, event: ServerAnswered) -> None:
        if event.status == 400:
            self._server[event.cause or "other"] += 1
            self._named[event.remote_port, event.sid, event.method] = event.cause or "other"

    def _met(self, event: ClientAttempt) -> None:
        self._clients += event.status == 400

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without any witness."""
        if moment.wire:
            causes = self._by_cause + Counter(self._named.get(asked, "other") for asked in self._mute)
            by_body = ranked(self._by_body, BODY_KINDS)
            return {"total": causes.total(), "by_cause": ranked(causes, CAUSES), "by_body": by_body}
        if moment.server:
            return {"total": self._server.total(), "by_cause": ranked(self._server, CAUSES), "by_body": None}
        return {"total": self._clients, "by_cause": None, "by_body": None} if moment.clients else None


class Http5xx:
    """`http_5xx`: by the wire where there is one, else by the server, else by the clients."""

    name = "http_5xx"

    def __init__(self) -> None:
        self._wire = self._server = self._clients = 0

    def folds(self) -> Folds:
        """Each witness's own word for an answer."""
        return {WireResponse: self._crossed, ServerAnswered: self._answered, ClientAttempt: self._met}

    def _crossed(self, event: WireResponse) -> None:
        self._wire += event.status >= 500 and event.kind != "page"

    def _answered(self, event: ServerAnswered) -> None:
        self._server += event.status >= 500

    def _met(self, event: ClientAttempt) -> None:
        self._clients += event.status is not None and event.status >= 500

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without any witness."""
        if moment.wire:
            return {"total": self._wire}
        if moment.server:
            return {"total": self._server}
        return {"total": self._clients} if moment.clients else None
