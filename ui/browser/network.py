"""The network of one page, as the DevTools protocol tells it: each HTTP attempt to the Socket.IO path as an event.

Read at chromedevtools.github.io/devtools-protocol (Network), and measured: `requestWillBeSent` comes when the page
asks, `requestWillBeSentExtraInfo` when the request is on a connection; they come from two processes, so the second
may be heard first. A WebSocket has events of its own. Times are Chromium's monotonic seconds.

When a kept-alive connection is lost before the answer begins, Chromium sends the request again, a POST as well,
and says nothing of it (net/http/http_network_transaction.cc, `ShouldResendRequest`). It shows all the same: in the
times of the answer, which are those of the last sending, or in a connect that fails after the request was on a
connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from harness.clients.request import Request, body_of, request_of
from harness.clock import NS_PER_S, Clock
from harness.events import BodyKind, ClientAttempt
from ui.browser.cap import Pool
from ui.browser.times import Times

TEXT = 120
REFUSED = "net::ERR_CONNECTION_REFUSED"
ABORTED = "net::ERR_ABORTED"
"""The page itself let go of the request."""
SENT_AGAIN = "Chromium sent it again by itself, on another connection"
LOST = "connection lost"
"""Chromium does not name what became of a connection when it sends a request again."""
CONNECTING = {REFUSED, "net::ERR_CONNECTION_TIMED_OUT", "net::ERR_ADDRESS_UNREACHABLE"}
"""Failures that only a connect meets."""
LATER_NS = 5_000_000
"""A sending so long, in ns, after the request was known to be on a connection is another one."""
_NET_ERROR = re.compile(r"net::ERR_\w+")
_STATUS = re.compile(r"Unexpected response code: (\d{3})")

ReadBody = Callable[[str, Callable[[str], None]], None]
"""Asks for the body of the answer to a request, by its number; gives the text, empty when it can't be had."""


class _Params(msgspec.Struct, rename="camel", kw_only=True):
    request_id: str
    timestamp: float = 0.0


class _Sent(msgspec.Struct, rename="camel"):
    url: str
    method: str
    post_data: str | None = None


class _WillBeSent(_Params, kw_only=True):
    request: _Sent


class _Timing(msgspec.Struct, rename="camel"):
    """`request_time` in seconds, and what came so many ms after it, of the last sending; -1 for what did not."""

    request_time: float
    connect_start: float
    send_start: float


class _Answer(msgspec.Struct):
    status: int
    timing: _Timing | None = None


class _Received(_Params, kw_only=True):
    response: _Answer


class _Failed(_Params, kw_only=True):
    error_text: str


class _SocketCreated(_Params, kw_only=True):
    url: str


class _SocketError(_Params, kw_only=True):
    error_message: str


@dataclass(slots=True)
class _Pending:
    """A request under way; `counts`: it is one to the Socket.IO server; `sent`: when it was known to be sent."""

    request: Request
    began: int
    counts: bool
    body: BodyKind | None = None
    status: int | None = None
    sent: int | None = None
    resend: bool = False


