"""The parts of a HAR file that diagnosis reads, as browsers write them.

HAR 1.2 (Software is Hard, "HTTP Archive 1.2"). What differs: Chromium and Safari name failures in
`response._error`, Playwright in `response._failureText`, Firefox nowhere; a request without an answer has status 0
or -1. Bodies may be missing, or in base64 (`content.encoding`). Only Chromium and Playwright keep WebSocket
messages. Chromium exports without cookies unless asked for "sensitive data". Read in their sources: Chromium's
front_end/models/har/Log.ts, WebKit's HARBuilder.js, Firefox' har-builder.js, Playwright's harTracer.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import SplitResult, urlsplit

import msgspec

from harness.diagnosis.capture.captured import NotACaptureError

ENTRIES = 200_000
BODY = 64 * 1024
"""So many characters of a body are read."""


class NotAHarError(NotACaptureError):
    """A file is no HAR that can be read: one line that says why."""


class Header(msgspec.Struct):
    """A header, as it was sent or received."""

    name: str
    value: str | None = None


class Body(msgspec.Struct, frozen=True):
    """What a request or an answer carried; null where it was not saved."""

    text: str | None = None
    encoding: str | None = None

    def bytes(self) -> bytes:
        """The beginning of the body; nothing where it was not saved, or is not what it says it is."""
        text = (self.text or "")[:BODY]
        if self.encoding != "base64":
            return text.encode("utf-8", "replace")
        try:
            return base64.b64decode(text)
        except (binascii.Error, ValueError):
            return b""


class Request(msgspec.Struct, rename="camel"):
    """What the browser asked."""

    method: str
    url: str
    headers: list[Header] | None = None
    cookies: list[Any] | None = None
    post_data: Body | None = None
    body_size: float | None = None

    @property
    def body_missing(self) -> bool:
        """Whether what it carried was not saved, or not all of it."""
        text = self.post_data.text if self.post_data else None
        return not text or len(text.encode("utf-8", "replace")) < (self.body_size or 0)


class Response(msgspec.Struct, rename="camel"):
    """What it was answered; `error`: its own name for why there is no answer."""

    status: int = 0
    headers: list[Header] | None = None
    cookies: list[Any] | None = None
    content: Body | None = None
    error: str | None = msgspec.field(name="_error", default=None)
    failure: str | None = msgspec.field(name="_failureText", default=None)


class Message(msgspec.Struct):
    """A WebSocket message: `send` or `receive`, at a time in seconds (or milliseconds) since 1970."""

    type: str = ""
    data: str | None = None


class Entry(msgspec.Struct, rename="camel"):
    """One request and its answer. `time` in ms, below 0 or null where it is not known."""

    started_date_time: str
    request: Request
    response: Response
    time: float | None = None
    pageref: str | None = None
    error: str | None = msgspec.field(name="_error", default=None)
    messages: list[Message] | None = msgspec.field(name="_webSocketMessages", default=None)

    @property
    def took(self) -> float:
        """Milliseconds; 0 where that is not known."""
        return max(self.time or 0.0, 0.0)

    @property
    def failure(self) -> str | None:
        """The browser's own name for why there is no answer."""
        return self.response.error or self.response.failure or self.error

    @property
    def target(self) -> SplitResult | None:
        """The address, in parts; null where it is none."""
        try:
            return urlsplit(self.request.url)
        except ValueError:
            return None


class Creator(msgspec.Struct):
    """The program that wrote the file."""

    name: str = ""
    version: str = ""


class _Log(msgspec.Struct):
    entries: list[Entry]
    creator: Creator | None = None


class _Har(msgspec.Struct):
    log: _Log


def read(data: bytes) -> tuple[Creator, list[Entry]]:
    """Who wrote the file, and its entries. NotAHarError."""
    try:
        log = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Har).log
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise NotAHarError(str(why)) from None
    if len(log.entries) > ENTRIES:
        raise NotAHarError(f"it has more than {ENTRIES} entries")
    return log.creator or Creator(), log.entries


def value(headers: list[Header] | None, name: str) -> str | None:
    """The first header of that name, in lower case."""
    return next((one.value or "" for one in headers or () if one.name.lower() == name), None)
