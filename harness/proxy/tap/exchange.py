"""One request and its answer, and what tells of them: events, and a row once they are over."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from harness.events import Cause, Crossed, Ending, WirePosted, WireRequest, WireResponse, WireUnanswered
from harness.proxy.tap.body import NOTHING, Body, Framing
from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.engineio import body_kind, leading_json
from harness.proxy.tap.heads import Head
from harness.proxy.tap.http import RequestHead
from harness.proxy.tap.memory import Attempt, Session
from harness.proxy.tap.packets import Found, unwrapped
from harness.proxy.tap.policy import Policy
from harness.proxy.tap.redaction import MARK
from harness.proxy.tap.request import RequestView, plain
from harness.redact import redacted

TEXT_CHARS = 120
READ_CHARS = 1024
"""So much of a refusal is searched for secrets before it is cut."""
WEIGHT = 1024
"""What an exchange takes at most besides its target and its bodies, in bytes."""

UNSEEN = RequestView(n=0, method="", kind="other", path="")
"""Stands for the request of an answer to none: a server may refuse one whose head never became complete."""
_EXPLAINED = frozenset({None, "other"})


class Exchange:
    """A request, what is known of its body so far, and of its answer.

    `asked`: when the request was complete; `answered`: when its answer began; `over`: how and when it ended.
    `weight`: what it takes while it waits, in bytes, about. `jsonp`: its query asks for that. `status` and `block`
    (of headers) are the answer's; `told`: its status was.
    """

    __slots__ = (
        "_conn",
        "_port",
        "_told_at",
        "answered",
        "answered_by",
        "asked",
        "attempt",
        "block",
        "cause",
        "fault",
        "got",
        "head",
        "jsonp",
        "over",
        "resend",
        "sent",
        "sent_sid",
        "status",
        "told",
        "view",
        "weight",
    )

    def __init__(self, conn: int, port: int, view: RequestView, head: RequestHead, *, jsonp: bool = False) -> None:
        self.view = view
        self.head = head
        self.jsonp = jsonp
        self.weight = WEIGHT + len(head.target)
        self.resend = False
        self.attempt: Attempt | None = None
        self.fault: str | None = None
        self.sent_sid: str | None = None
        self.answered_by: Literal["server", "wire"] = "server"
        self.asked: int | None = None
        self.answered: int | None = None
        self.status: int | None = None
        self.block = Head()
        self.cause: Cause | None = None
        self.told = False
        self.sent: Body | None = None
        self.got: Body | None = None
        self.over: tuple[Ending, int] = "cut", 0
        self._conn = conn
        self._port = port
        self._told_at = 0

    def receive(self, data: bytes) -> None:
        """Some of the request's body."""
        if self.sent is None:
            self.sent = self._body(self.head.block.encoding)
        self.sent.feed(data)

    def answer_begins(self, status: int, block: Head, began: int, now: int) -> None:
        """The answer's head is complete."""
        self.status, self.block, self.answered, self._told_at = status, block, began, now

    def answer(self, data: bytes) -> None:
        """Some of the answer's body."""
        if self.got is None:
            self.got = self._body(self.block.encoding)
        self.got.feed(data)

    @property
    def payload_start(self) -> bytes:
        """How the answer's payload begins."""
        start = self.got.start if self.got is not None else b""
        return unwrapped(start)[1] if self.jsonp else start

    def _body(self, encoding: str) -> Body:
        return Body(encoding, _framing(self.view.eio, self.jsonp) if self.view.kind != "page" else None)

    @property
    def carried(self) -> Found:
        """The packets of the request's body, as far as it has crossed."""
        return NOTHING if self.sent is None else self.sent.found

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
            origin=view.origin if view.origin is None else plain(view.origin),
            resend=self.resend,
            cookie=self.head.block.cookie,
        )

    def posted(self, now: int) -> WirePosted:
        """The request's body has crossed."""
        view = self.view
        return WirePosted(t=now, conn=self._conn, n=view.n, sid=view.sid, packets=tuple(self.carried.types))

    def response(self, text: str = "") -> WireResponse:
        """The answer; `text` is for a 400."""
        view, status = self.view, self.status or 0
        self.told = True
        return WireResponse(
            t=self._told_at,
            conn=self._conn,
            n=view.n,
            status=status,
            method=view.method,
            kind=view.kind,
            upstream_port=self._port,
            sid=view.sid,
            client=view.client,
            body=body_kind(view.method, self.carried.types) if status >= 400 else None,
            cause=self.cause,
            text=text,
            resent=self.resend,
            fault=self.fault,
            sent_sid=self.sent_sid,
            answered_by=self.answered_by,
            sets_cookie=self.block.sets_cookie,
        )

    @property
    def says_why(self) -> bool:
        """Whether enough of a refusal's body is there: a whole JSON value, or all that is kept."""
        return self.got is not None and (self.got.full or leading_json(self._refusal()) is not None)

    def refused(self, session: Session | None) -> WireResponse:
        """The answer of status 400, with what was read of its body."""
        text = self._refusal()
        found = leading_json(text)
        shown = text[: found[1]] if found else text
        self.cause = cause_of(shown, self._what_was_asked(session))
        return self.response(redacted(shown[:READ_CHARS])[:TEXT_CHARS])

    def _refusal(self) -> str:
        return "" if self.got is None else self.got.start.decode("utf-8", "replace").lstrip()

    def _what_was_asked(self, session: Session | None) -> Asked:
        """What the cause of a 400 is judged by."""
        limit = session.max_payload if session is not None else None
        seen = self.sent.size if self.sent is not None else 0
        return Asked(
            head=self.view,
            upgrading=self.head.upgrade == "websocket",
            on_websocket=session is not None and session.transport == "websocket",
            too_long=limit is not None and max(seen, self.head.block.length or 0) > limit,
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
            body=body_kind(view.method, self.carried.types),
        )

    def row(self, policy: Policy) -> Crossed:
        """The exchange as it is recorded, once it is over."""
        ending, ended = self.over
        view, head, sent, got = self.view, self.head, self.sent, self.got
        return Crossed(
            conn=self._conn,
            n=view.n,
            began=head.began,
            asked=self.asked,
            answered=self.answered,
            ended=ended,
            method=view.method,
            target=policy.target(head.target),
            http=head.http,
            kind=view.kind,
            ending=ending,
            status=self.status,
            sid=view.sid,
            client=view.client,
            heads=(head.block.number, self.block.number),
            sent=0 if sent is None else sent.size,
            got=0 if got is None else got.size,
            sent_body=None if sent is None else self._text(sent, policy, down=False),
            got_body=None if got is None else self._text(got, policy, down=True),
            body=None if (self.status or 0) < 400 else body_kind(view.method, self.carried.types),
            cause=self.cause,
            fault=self.fault,
        )

    def _text(self, body: Body, policy: Policy, *, down: bool) -> str | None:
        """A body as it is recorded: as far as the policy lets it be told; None where nothing of it is."""
        if not body.start or body.framing is None or body.unread:
            return None
        before, start, after = unwrapped(body.start) if self.jsonp else (b"", body.start, b"")
        text = text_of(start, cut=body.over)
        if text is None:
            return None
        explained = down and self.cause not in _EXPLAINED
        told = policy.refusal(text) if explained else policy.payload(text, not body.over, down)
        mark = MARK if body.over else ""
        return f"{before.decode('latin-1')}{told}{after.decode('latin-1')}{mark}" if before else told + mark


@lru_cache(64)
def _framing(eio: str | None, jsonp: bool) -> Framing:
    return Framing(eio, jsonp)


def text_of(data: bytes, *, cut: bool = False) -> str | None:
    """Data as text, without a character that was `cut` in two at its end; None if it is no text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not cut or error.reason != "unexpected end of data":
            return None
        return data[: error.start].decode("utf-8")