class Network:
    """Tells the attempts of `client`, a page, to the Socket.IO server at `path`; `pool` is its profile's.

    `trouble` is the first thing that went wrong since it was set to None, as Chromium names it, or `HTTP 400`.
    """

    def __init__(
        self,
        client: str,
        path: str,
        pool: Pool,
        say: Callable[[ClientAttempt], None],
        read_body: ReadBody,
        clock: Clock,
    ) -> None:
        self.trouble: str | None = None
        self._client = client
        self._path = path
        self._pool = pool
        self._say = say
        self._read_body = read_body
        self._clock = clock
        self._times = Times(clock)
        self._pending: dict[str, _Pending] = {}
        self._early: set[str] = set()
        self._hears: dict[str, tuple[type[_Params], Callable[[Any], None]]] = {
            "Network.requestWillBeSent": (_WillBeSent, self._asked),
            "Network.requestWillBeSentExtraInfo": (_Params, self._sent),
            "Network.responseReceived": (_Received, self._received),
            "Network.loadingFinished": (_Params, self._finished),
            "Network.loadingFailed": (_Failed, self._failed),
            "Network.webSocketCreated": (_SocketCreated, self._socket_created),
            "Network.webSocketWillSendHandshakeRequest": (_Params, self._socket_sent),
            "Network.webSocketHandshakeResponseReceived": (_Received, self._socket_answered),
            "Network.webSocketFrameError": (_SocketError, self._socket_failed),
            "Network.webSocketClosed": (_Params, self._socket_closed),
        }

    def hear(self, method: str, params: msgspec.Raw) -> None:
        """Take one event of the protocol; those of other kinds are left alone. ValueError for one out of shape."""
        if known := self._hears.get(method):
            kind, take = known
            take(msgspec.json.decode(params, type=kind))

    # --- HTTP -------------------------------------------------------------------------------------------------

    def _asked(self, told: _WillBeSent) -> None:
        url, method = told.request.url, told.request.method
        began = self._times.ours(told.timestamp)
        if not url.startswith("http"):
            return
        counts = urlsplit(url).path.startswith(self._path)
        body = body_of(method, told.request.post_data) if counts else None
        self._pending[told.request_id] = _Pending(request_of(method, url), began, counts, body)
        self._pool.asked((self._client, told.request_id), url, began)
        if told.request_id in self._early:
            self._early.remove(told.request_id)
            self._sent(told)

    def _sent(self, told: _Params) -> None:
        pending = self._pending.get(told.request_id)
        if pending is None:
            self._early.add(told.request_id)
            return
        self._pool.sent((self._client, told.request_id))
        pending.sent = pending.sent or self._clock()

    def _received(self, told: _Received) -> None:
        pending, timing = self._pending.get(told.request_id), told.response.timing
        if pending is None:
            return
        pending.status = told.response.status
        if timing is None or pending.sent is None:
            return
        if self._times.ours(timing.request_time + timing.send_start / 1000) > pending.sent + LATER_NS:
            self._lost(pending, self._times.ours(timing.request_time + max(timing.connect_start, 0) / 1000))

    def _lost(self, pending: _Pending, t: int) -> None:
        """The connection was lost by `t`, and the request was sent again on another one."""
        if pending.counts:
            self._tell(pending, t, error=LOST, text=SENT_AGAIN)
            pending.resend = True

    def _finished(self, told: _Params) -> None:
        pending, t = self._over(told)
        if pending is None or pending.status is None or not pending.counts:
            return
        if pending.status < 400:
            self._tell(pending, t, status=pending.status)
            return
        self._note(f"HTTP {pending.status}")
        self._read_body(told.request_id, lambda text: self._tell(pending, t, status=pending.status, text=text))

    def _failed(self, told: _Failed) -> None:
        pending, t = self._over(told)
        if pending is not None and pending.counts:
            if told.error_text in CONNECTING and pending.sent is not None:
                self._lost(pending, t)
            self._note(told.error_text)
            self._tell(pending, t, error=told.error_text)

    def _over(self, told: _Params) -> tuple[_Pending | None, int]:
        self._pool.over((self._client, told.request_id))
        self._early.discard(told.request_id)
        return self._pending.pop(told.request_id, None), self._times.ours(told.timestamp)

    # --- WebSocket --------------------------------------------------------------------------------------------

    def _socket_created(self, told: _SocketCreated) -> None:
        counts = urlsplit(told.url).path.startswith(self._path)
        self._pending[told.request_id] = _Pending(request_of("GET", told.url), self._clock(), counts, "poll")

    def _socket_sent(self, told: _Params) -> None:
        if pending := self._pending.get(told.request_id):
            pending.began = min(pending.began, self._times.ours(told.timestamp))

    def _socket_answered(self, told: _Received) -> None:
        pending, t = self._over(told)
        if pending is not None and pending.counts:
            self._tell(pending, t, status=told.response.status)

    def _socket_failed(self, told: _SocketError) -> None:
        """Of a WebSocket that was open, only the failure is noted; the handshake of one that was not is told."""
        pending, t = self._over(told)
        refused, named = _STATUS.search(told.error_message), _NET_ERROR.search(told.error_message)
        status = int(refused[1]) if refused else None
        error = named[0] if named else told.error_message
        self._note(f"HTTP {status}" if status else error)
        if pending is not None and pending.counts:
            self._tell(pending, t, status=status, error=None if status else error, text=told.error_message)

    def _socket_closed(self, told: _Params) -> None:
        self._over(told)

    # --- what is told -----------------------------------------------------------------------------------------

    def _note(self, trouble: str) -> None:
        if trouble != ABORTED:
            self.trouble = self.trouble or trouble  # what broke first explains

    def _tell(
        self,
        pending: _Pending,
        t: int,
        *,
        status: int | None = None,
        error: str | None = None,
        text: str = "",
    ) -> None:
        request = pending.request
        self._say(
            ClientAttempt(
                t=t,
                client=self._client,
                method=request.method,
                kind=request.kind,
                took=max(t - pending.began, 0) / NS_PER_S,
                sid=request.sid,
                status=status,
                error=error,
                errno="ECONNREFUSED" if error == REFUSED else None,
                text=text[:TEXT],
                resend=pending.resend,
                body=pending.body if status is None or status == 400 else None,
            )
        )
