"""One request and its answer, and the events that tell of them."""

from __future__ import annotations

from typing import Literal

from harness.events import Cause, WirePosted, WireRequest, WireResponse, WireUnanswered
from harness.proxy.tap.body import BodyStart
from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.engineio import PacketReader, body_kind, leading_json, packet_reader
from harness.proxy.tap.memory import Attempt, Session
from harness.proxy.tap.request import RequestView

TEXT_CHARS = 120

UNSEEN = RequestView(n=0, method="", kind="other", path="")
"""Stands for the request of an answer to none: a server may refuse one whose head never became complete."""


class Exchange:
    """A request, what is known of its body so far, and the answer's beginning."""

    def __init__(
        self, conn: int, port: int, view: RequestView, length: int | None = None, upgrade: str = ""
    ) -> None:
        self.view = view
        self.upgrade = upgrade
        self.resend = False
        self.attempt: Attempt | None = None
        self.fault: str | None = None
        self.sent_sid: str | None = None
        self.answered_by: Literal["server", "wire"] = "server"
        self._conn = conn
        self._port = port
        self._length = length
        self._seen = 0
        self._packets: PacketReader | None = None

    def receive(self, data: bytes) -> None:
        """Some of the request's body."""
        self._seen += len(data)
        if self._packets is None:
            self._packets = packet_reader(self.view.eio)
        self._packets.feed(data)

    def _types(self) -> list[str]:
        return self._packets.types if self._packets is not None else []

    def request(self, now: int) -> WireRequest:
        """The request's head has crossed."""
        view = self.view
        return WireRequest(
            t=now,
            conn=self._conn,
            n=view.n,
            method=view.method,
            kind=view.kind,
            path=view.path,
            sid=view.sid,
            eio=view.eio,
            transport=view.transport,
            client=view.client,
            origin=view.origin,
            resend=self.resend,
        )

    def posted(self, now: int) -> WirePosted:
        """The request's body has crossed."""
        return WirePosted(t=now, conn=self._conn, n=self.view.n, sid=self.view.sid, packets=tuple(self._types()))

    def response(self, status: int, at: int, cause: Cause | None = None, text: str = "") -> WireResponse:
        """The answer whose head was seen at `at`; `cause` and `text` are for a 400."""
        view = self.view
        return WireResponse(
            t=at,
            conn=self._conn,
            n=view.n,
            status=status,
            method=view.method,
            kind=view.kind,
            upstream_port=self._port,
            sid=view.sid,
            client=view.client,
            body=body_kind(view.method, self._types()) if status >= 400 else None,
            cause=cause,
            text=text,
            resent=self.resend,
            fault=self.fault,
            sent_sid=self.sent_sid,
            answered_by=self.answered_by,
        )

    def unanswered(self, now: int) -> WireUnanswered:
        """The connection ended before the answer's head."""
        view = self.view
        return WireUnanswered(
            t=now,
            conn=self._conn,
            n=view.n,
            method=view.method,
            kind=view.kind,
            upstream_port=self._port,
            sid=view.sid,
            client=view.client,
            body=body_kind(view.method, self._types()),
            fault=self.fault,
            sent_sid=self.sent_sid,
        )

    def asked(self, session: Session | None) -> Asked:
        """What the cause of a 400 is judged by."""
        limit = session.max_payload if session is not None else None
        return Asked(
            head=self.view,
            upgrading=self.upgrade == "websocket",
            on_websocket=session is not None and session.transport == "websocket",
            too_long=limit is not None and max(self._seen, self._length or 0) > limit,
        )


class Refusal:
    """A 400 whose head was seen at `at`, and the body that says why."""

    def __init__(self, exchange: Exchange, at: int, encoding: str) -> None:
        self._exchange = exchange
        self._at = at
        self._body = BodyStart(encoding)

    def feed(self, data: bytes) -> bool:
        """Some of the body; returns whether it is enough: a whole JSON value, or all that is kept."""
        self._body.feed(data)
        return self._body.full or leading_json(self._text()) is not None

    def response(self, session: Session | None) -> WireResponse:
        """The answer, with what was read of its body."""
        text = self._text()
        found = leading_json(text)
        shown = text[: found[1]] if found else text
        cause = cause_of(shown, self._exchange.asked(session))
        return self._exchange.response(400, self._at, cause, shown[:TEXT_CHARS])

    @property
    def sid(self) -> str | None:
        """The session the request was for."""
        return self._exchange.view.sid

    def _text(self) -> str:
        return self._body.data.decode("utf-8", "replace").lstrip()
