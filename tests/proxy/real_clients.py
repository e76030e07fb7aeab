"""A small real Socket.IO server, and a real client (python-socketio) that remembers what it met."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import requests
import socketio
import wire_tools as tools
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    """Says nothing, and keeps connections alive."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args: Any) -> None:
        pass


class Server:
    """Answers `echo` with an ack of the same; `met` is the reasons of its disconnects."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.sio = socketio.Server(async_mode="threading", cors_allowed_origins="*", ping_interval=20)
        self.sio.on("echo", lambda _sid, data: data)
        self.sio.on("disconnect", lambda _sid, reason: self.reasons.append(reason))
        self._http: BaseWSGIServer = make_server(
            tools.HOST, 0, socketio.WSGIApp(self.sio), threaded=True, request_handler=QuietHandler
        )
        self._http.daemon_threads = True  # type: ignore[attr-defined]  # of ThreadingMixIn
        self.port = self._http.port
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self.sio.shutdown()
        self._http.shutdown()
        self._thread.join(tools.PATIENCE)
        self._http.server_close()


class Log(logging.Handler):
    """What a library says to its logger: where it names the errno it met."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.logger = logging.getLogger(f"a client {id(self)}")
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __contains__(self, words: str) -> bool:
        return any(words in line for line in self.lines)


class Client:
    """`transport`: one, or two with a space. `told` is what its handlers were told: (event, words)."""

    def __init__(self, port: int, transport: str = "websocket", name: str = "a-1", patience: float = 5.0) -> None:
        self.told: list[tuple[str, str]] = []
        self._came = threading.Condition()
        self._url = f"http://{tools.HOST}:{port}?sidlab={name}"
        self._transport = transport
        self.log = Log()
        self._http = requests.Session()
        self.sio = socketio.Client(
            reconnection=False,
            request_timeout=patience,
            http_session=self._http,
            engineio_logger=self.log.logger,
        )
        self.sio.on("disconnect", lambda reason: self._tell("disconnect", reason))
        self.sio.on("connect_error", lambda why: self._tell("connect_error", str(why)))

    def _tell(self, event: str, words: str) -> None:
        with self._came:
            self.told.append((event, words))
            self._came.notify_all()

    def connect(self) -> str:
        """The error, or nothing."""
        try:
            self.sio.connect(self._url, transports=self._transport.split(), wait_timeout=tools.PATIENCE)
        except socketio.exceptions.ConnectionError as error:
            return str(error)
        return ""

    def echo(self, data: str = "hello", timeout: float = tools.PATIENCE) -> str | None:
        """What comes back; None when nothing does in time."""
        try:
            return str(self.sio.call("echo", data, timeout=timeout))
        except socketio.exceptions.TimeoutError:
            return None

    def wait(self, event: str) -> str:
        """The words of the first such event."""

        def found() -> list[str]:
            return [words for what, words in self.told if what == event]

        with self._came:
            assert self._came.wait_for(lambda: bool(found()), tools.PATIENCE), self.told
        return found()[0]

    def close(self) -> None:
        """A WebSocket just ends: closing it in form races with the library's own reader, for three seconds."""
        web_socket = self.sio.eio.ws
        if web_socket is not None and web_socket.sock is not None:
            with contextlib.suppress(OSError):
                web_socket.sock.shutdown(socket.SHUT_RDWR)
        else:
            self.sio.disconnect()
        for loop in (self.sio.eio.read_loop_task, self.sio.eio.write_loop_task):
            if loop is not None:
                loop.join(tools.PATIENCE)
        if web_socket is not None:
            web_socket.shutdown()
        self._http.close()


@contextlib.contextmanager
def client(port: int, **options: Any) -> Iterator[Client]:
    one = Client(port, **options)
    try:
        yield one
    finally:
        one.close()
