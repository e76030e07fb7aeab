"""What ordinary requests and answers say, found once for each that is the same but for what is new each time.

Of a request that is its timestamp and its body; of a short answer nothing is: many say the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import httptools

from harness.events import RequestKind
from harness.proxy.tap.exchange import text_of
from harness.proxy.tap.heads import Head
from harness.proxy.tap.packets import found_in
from harness.proxy.tap.policy import Policy
from harness.proxy.tap.redaction import is_told_as_it_is
from harness.proxy.tap.request import Target, kind_of

BODY_BYTES = 1024
"""The longest body: of a longer one only the beginning is told."""
TARGET_BYTES = 512
HEAD_BYTES = 2048
"""The longest head that is kept, so that what is kept of all is bounded."""
FORMS, REPLIES, TARGETS = 2048, 1024, 4096

_OK = b"HTTP/1.1 200 OK\r\n"
_HEAD_END = b"\r\n\r\n"
_REQUEST = re.compile(rb"(GET|POST) (/[!-~]*) HTTP/1\.1\r\n")
_VISIBLE = re.compile(rb"[!-~]+")


class Shape(NamedTuple):
    """What a target says, its timestamp left out."""

    path: str
    sid: str
    transport: str | None
    eio: str | None
    client: str | None
    stamped: bool


class Form(NamedTuple):
    """What a request says, its timestamp and its body left out. `begin`: where its target does, in bytes.

    `rest`: how many bytes of the target follow the timestamp; without one, where the target ends.
    """

    kind: RequestKind
    method: str
    begin: int
    rest: int
    shape: Shape
    head: Head


class Reply(NamedTuple):
    """What an answer says. `missing`: so many bytes of its body are still to come; `text`: its body as told.

    `messages`: so many Engine.IO messages are in its body.
    """

    missing: int
    head: Head
    size: int
    text: str | None
    messages: int


ReadHead = Callable[[bytes], Head]


class Forms:
    """Those of one wire. `request` and `answer` tell what a block of headers says."""

    def __init__(self, request: ReadHead, answer: ReadHead, policy: Policy) -> None:
        self._request = request
        self._answer = answer
        self._policy = policy
        self._known_form = lru_cache(FORMS)(self._form)
        self._known_reply = lru_cache(REPLIES)(self._reply)

    def form(self, before: bytes, after: bytes, path: str) -> Form | None:
        """Of a request: what comes before its timestamp, and after it to the end of its head; None: not ordinary.

        `after` is empty where there is no timestamp.
        """
        if len(before) + len(after) > HEAD_BYTES:
            return self._form(before, after, path)
        return self._known_form(before, after, path)

    def reply(self, data: bytes, eio: str | None) -> Reply | None:
        """Of an answer in a session of this protocol version; None: not ordinary, or its head is not complete."""
        return self._known_reply(data, eio) if len(data) <= BODY_BYTES else self._reply(data, eio)

    def _form(self, before: bytes, after: bytes, path: str) -> Form | None:
        first = _REQUEST.match(before + after)
        if first is None or (after and (after[:1] not in b"& " or b" " in before[len(first[1]) + 1 :])):
            return None
        rest = first.end(2) - len(before) if after else first.end(2)
        shape = shape_of(first[2], path, bool(after)) if len(first[2]) <= TARGET_BYTES else None
        head = _ordinary(self._request, (before + after)[first.end() : -2])
        if shape is None or head is None or (first[1] == b"GET" and head.length):
            return None
        kind: RequestKind = "post" if first[1] == b"POST" else "poll"
        return Form(kind, first[1].decode("ascii"), first.start(2), rest, shape, head)

    def _reply(self, data: bytes, eio: str | None) -> Reply | None:
        end = data.find(_HEAD_END)
        if end < 0 or not data.startswith(_OK):
            return None
        head = _ordinary(self._answer, data[len(_OK) : end + 2])
        body = data[end + 4 :]
        if head is None or head.length is None or not len(body) <= head.length <= BODY_BYTES:
            return None
        if len(body) < head.length:
            return Reply(head.length - len(body), head, len(body), None, 0)
        found = found_in(body, eio)
        text = text_of(body) if body else None
        told = None if text is None else self._policy.payload(text, True, True)
        return None if found.noted else Reply(0, head, len(body), told, found.messages)


def _ordinary(read: ReadHead, block: bytes) -> Head | None:
    """What a block of headers says, if that is nothing out of the ordinary."""
    try:
        head = read(block)
    except httptools.HttpParserError:
        return None
    return head if head.ordinary else None


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
