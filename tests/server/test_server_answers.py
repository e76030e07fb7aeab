"""The outermost layer: it sees each refusal of Engine.IO once, and changes none."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from wsproto.utilities import RemoteProtocolError

from server.answers import Answers, Environ, Start
from server.app import create_app
from server.causes import cause_of, plain
from server.settings import Settings

ORIGIN = "http://127.0.0.1:5000"
LIMIT = 1_000_000


class Notebook:
    """Stands where the witness stands, and keeps what was said and what had been answered by then."""

    epoch = "e"

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def say(self, kind: str, **fields: Any) -> None:
        """Keep one line."""
        self.said.append({"type": kind, **fields})

    @property
    def answered(self) -> list[dict[str, Any]]:
        """The refusals."""
        return [line for line in self.said if line["type"] == "server.answered"]


@pytest.fixture
def notebook() -> Notebook:
    """What a server says."""
    return Notebook()


@pytest.fixture
def app(notebook: Notebook, settings: Settings) -> Flask:
    """A witnessed application."""
    return create_app(settings, notebook)[0]  # type: ignore[arg-type]


REQUESTS = st.tuples(
    st.sampled_from(["GET", "POST", "OPTIONS", "PUT"]),
    st.fixed_dictionaries(
        {},
        optional={
            "EIO": st.sampled_from(["4", "3", ""]),
            "transport": st.sampled_from(["polling", "websocket", "carrier", ""]),
            "sid": st.sampled_from(["nope", "", "x" * 1500, "\n", "세션"]),
            "sidlab": st.sampled_from(["c1", "c2"]),
            "j": st.sampled_from(["0", "x"]),
        },
    ),
    st.sampled_from([{}, {"Origin": ORIGIN}, {"Origin": "http://evil"}, {"Accept-Encoding": "gzip"}]),
)


@given(st.lists(REQUESTS, max_size=8))
def test_its_count_is_engineios_own(requests: list[tuple[str, dict[str, str], dict[str, str]]]) -> None:
    notebook = Notebook()
    app, socketio = create_app(Settings(origins=(ORIGIN,)), notebook)  # type: ignore[arg-type]
    eio, refused = socketio.server.eio, Counter[int]()
    bad, unknown = eio._bad_request, eio._method_not_found
    eio._bad_request = lambda *args: refused.update([400]) or bad(*args)
    eio._method_not_found = lambda: refused.update([405]) or unknown()
    seen: Counter[int] = Counter()
    for method, query, headers in requests:
        answer = app.test_client().open(
            "/socket.io/", method=method, query_string=query, headers=headers, base_url=ORIGIN
        )
        if answer.status_code >= 400:
            seen[answer.status_code] += 1
    assert seen == refused == Counter(line["status"] for line in notebook.answered)


def test_a_refusal_is_said_before_it_starts_and_passed_on_as_it_is() -> None:
    order: list[str] = []
    notebook = Notebook()

    def application(_environ: Environ, start: Start) -> Iterable[bytes]:
        start("400 BAD REQUEST", [("Content-Type", "text/plain")])
        return closing(order)

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        order.append("started" if notebook.said else "started too early")
        assert (status, headers) == ("400 BAD REQUEST", [("Content-Type", "text/plain")])

    layer = Answers(application, notebook, LIMIT)  # type: ignore[arg-type]
    body = layer({"PATH_INFO": "/socket.io/", "REMOTE_PORT": "77"}, start)
    assert body == [b'"Invalid session x"']
    assert order == ["closed", "started"]
    [line] = notebook.said
    assert (line["remote_port"], line["n"], line["cause"]) == (77, 1, "unknown-sid")


class closing:  # noqa: N801  # reads as a verb above
    """A WSGI answer that must be closed."""

    def __init__(self, order: list[str]) -> None:
        self._order = order

    def __iter__(self) -> Iterator[bytes]:
        return iter([b'"Invalid session', b' x"'])

    def close(self) -> None:
        """What a web server calls at the end."""
        self._order.append("closed")


@pytest.mark.parametrize(
    ("upgrade", "error", "told"),
    [
        ("", KeyError("Session is disconnected"), True),
        ("", ConnectionResetError(), False),
        ("websocket", ConnectionError(), False),
        ("websocket", StopIteration(), False),
        ("websocket", ValueError("no packet"), False),
        ("websocket", RemoteProtocolError("Missing header"), True),
        ("websocket", RuntimeError("The gevent-websocket server is not configured appropriately."), True),
    ],
)
def test_an_exception_is_a_500_unless_a_websocket_or_a_broken_connection_ends_by_it(
    notebook: Notebook, upgrade: str, error: Exception, told: bool
) -> None:
    def application(_environ: Environ, _start: Start) -> Iterable[bytes]:
        raise error

    layer = Answers(application, notebook, LIMIT)  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        layer({"PATH_INFO": "/socket.io/", "HTTP_UPGRADE": upgrade}, lambda *_: None)
    assert [line["status"] for line in notebook.said] == ([500] if told else [])


def test_pages_are_counted_and_not_told(app: Flask, notebook: Notebook) -> None:
    http = app.test_client()
    port = {"REMOTE_PORT": "99"}
    assert http.get("/nothing", base_url=ORIGIN, environ_overrides=port).status_code == 404
    http.get("/socket.io/?EIO=4&sid=x&sidlab=c", base_url=ORIGIN, environ_overrides=port)
    [line] = notebook.answered
    assert (line["n"], line["client"], line["sid"], line["remote_port"]) == (2, "c", "x", 99)


def test_what_is_said_behind_a_101_is_no_answer(app: Flask, notebook: Notebook) -> None:
    """gevent-websocket accepts a WebSocket first: the refusal of a stale session never leaves the server."""
    stale = "/socket.io/?EIO=4&transport=websocket&sid=stale"
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    assert app.test_client().get(stale, base_url=ORIGIN, headers=upgrade).status_code == 400
    assert len(notebook.answered) == 1
    app.test_client().get(stale, base_url=ORIGIN, headers=upgrade, environ_overrides={"wsgi.websocket": object()})
    assert len(notebook.answered) == 1


@pytest.mark.parametrize("length", ["abc", "9" * 5000, "²", "-1"])
def test_a_length_that_is_none_is_the_servers_to_judge(app: Flask, notebook: Notebook, length: str) -> None:
    environ = {"CONTENT_LENGTH": length}
    answer = app.test_client().post("/socket.io/?EIO=4&sid=x", base_url=ORIGIN, environ_overrides=environ)
    assert answer.status_code == 400
    assert notebook.answered[0]["cause"] == "unknown-sid"


def test_the_write_of_wsgi_is_not_served(notebook: Notebook) -> None:
    def application(_environ: Environ, start: Start) -> Iterable[bytes]:
        start("400 BAD REQUEST", [])(b"x")
        return []

    with pytest.raises(RuntimeError, match="write"):
        Answers(application, notebook, LIMIT)({"PATH_INFO": "/socket.io/"}, lambda *_: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "transport", "length", "cause"),
    [
        ("Invalid session abc", "polling", 0, "unknown-sid"),
        ("Invalid session None", "polling", 0, "missing-sid"),
        ("The client is using an unsupported version of the Socket.IO", "polling", 0, "protocol-version"),
        ("Invalid transport", "carrier", 0, "unknown-transport"),
        ("Invalid transport", "websocket", 0, "bad-upgrade"),
        ("Invalid websocket upgrade", "websocket", 0, "bad-upgrade"),
        ("Not an accepted origin.", "polling", 0, "origin"),
        ("Unexpected HTTP request", "polling", 0, "polling-after-upgrade"),
        ("Bad Request", "polling", LIMIT, "bad-request"),
        ("Bad Request", "polling", LIMIT + 1, "payload"),
        ("Not connected", "polling", 0, "bad-request"),
    ],
)
def test_causes(said: str, transport: str, length: int, cause: str) -> None:
    assert cause_of(json.dumps(said), transport, length, LIMIT) == cause
    assert cause_of(said, transport, length, LIMIT) == cause  # a proxy may have unquoted it


def test_compressed_refusals_are_read() -> None:
    for name, packed in (("gzip", gzip.compress(b'"x"', mtime=0)), ("deflate", zlib.compress(b'"x"'))):
        assert plain(packed, [("content-encoding", name)]) == '"x"'
    assert plain(b"\xff", []) == "\ufffd"
