"""Ordinary exchanges, told by their row alone: a poll or a POST that went well, its head whole in one piece.

Most of what crosses is like that, and little of it has to be read anew: its headers have gone through llhttp
before, byte for byte the same, and of its target only the timestamp is new. Whatever is not like that, and each
request that waits longer for its answer, goes through the conversation from its first byte on, and is told event
by event besides.
"""

from __future__ import annotations

import re

import msgspec

from harness.events import Crossed
from harness.proxy.tap.exchange import text_of
from harness.proxy.tap.forms import BODY_BYTES, Form, Reply
from harness.proxy.tap.memory import Attempt, Life, Session, TapMemory
from harness.proxy.tap.packets import found_in
from harness.proxy.tap.request import RequestView
from harness.proxy.tap.traffic import Traffic

_HEAD_END = b"\r\n\r\n"
_STAMP = b"&t="
_STAMP_VALUE = re.compile(rb"[0-9A-Za-z._-]{1,64}")


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A request that waits for its answer; `began`: when it came (monotonic ns); `messages`: so many in `body`."""

    data: bytes
    began: int
    target: bytes
    form: Form
    client: str | None
    body: bytes
    messages: int
    attempt: Attempt
    session: Session | None

    def view(self, n: int) -> RequestView:
        """As the rest of the wire knows a request."""
        form, shape = self.form, self.form.shape
        return RequestView(
            n=n,
            method=form.method,
            kind=form.kind,
            path=shape.path,
            sid=shape.sid,
            eio=shape.eio,
            transport=shape.transport,
            client=self.client,
            origin=form.head.origin,
        )


class Ordinary:
    """The ordinary exchanges of one connection. `path` is the Engine.IO path, `life` the connection's.

    `waiting`: the request that has no answer yet; `parts`: of the answer, with their times. `owner`: the client
    that was last told of on this connection: another one's request is not ordinary.
    """

    __slots__ = ("_conn", "_life", "_memory", "_path", "_traffic", "owner", "parts", "waiting")

    def __init__(self, conn: int, path: str, memory: TapMemory, traffic: Traffic, life: Life) -> None:
        self.owner: str | None = None
        self.waiting: Asked | None = None
        self.parts: tuple[tuple[bytes, int], ...] = ()
        self._conn = conn
        self._path = path
        self._memory = memory
        self._traffic = traffic
        self._life = life

    def asks(self, data: bytes, now: int) -> bool:
        """Bytes of the client, between two requests: whether they are one ordinary request, which then waits."""
        end = data.find(_HEAD_END) + 4
        if end < 4:
            return False
        stamp = data.find(_STAMP, 0, end)
        after = end
        if stamp >= 0:
            value = _STAMP_VALUE.match(data, stamp + 3)
            if value is None:
                return False
            after = value.end()
        form = self._traffic.forms.form(data[:stamp] if stamp >= 0 else data[:end], data[after:end], self._path)
        if form is None:
            return False
        body = data[end:]
        if len(body) != (form.head.length or 0) or len(body) > BODY_BYTES:
            return False
        target = data[form.begin : after + form.rest] if stamp >= 0 else data[form.begin : form.rest]
        return self._take(data, now, target, form, body)

    def _take(self, data: bytes, now: int, target: bytes, form: Form, body: bytes) -> bool:
        memory, shape = self._memory, form.shape
        session = memory.session(shape.sid)
        client = shape.client or (session.client if session is not None else None)
        if client != self.owner:
            return False
        messages = 0
        if body:
            found = found_in(body, shape.eio)
            if found.noted:
                return False
            messages = found.messages
        known = shape.stamped or form.kind == "poll"
        attempt = memory.attempt_here(form.method, target, known, self._life)
        if attempt is None:
            return False
        if session is not None:
            session.requests += 1
            session.up += messages
        self.waiting = Asked(data, now, target, form, client, body, messages, attempt, session)
        return True

    def take_back(self) -> Asked | None:
        """The request that waits is not ordinary after all: it and its answer are as if they never came here."""
        asked, self.waiting, self.parts = self.waiting, None, ()
        if asked is not None and asked.session is not None:
            asked.session.requests -= 1
            asked.session.up -= asked.messages
        return asked

    def answers(self, asked: Asked, data: bytes, now: int, n: int) -> Asked | bool:
        """Bytes of the server while a request, the `n`th, waits: that, if its answer is complete with them.

        True: they may be a part of it, of which the rest is to come, as servers send a head and a body apart.
        False: the answer is not ordinary.
        """
        began = now
        if self.parts:
            began = self.parts[0][1]
            self.parts = (*self.parts, (data, now))
            data = b"".join(part for part, _ in self.parts)
        reply = self._traffic.forms.reply(data, asked.form.shape.eio)
        if reply is None:
            self.parts = self.parts[:-1]  # what has just come is not kept back
            return False
        if reply.missing:
            self.parts = self.parts or ((data, now),)
            return True
        self._traffic.crossed(self._row(asked, n, began, now, reply))
        if asked.session is not None:
            asked.session.down += reply.messages
        asked.attempt.answered = True
        self.waiting, self.parts = None, ()
        return asked

    def _row(self, asked: Asked, n: int, answered: int, ended: int, reply: Reply) -> Crossed:
        form = asked.form
        return Crossed(  # by position: by name it takes ten times as long, and most rows are made here
            self._conn,
            n,
            asked.began,
            asked.began,
            answered,
            ended,
            form.method,
            asked.target.decode("ascii"),
            "HTTP/1.1",
            form.kind,
            "complete",
            200,
            form.shape.sid,
            asked.client,
            (form.head.number, reply.head.number),
            len(asked.body),
            reply.size,
            self._told(asked.body) if asked.body else None,
            reply.text,
        )

    def _told(self, body: bytes) -> str | None:
        """What is told of a request's body."""
        text = text_of(body)
        return None if text is None else self._traffic.policy.payload(text, True, False)
