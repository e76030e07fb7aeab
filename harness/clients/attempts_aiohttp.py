"""Every HTTP attempt of an aiohttp session as an event, the silent re-sends included, or made impossible.

aiohttp (3.14, `ClientSession._request`) sends an idempotent request once more when the first try ended in a
ClientOSError or ServerDisconnectedError, on a fresh connection too. It calls the session's middleware for each
try, so a middleware sees them all; and a try whose exception is neither of the two classes is not sent again.
"""

from __future__ import annotations

from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp
from aiohttp.client_middlewares import ClientHandlerType

from harness.clients.request import request_of
from harness.clients.voice import SocketVoice


class NotSentAgain(aiohttp.ClientConnectionError):
    """A failed try, in a class that aiohttp does not answer with a second one; `__cause__` is the real one."""


class _Tries:
    """What is known of the request at work in this context: whether a try of it is lost, and one is under way."""

    def __init__(self, began: int) -> None:
        self.began = began
        self.lost = False
        self.open = False


_tries: ContextVar[_Tries] = ContextVar("tries")


class Attempts:
    """Makes sessions that report to a voice; without `resend` each request is tried exactly once."""

    def __init__(self, voice: SocketVoice, *, resend: bool) -> None:
        self._voice = voice
        self._resend = resend

    def session(self) -> aiohttp.ClientSession:
        """A session as python-engineio makes its own: one a connect, proxies of the environment ignored."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._starts)
        trace.on_request_exception.append(self._ended)
        return aiohttp.ClientSession(middlewares=(self._watch,), trace_configs=[trace], trust_env=False)

    async def _starts(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
    ) -> None:
        _tries.set(_Tries(self._voice.clock()))

    async def _watch(self, request: aiohttp.ClientRequest, handler: ClientHandlerType) -> aiohttp.ClientResponse:
        what = request_of(request.method, str(request.url))
        tries = _tries.get()
        again, tries.began, tries.open = tries.lost, self._voice.clock(), True
        try:
            response = await handler(request)
            text = await _read(response)
        except Exception as exc:
            tries.lost, tries.open = True, False
            self._voice.failed(what, tries.began, exc, resend=again)
            if self._resend or not isinstance(exc, aiohttp.ClientOSError | aiohttp.ServerDisconnectedError):
                raise
            if isinstance(exc, aiohttp.ClientConnectorError):  # never sent again, and caught by its own name
                raise
            raise NotSentAgain(str(exc)) from exc
        tries.open = False
        self._voice.answered(what, tries.began, response.status, text, resend=again)
        return response

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        """A total timeout reaches the middleware as a cancellation, and only here as what it is."""
        tries = _tries.get()
        if tries.open and isinstance(params.exception, TimeoutError):
            what = request_of(params.method, str(params.url))
            self._voice.failed(what, tries.began, params.exception, resend=tries.lost)


async def _read(response: aiohttp.ClientResponse) -> str:
    """Read the body, which stays readable for the library; the text of a 400 or worse, as far as it came.

    python-engineio 4.15 reads a poll's body where nothing catches a failure: the read loop dies, and the client
    stays "connected" for ever (measured: a reload in the middle of an answer). Read here, the failure is one of
    the request, which the library catches: the session ends with a transport error, as after any cut poll.
    """
    if response.status == 101:
        return ""
    if response.status < 400:
        await response.read()
        return ""
    try:
        return await response.text(errors="replace")
    except aiohttp.ClientError:
        return ""
