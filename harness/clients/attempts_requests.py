"""Every HTTP attempt of requests and websocket-client as an event.

Neither sends anything again by itself: requests (2.34, `HTTPAdapter`) hands urllib3 `Retry(0, read=False)`, and
websocket-client has no retry. So one `Session.send` is one attempt, and a client of this kind has no silent
re-send that could be switched on.
"""

from __future__ import annotations

import contextlib
import socket
import weakref
from typing import Any

import requests
import websocket
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, connection, connectionpool

from harness.clients.errors import Trouble, trouble_of
from harness.clients.request import request_of
from harness.clients.voice import SocketVoice

NO_CLOSE_CODE = 1005
"""What stands for a close frame without a code (RFC 6455, 7.4.1)."""


class _Session(requests.Session):
    """A session that reports each attempt, and ignores the proxies of the environment."""

    def __init__(self, attempts: Attempts) -> None:
        super().__init__()
        self.trust_env = False
        self._attempts = attempts
        self.mount("http://", _Adapter(attempts))

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as overridden
        """One attempt; its answer's body has been read when it is over."""
        voice = self._attempts.voice
        what = request_of(request.method or "", request.url or "")
        began = voice.clock()
        try:
            response = super().send(request, **kwargs)
        except requests.RequestException as exc:
            if not self._attempts.were_cut:
                voice.failed(what, began, exc)
            raise
        text = response.text if response.status_code >= 400 else ""
        voice.answered(what, began, response.status_code, text)
        return response


class _Adapter(HTTPAdapter):
    """Keeps a session's connections at hand, to be cut under a thread that waits for an answer."""

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as overridden
        """Make the pools with connections that register themselves."""
        super().init_poolmanager(*args, **kwargs)
        opened = self._attempts.opened

        class HTTPConnection(connection.HTTPConnection):  # named like its base: errors quote the name
            def connect(self) -> None:
                super().connect()
                opened.add(self)

        class HTTPConnectionPool(connectionpool.HTTPConnectionPool):
            ConnectionCls = HTTPConnection

        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {**manager.pool_classes_by_scheme, "http": HTTPConnectionPool}


class _WebSocket(websocket.WebSocket):
    """A WebSocket that reports its handshake, and remembers what ended it as `trouble`."""

    def __init__(self, *, attempts: Attempts, **options: Any) -> None:  # noqa: ANN401 - those of the base
        super().__init__(**options)
        self.trouble: Trouble | None = None
        self._voice = attempts.voice
        attempts.opened.add(self)

    def connect(self, url: str, **options: Any) -> None:  # noqa: ANN401 - those of the base
        """Shake hands."""
        what, began = request_of("GET", url), self._voice.clock()
        try:
            super().connect(url, **options)  # type: ignore[no-untyped-call] # websocket-client's gap
        except websocket.WebSocketBadStatusException as exc:
            body = exc.resp_body or b""
            self._voice.answered(what, began, exc.status_code, body.decode(errors="replace"))
            raise
        except Exception as exc:
            self._voice.failed(what, began, exc)
            raise
        self._voice.answered(what, began, 101)

    def recv_data_frame(self, control_frame: bool = False) -> Any:  # noqa: ANN401 - as overridden
        """Read one message; a close frame (RFC 6455, 5.5.1: a code first, if anything) is one too."""
        try:
            opcode, frame = super().recv_data_frame(control_frame)
        except Exception as exc:
            self.trouble = self.trouble or trouble_of(exc)
            raise
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            code = int.from_bytes(frame.data[:2]) if frame.data else NO_CLOSE_CODE
            self.trouble = Trouble(f"close {code}")
        return opcode, frame


class Attempts:
    """Makes sessions and WebSockets that report to a voice, and that can be cut."""

    def __init__(self, voice: SocketVoice) -> None:
        self.voice = voice
        self.opened: weakref.WeakSet[connection.HTTPConnection | websocket.WebSocket] = weakref.WeakSet()
        self.were_cut = False

    def session(self) -> requests.Session:
        """A session as python-engineio makes its own: one a connect."""
        return _Session(self)

    def websocket_options(self, origin: str) -> dict[str, object]:
        """Arguments for `websocket.create_connection`: its page's origin, no proxy whatever the environment says.

        websocket-client 1.9 reads `http_no_proxy` only when a proxy is named: this one is never asked.
        """
        no_proxy = {"http_proxy_host": "none.invalid", "http_no_proxy": ["*"]}
        return {"class_": _WebSocket, "attempts": self, "origin": origin, **no_proxy}

    def cut(self) -> None:
        """End what any thread waits for on a connection; failures from now on are our own doing and not told."""
        self.were_cut = True
        for opened in list(self.opened):
            if opened.sock:
                with contextlib.suppress(OSError):  # it has ended by itself
                    opened.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close what the library leaves open: a WebSocket that was reset, and idle connections."""
        for opened in list(self.opened):
            if isinstance(opened, connection.HTTPConnection):
                opened.close()
            else:
                opened.shutdown()  # type: ignore[no-untyped-call] # websocket-client's gap
