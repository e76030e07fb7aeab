"""Ordinary exchanges, told by their row alone: a poll or a POST that went well, its head whole in one piece.

Most of what crosses is like that, and little of it has to be read anew: its headers have gone through llhttp
before, byte for byte the same, and of its target only the timestamp is new. Whatever is not like that, and each
request that waits longer for its answer, goes through the conversation from its first byte on, and is told event
by event besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import httptools

from harness.events import Crossed, RequestKind
from harness.proxy.tap.exchange import text_of
from harness.proxy.tap.heads import Head
from harness.proxy.tap.memory import Attempt, Life, Session, TapMemory
from harness.proxy.tap.packets import found_in
from harness.proxy.tap.redaction import is_told_as_it_is
from harness.proxy.tap.request import RequestView, Target, kind_of
from harness.proxy.tap.traffic import Traffic

BODY_BYTES = 1024
"""The longest body: of a longer one only the beginning is told."""
TARGET_BYTES = 512
TARGETS = 4096

_LINE, _HEAD_END = b"\r\n", b"\r\n\r\n"
_GET, _POST, _HTTP, _OK = b"GET /", b"POST /", b" HTTP/1.1", b"HTTP/1.1 200 OK\r\n"
_STAMP = b"&t="
_VISIBLE = re.compile(rb"[!-~]+")


class Shape(NamedTuple):
    """What a target says, its timestamp left out."""

    path: str
    sid: str
    transport: str | None
    eio: str | None
    client: str | None
    stamped: bool


class Asked(NamedTuple):
    """A request that waits for its answer; `began`: when it came (monotonic ns); `messages`: so many in `body`."""

    data: bytes
    began: int
    kind: RequestKind
    target: bytes
    shape: Shape
    client: str | None
    head: Head
    body: bytes
    messages: int
    attempt: Attempt
    session: Session | None

    @property
    def method(self) -> str:
        """Its method."""
        return "POST" if self.kind == "post" else "GET"

    def view(self, n: int) -> RequestView:
        """As the rest of the wire knows a request."""
        shape = self.shape
        return RequestView(
            n=n,
            method=self.method,
            kind=self.kind,
            path=shape.path,
            sid=shape.sid,
            eio=shape.eio,
            transport=shape.transport,
            client=self.client,
            origin=self.head.origin,
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
        line, end = data.find(_LINE), data.find(_HEAD_END)
        post = data.startswith(_POST)
        if end < 0 or data[line - 9 : line] != _HTTP or not (post or data.startswith(_GET)):
            return False
        target = data[5 if post else 4 : line - 9]
        shape = self._shape(target)
        head = self._head(self._traffic.request, data[line + 2 : end + 2])
        body = data[end + 4 :]
        if shape is None or head is None or len(body) != (head.length or 0) or len(body) > BODY_BYTES:
            return False
        return self._take(data, now, "post" if post else "poll", target, shape, head, body)

    def _take(
        self, data: bytes, now: int, kind: RequestKind, target: bytes, shape: Shape, head: Head, body: bytes
    ) -> bool:
        session = self._memory.session(shape.sid)
        client = shape.client or (session.client if session is not None else None)
        found = found_in(body, shape.eio)
        method = "POST" if kind == "post" else "GET"
        known = kind == "poll" or shape.stamped
        if client != self.owner or found.noted or self._memory.is_elsewhere(method, target, self._life):
            return False
        attempt, _ = self._memory.attempt(method, target, known, self._life)
        if session is not None:
            session.requests += 1
            session.up += found.messages
        self.waiting = Asked(data, now, kind, target, shape, client, head, body, found.messages, attempt, session)
        return True

    def take_back(self) -> Asked | None:
        """The request that waits is not ordinary after all: it and its answer are as if they never came here."""
        asked, self.waiting, self.parts = self.waiting, None, ()
        if asked is not None and asked.session is not None:
            asked.session.requests -= 1
            asked.session.up -= asked.messages
        return asked

    def answers(self, data: bytes, now: int, n: int) -> Asked | bool:
        """Bytes of the server while a request, the `n`th, waits: that, if its answer is complete with them.

        True: they may be a part of it, of which the rest is to come, as servers send a head and a body apart.
        False: the answer is not ordinary.
        """
        asked, parts = self.waiting, (*self.parts, (data, now))
        if self.parts:
            data = b"".join(part for part, _ in parts)
        end = data.find(_HEAD_END)
        if asked is None or end < 0 or not data.startswith(_OK):
            return False
        head = self._head(self._traffic.answer, data[len(_OK) : end + 2])
        body = data[end + 4 :]
        if head is None or not len(body) <= (head.length or 0) <= BODY_BYTES:
            return False
        if len(body) < (head.length or 0):
            self.parts = parts
            return True
        return self._complete(asked, n, (parts[0][1], now), head, body)

    def _complete(self, asked: Asked, n: int, times: tuple[int, int], head: Head, body: bytes) -> Asked | bool:
        found = found_in(body, asked.shape.eio)
        if found.noted or head.length is None:
            return False
        row = self._row(asked, n, times, head, body)
        if asked.session is not None:
            asked.session.down += found.messages
        asked.attempt.answered = True
        self.waiting, self.parts = None, ()
        self._traffic.crossed(row)
        return asked

    def _row(self, asked: Asked, n: int, times: tuple[int, int], head: Head, body: bytes) -> Crossed:
        return Crossed(
            conn=self._conn,
            n=n,
            began=asked.began,
            asked=asked.began,
            answered=times[0],
            ended=times[1],
            method=asked.method,
            target=asked.target.decode("ascii"),
            http="HTTP/1.1",
            kind=asked.kind,
            ending="complete",
            status=200,
            sid=asked.shape.sid,
            client=asked.client,
            heads=(asked.head.number, head.number),
            sent=len(asked.body),
            got=len(body),
            sent_body=self._told(asked.body, down=False),
            got_body=self._told(body, down=True),
        )

    def _told(self, body: bytes, *, down: bool) -> str | None:
        text = text_of(body) if body else None
        return None if text is None else self._traffic.redactor.payload(text, True, down)

    def _head(self, read: Callable[[bytes], Head], block: bytes) -> Head | None:
        """What a block of headers says, if that is nothing out of the ordinary."""
        try:
            head = read(block)
        except httptools.HttpParserError:
            return None
        return head if head.ordinary else None

    def _shape(self, target: bytes) -> Shape | None:
        """What a target says, if its timestamp is all that may be new about it."""
        if len(target) > TARGET_BYTES:
            return None
        begin = target.find(_STAMP)
        if begin < 0:
            return shape_of(target, self._path, False)
        end = target.find(b"&", begin + 3)
        stamp = target[begin + 3 :] if end < 0 else target[begin + 3 : end]
        if not stamp.translate(None, b"._-").isalnum():
            return None
        rest = target[:begin] if end < 0 else target[:begin] + target[end:]
        return shape_of(rest, self._path, True)


@lru_cache(TARGETS)
def shape_of(raw: bytes, path: str, stamped: bool) -> Shape | None:
    """What a target says: one of a session, polled at the Engine.IO path, and told just as it is."""
    if not _VISIBLE.fullmatch(raw) or not is_told_as_it_is(raw.decode("ascii")):
        return None
    target = Target(raw)
    sid, transport = target.get("sid"), target.get("transport")
    inside = target.path in {path, path + "/"}
    if sid is None or target.get("j") is not None or kind_of("GET", inside, transport, sid) != "poll":
        return None
    return Shape(
        target.path,
        sid,
        transport,
        target.get("EIO"),
        target.get("sidlab"),
        stamped or target.get("t") is not None,
    )
