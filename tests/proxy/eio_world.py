"""A real Engine.IO server that notes what reaches it, and real clients that note what reaches them."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import socketio
import wire_tools as tools
from werkzeug.serving import WSGIRequestHandler, make_server

from harness.ports import free_port

EIO = "/socket.io/?EIO=4&transport=polling"


@dataclass
class Seen:
    """A request as the server read it, and what it answered."""

    method: str
    query: dict[str, str]
    headers: dict[str, str]
    length: int
    port: int
    status: int | None = None


class Quiet(WSGIRequestHandler):
    """HTTP/1.1 as in the product's profiles, and nothing on standard error."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args: Any) -> None:
        return


class Server:
    """python-socketio under Werkzeug's threads; `seen` are the requests, `said` the messages that came."""

    def __init__(self, **options: Any) -> None:
        self.seen: list[Seen] = []
        self.said: list[Any] = []
        self.changed = threading.Condition()
        settings = {"async_mode": "threading", "ping_interval": 25, "ping_timeout": 20, **options}
        self.sio = socketio.Server(**settings)
        self.sio.on("say", self._heard)
        self._app = socketio.WSGIApp(self.sio)
        self.port = free_port()
        self._server = make_server(tools.HOST, self.port, self._answer, threaded=True, request_handler=Quiet)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def _heard(self, sid: str, text: str) -> str:
        with self.changed:
            self.said.append(text)
            self.changed.notify_all()
        return text

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        seen = Seen(
            method=environ["REQUEST_METHOD"],
            query={name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()},
            headers={name[5:].lower(): value for name, value in environ.items() if name.startswith("HTTP_")},
            length=int(environ.get("CONTENT_LENGTH") or 0),
            port=int(environ["REMOTE_PORT"]),
        )
        with self.changed:
            self.seen.append(seen)
            self.changed.notify_all()

        def note(status: str, headers: Any, *rest: Any) -> Any:
            with self.changed:
                seen.status = int(status[:3])
                self.changed.notify_all()
            return start(status, headers, *rest)

        return self._app(environ, note)

    def wait(self, met: Callable[[Seen], bool]) -> Seen:
        """The first request for which this holds, waited for."""

        def found() -> Seen | None:
            return next((seen for seen in self.seen if met(seen)), None)

        with self.changed:
            assert self.changed.wait_for(found, tools.PATIENCE), self.seen
            result = found()
        assert result is not None
        return result

    def sids(self) -> set[str]:
        return set(self.sio.eio.sockets)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(tools.PATIENCE)


@contextlib.contextmanager
def serving(**options: Any) -> Iterator[Server]:
    server = Server(**options)
    try:
        yield server
    finally:
        server.close()


@dataclass
class Client:
    """A python-socketio client named `a-1`; `words` are its events in order."""

    port: int
    transports: list[str] = field(default_factory=lambda: ["polling"])
    name: str = "a-1"
    words: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self.sio = socketio.Client(reconnection_delay=0.02, reconnection_delay_max=0.05, randomization_factor=0)
        for event in ("connect", "connect_error", "disconnect"):
            self.sio.on(event, lambda *rest, event=event: self._note((event, *rest)))

    def _note(self, word: Any) -> None:
        with self.changed:
            self.words.append(word)
            self.changed.notify_all()

    def connect(self) -> None:
        self.sio.connect(f"http://{tools.HOST}:{self.port}?sidlab={self.name}", transports=self.transports)

    def wait(self, event: str, count: int = 1) -> Any:
        """The `count`-th event of this name, waited for."""

        def found() -> list[Any]:
            return [word for word in self.words if word[0] == event]

        with self.changed:
            assert self.changed.wait_for(lambda: len(found()) >= count, tools.PATIENCE), self.words
        return found()[count - 1]

    def close(self) -> None:
        """Go, without waiting for the poll that is under way, or 3 s for the WebSocket's close frame."""
        self.sio.reconnection = False
        if self.sio.eio.current_transport == "websocket":
            self.sio.eio.ws.shutdown()
        self.sio.eio.disconnect(abort=True)
        self.sio.shutdown()


@contextlib.contextmanager
def client(port: int, *transports: str, connect: bool = True, name: str = "a-1") -> Iterator[Client]:
    one = Client(port, list(transports) or ["polling"], name)
    try:
        if connect:
            one.connect()
        yield one
    finally:
        one.close()


@dataclass
class Got:
    """An answer as a raw client has it."""

    status: int
    headers: dict[str, str]
    body: str


class Raw:
    """One keep-alive connection of a raw client; `sid` once it has shaken hands."""

    def __init__(self, port: int, name: str = "raw") -> None:
        self.http = http.client.HTTPConnection(tools.HOST, port, timeout=tools.PATIENCE)
        self.name = name
        self.sid = ""

    @property
    def target(self) -> str:
        sid = f"&sid={self.sid}" if self.sid else ""
        return f"{EIO}&sidlab={self.name}{sid}"

    def begin(self) -> None:
        """Ask for what has come, and do not wait for it."""
        self.http.putrequest("GET", self.target)
        self.http.endheaders()

    def ask(self, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None) -> Got:
        self.http.request(method, self.target, body, headers or {})
        return self.end()

    def end(self) -> Got:
        answer = self.http.getresponse()
        headers = {key.lower(): value for key, value in answer.getheaders()}
        return Got(answer.status, headers, answer.read().decode())

    def open(self) -> str:
        """Shake hands; the sid."""
        self.sid = ""
        got = self.ask()
        assert got.status == 200, got
        self.sid = got.body.partition('"sid":"')[2].partition('"')[0]
        return self.sid

    def post(self, body: str = "40") -> Got:
        return self.ask("POST", body, {"Content-Type": "text/plain"})

    def close(self) -> None:
        self.http.close()


@contextlib.contextmanager
def raw(port: int, name: str = "raw") -> Iterator[Raw]:
    one = Raw(port, name)
    try:
        yield one
    finally:
        one.close()


def soon(met: Callable[[], object]) -> None:
    """Until it holds, with a bound."""
    deadline = time.monotonic() + tools.PATIENCE
    while not met():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.002)
