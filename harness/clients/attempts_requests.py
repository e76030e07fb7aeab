"""Every HTTP attempt of requests and websocket-client as an event.

Neither sends anything again by itself: requests (2.34, `HTTPAdapter`) hands urllib3 `Retry(0, read=False)`, and
websocket-client has no retry. So one `Session.send` is one attempt, and a client of this kind has no silent
re-send that could be switched on.
"""

from __future__ import annotations

from typing import Any

import requests
import websocket

from harness.clients.request import request_of
from harness.clients.voice import Voice


class _Session(requests.Session):
    """A session that reports each attempt to `voice`, and ignores the proxies of the environment."""

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self.trust_env = False
        self._voice = voice

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as overridden
        """One attempt; its answer's body has been read when it is over."""
        what = request_of(request.method or "", request.url or "")
        began = self._voice.clock()
        try:
            response = super().send(request, **kwargs)
        except requests.RequestException as exc:
            self._voice.failed(what, began, exc)
            raise
        text = response.text if response.status_code >= 400 else ""
        self._voice.answered(what, began, response.status_code, text)
        return response


class _WebSocket(websocket.WebSocket):
    """A WebSocket that reports its handshake, and remembers what reading it ended in as `trouble`."""

    def __init__(self, *, voice: Voice, **options: Any) -> None:  # noqa: ANN401 - those of the base
        super().__init__(**options)
        self.trouble: Exception | None = None
        self._voice = voice

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

    def recv(self) -> Any:  # noqa: ANN401 - as overridden
        """Read one message."""
        try:
            return super().recv()
        except Exception as exc:
            self.trouble = exc
            raise


class Attempts:
    """Makes sessions and WebSockets that report to a voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def session(self) -> requests.Session:
        """A session as python-engineio makes its own: one a connect."""
        return _Session(self._voice)

    def websocket_options(self) -> dict[str, object]:
        """Arguments for `websocket.create_connection`; without a proxy, whatever the environment says."""
        return {"class_": _WebSocket, "voice": self._voice, "http_no_proxy": ["*"]}
