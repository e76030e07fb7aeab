"""The DevTools protocol of one page over its WebSocket (Qt)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtNetwork import QAbstractSocket
from PySide6.QtWebSockets import QWebSocket

from ui.browser.devtools import Conversation, Hear, Then

TRY_MS = 50
TRIES = 200
"""The debugging port may open a moment after the first page: it is tried for ten seconds."""


class PageLink:
    """Speaks with the page at `url`; `let_go` closes it."""

    def __init__(self, url: str, hear: Hear, fail: Callable[[str], None], let_go: Callable[[], None]) -> None:
        self._url = QUrl(url)
        self._fail = fail
        self._let_go = let_go
        self._left = TRIES
        self._closed = False
        self._socket = QWebSocket()  # without an origin: the port refuses those it does not know
        self._talk = Conversation(self._send, hear, fail)
        self._socket.connected.connect(self._talk.opened)
        self._socket.textMessageReceived.connect(self._talk.take)
        self._socket.errorOccurred.connect(self._failed)
        self._socket.open(self._url)

    def ask(self, method: str, params: dict[str, Any] | None = None, then: Then | None = None) -> None:
        """Send a command; `then` is given its result, or {"error": …}."""
        self._talk.ask(method, params, then)

    def close(self) -> None:
        """Hear and say nothing more, and let go of the page."""
        self._closed = True
        self._talk.closed()
        self._socket.abort()
        self._let_go()

    def _try(self) -> None:
        if not self._closed:
            self._socket.open(self._url)

    def _send(self, text: str) -> None:
        self._socket.sendTextMessage(text)

    def _failed(self, error: QAbstractSocket.SocketError) -> None:
        if self._closed:
            return
        if error == QAbstractSocket.SocketError.ConnectionRefusedError and self._left:
            self._left -= 1
            QTimer.singleShot(TRY_MS, self._try)
            return
        self._fail(f"DevTools of a page: {self._socket.errorString()}")
        self._talk.closed()
