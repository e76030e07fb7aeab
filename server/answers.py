"""The outermost WSGI layer of a witnessed server: says every refusal on the Socket.IO path before it starts.

No public hook of Flask-SocketIO sees every 400; wrapping `app.wsgi_app` after `SocketIO(app)` does, except what
the web server's own HTTP parser refuses. A WebSocket is served inside the call and ends by an exception in some
servers, which is no answer.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from wsproto.utilities import ProtocolError

from server.causes import cause_of, plain
from server.witness import Witness

Environ = dict[str, Any]
Start = Callable[..., Any]
WSGI = Callable[[Environ, Start], Iterable[bytes]]

PATH = "/socket.io/"
CLIENT_PARAMETER = "sidlab"
TEXT_CHARACTERS = 120
UPGRADED = "wsgi.websocket"
"""Where gevent-websocket puts a WebSocket, having answered 101: what the application answers then goes nowhere."""
_REFUSED_UPGRADES = (ProtocolError, RuntimeError)
"""How an upgrade fails before its 101: wsproto refuses its headers, or the driver has no socket to serve it on."""


class Answers:
    """WSGI middleware: counts requests by source port, and reports each status from 400 on the Socket.IO path.

    `limit`: the bytes a POST may carry (`max_http_buffer_size`).
    """

    def __init__(self, app: WSGI, witness: Witness, limit: int) -> None:
        self._app = app
        self._witness = witness
        self._limit = limit
        self._requests: Counter[int] = Counter()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Serve one request."""
        n = self._count(int(environ.get("REMOTE_PORT") or 0))
        if not environ.get("PATH_INFO", "").startswith(PATH) or environ.get(UPGRADED) is not None:
            return self._app(environ, start_response)
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        return self._watched(environ, start_response, query, n)

    def _count(self, port: int) -> int:
        with self._lock:
            self._requests[port] += 1
            return self._requests[port]

    def _watched(
        self, environ: Environ, start_response: Start, query: Mapping[str, str], n: int
    ) -> Iterable[bytes]:
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *exc_info: object) -> object:
            if status < "400":
                return start_response(status, headers, *exc_info)
            held[:] = [(status, headers)]
            return _no_write

        try:
            result = self._app(environ, start)
        except Exception as error:
            if _unanswered(environ, error):
                self._say(environ, query, n, 500, f"{type(error).__name__}: {error}")
            raise
        if not held:
            return result
        status, headers = held[0]
        body = _read(result)
        self._say(environ, query, n, int(status[:3]), plain(body, headers))
        start_response(status, headers)
        return [body]

    def _say(self, environ: Environ, query: Mapping[str, str], n: int, status: int, text: str) -> None:
        transport = query.get("transport", "polling")
        self._witness.say(
            "server.answered",
            status=status,
            epoch=self._witness.epoch,
            remote_port=int(environ.get("REMOTE_PORT") or 0),
            n=n,
            method=environ.get("REQUEST_METHOD", ""),
            sid=query.get("sid"),
            cause=cause_of(text, transport, _declared(environ), self._limit) if status == 400 else None,
            text=text[:TEXT_CHARACTERS],
            client=query.get(CLIENT_PARAMETER),
        )


def _read(result: Iterable[bytes]) -> bytes:
    """The whole of an answer, closed after that as WSGI (PEP 3333) asks."""
    try:
        return b"".join(result)
    finally:
        if close := getattr(result, "close", None):
            close()


def _unanswered(environ: Environ, error: Exception) -> bool:
    """Whether the server has yet to answer, with a 500, when `error` leaves the application.

    A WebSocket was answered by its 101; engineio's driver ends it by ConnectionError under Werkzeug, StopIteration
    under gunicorn, or by whatever its messages caused. A connection that broke gets no answer either.
    """
    if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
        return isinstance(error, _REFUSED_UPGRADES)
    return not isinstance(error, ConnectionError)


def _declared(environ: Environ) -> int:
    """The body's declared length in bytes; 0 when the header is no number, which is the server's to judge."""
    text = str(environ.get("CONTENT_LENGTH") or "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def _no_write(_data: bytes) -> None:
    raise RuntimeError("the write() of WSGI is not served on the Socket.IO path")
