"""Each profile as a real process: what its witness says is what its clients saw."""

from __future__ import annotations

import http.client
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import websocket
from served import TOKEN, Served, Watcher, left, until

from harness.events import ChildHello, ServerAnswered, ServerConnected, ServerDisconnected, ServerSidIssued
from server.liveness import LOST_PARENT
from server.profiles import profiles

Start = Callable[..., Served]
Live = tuple[Served, Watcher]

EIO = "/socket.io/?EIO=4&transport="
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
REFUSALS: list[tuple[str, str, str, str | None, dict[str, str]]] = [
    ("unknown-sid", "GET", EIO + "polling&sid=nope", None, {}),
    ("unknown-sid", "POST", EIO + "polling&sid=nope", "1", {}),
    ("unknown-sid", "GET", EIO + "polling&sid=" + "x" * 2000, None, {"Accept-Encoding": "gzip"}),
    ("unknown-sid", "GET", EIO + "websocket&sid=nope", None, UPGRADE),
    ("missing-sid", "POST", EIO + "polling", "1", {}),
    ("protocol-version", "GET", "/socket.io/?EIO=3&transport=polling", None, {}),
    ("unknown-transport", "GET", EIO + "carrier", None, {}),
    ("origin", "GET", EIO + "polling", None, {"Origin": "http://evil.example"}),
    ("origin", "GET", EIO + "websocket", None, UPGRADE | {"Origin": "http://evil.example"}),
    ("bad-upgrade", "GET", EIO + "websocket", None, {}),
    ("bad-request", "GET", EIO + "polling&j=x", None, {}),
]
REFUSED_OTHERWISE: list[tuple[int, str, str, str | None, dict[str, str]]] = [
    (405, "PUT", EIO + "polling", None, {}),
    (421, "GET", EIO + "polling", None, {"Host": "rebound.example"}),
    (500, "GET", EIO + "websocket", None, {"Connection": "Upgrade", "Upgrade": "websocket"}),
]
NODE_REFUSALS: list[tuple[str, str, str, str | None, dict[str, str]]] = [
    ("unknown-sid", "GET", EIO + "polling&sid=nope", None, {}),
    ("unknown-sid", "POST", EIO + "polling&sid=nope", "1", {}),
    ("unknown-sid", "GET", EIO + "websocket&sid=nope", None, UPGRADE),
    ("missing-sid", "POST", EIO + "polling", "1", {}),
    ("protocol-version", "GET", "/socket.io/?EIO=3&transport=polling", None, {}),
    ("unknown-transport", "GET", EIO + "carrier", None, {}),
    ("origin", "GET", EIO + "websocket", None, UPGRADE | {"Origin": "http://evil.example"}),
    ("bad-upgrade", "GET", EIO + "websocket", None, {}),
    ("bad-upgrade", "GET", EIO + "websocket", None, {"Connection": "Upgrade", "Upgrade": "websocket"}),
    ("bad-request", "PUT", EIO + "polling", None, {}),
]
NODE_REFUSED_OTHERWISE = [
    (421, "GET", EIO + "polling", None, {"Host": "rebound.example"}),
    (421, "GET", EIO + "websocket", None, UPGRADE | {"Host": "rebound.example"}),
]
BALANCED = ("cookie-2", "redis-2", "round-robin-2", "sticky-2")
"""Behind a balancer, which refuses by itself what cannot be an upgrade, and hands requests to either server."""


LIKE_OTHERS = {
    "cookie-2",
    "gunicorn-gevent",
    "gunicorn-gevent-simple",
    "gunicorn-gthread",
    "gunicorn-gthread-100",
    "gunicorn-gthread-4",
    "gunicorn-recycling",
    "gunicorn-timeout",
    "redis-2",
    "round-robin-2",
}
"""They differ from another one by a number or a package: how that shows is in test_server_signatures.py and
test_server_several.py."""
WITHOUT_WEBSOCKET = "gunicorn-gevent"
"""Answers 500 to each: test_server_signatures.py."""
ACCEPTS_FIRST = "gunicorn-gevent-websocket"
"""Answers 101, or 426, to what would be an upgrade, before the application is asked."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.torture if name in LIKE_OTHERS else ()) for name in sorted(profiles())
    ],
)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A served profile and its watcher, for all tests of this module; how it ends is a test as well."""
    profile = profiles()[request.param]
    if profile.needs():
        pytest.skip(profile.needs())
    watcher = Watcher()
    served = Served(profile.name, tmp_path_factory.mktemp("served"), watcher)
    served.ready(100)
    yield served, watcher
    assert served.end() == LOST_PARENT
    watcher.close()


def test_each_serving_process_says_hello_before_it_answers(live: Live) -> None:
    served, watcher = live
    workers = {"2": 2, "4": 4}.get(served.profile.rpartition("-")[2], 1)
    hellos = watcher.wait(ChildHello, count=workers)
    for hello in hellos:
        assert (hello.role, hello.name, hello.token) == ("server", f"server-{hello.pid}", TOKEN)
        assert hello.profile == served.profile
        python = {"Flask-SocketIO", "python-engineio", "Python"}
        assert ({"socket.io", "engine.io", "Node"} if served.profile == "node" else python) <= set(hello.versions)
    assert {hello.pid for hello in hellos} <= {process.pid for process in served.tree()}
    assert len({hello.epoch for hello in hellos}) == workers
    assert watcher.wait(ServerSidIssued)[0].client == "~probe"


def test_a_sid_names_the_epoch_and_the_client_it_was_made_for(live: Live) -> None:
    served, watcher = live
    sid = served.handshake("somebody")
    [issued] = watcher.wait(ServerSidIssued, client="somebody")
    assert issued.sid == sid
    assert sid.startswith(issued.epoch + "-")
    assert issued.epoch in {hello.epoch for hello in watcher.of(ChildHello)}


def test_every_refusal_is_reported_as_the_client_saw_it(live: Live) -> None:
    served, watcher = live
    seen: list[tuple[int, int, str | None, str, str | None]] = []
    accepts_first = served.profile == ACCEPTS_FIRST
    on_node = served.profile == "node"
    for cause, method, path, body, headers in NODE_REFUSALS if on_node else REFUSALS:
        if accepts_first and "Upgrade" in headers:
            assert served.request(method, path, body, headers)[0] == 101
            continue
        status, text, port = served.request(method, path, body, headers)
        assert status == 400
        if "Accept-Encoding" in headers:  # what this client got is compressed
            text = f'"Invalid session {"x" * 2000}"'
        seen.append((port, 400, cause, method, text[:120]))
    otherwise = NODE_REFUSED_OTHERWISE if on_node else REFUSED_OTHERWISE
    for status, method, path, body, headers in otherwise[
        : 2 if accepts_first or served.profile in BALANCED else None
    ]:
        answer, text, port = served.request(method, path, body, headers)
        assert answer == status
        seen.append((port, status, None, method, text[:120] if status < 500 else None))
    ports = {port for port, *_ in seen}
    until(lambda: sum(e.remote_port in ports for e in watcher.of(ServerAnswered)) >= len(seen), "the refusals")
    said = [e for e in watcher.of(ServerAnswered) if e.remote_port in ports]
    assert Counter(seen) == Counter(
        (e.remote_port, e.status, e.cause, e.method, e.text if e.status < 500 else None) for e in said
    )
    assert {e.epoch for e in said} <= {hello.epoch for hello in watcher.of(ChildHello)}


def test_the_ordinal_counts_the_requests_of_one_connection(live: Live) -> None:
    served, watcher = live
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    asked: Counter[int] = Counter()
    for path in ("/", EIO + "polling&sid=second", EIO + "polling&sid=third"):
        connection.request("GET", path)
        asked[connection.sock.getsockname()[1]] += 1
        connection.getresponse().read()
    port = max(asked, key=lambda one: asked[one])
    connection.close()
    [third] = watcher.wait(ServerAnswered, sid="third")
    assert third.n == asked[third.remote_port] or served.profile in BALANCED
    if served.profile == "gevent":  # which keeps connections alive
        assert (third.n, third.remote_port) == (3, port)


def test_a_websocket_is_witnessed_from_connect_to_disconnect(live: Live) -> None:
    served, watcher = live
    if served.profile == WITHOUT_WEBSOCKET:
        pytest.skip("it refuses WebSockets")
    url = served.origin.replace("http", "ws") + EIO + "websocket&sidlab=ws"
    socket = websocket.create_connection(url, origin=served.origin, timeout=10)
    opened = socket.recv()
    socket.send("40")
    socket_id = socket.recv()
    [connected] = watcher.wait(ServerConnected, client="ws")
    assert connected.sid in opened
    assert connected.socket_id in socket_id
    assert connected.transport == "websocket"
    socket.close()
    [gone] = watcher.wait(ServerDisconnected, client="ws")
    assert (gone.sid, gone.socket_id, gone.reason) == (
        connected.sid,
        connected.socket_id,
        "server:transport close",
    )
    assert [event.sid for event in watcher.of(ServerSidIssued, client="ws")] == [connected.sid]


def test_what_breaks_an_open_websocket_is_no_answer(live: Live) -> None:
    served, watcher = live
    if served.profile == WITHOUT_WEBSOCKET:
        pytest.skip("it refuses WebSockets")
    url = served.origin.replace("http", "ws") + EIO + "websocket&sidlab=garbage"
    socket = websocket.create_connection(url, origin=served.origin, timeout=10)
    socket.recv()
    socket.send("no packet")
    assert ended(socket)
    socket.shutdown()
    served.request("GET", EIO + "polling&sid=later&sidlab=later")
    watcher.wait(ServerAnswered, client="later")
    assert not watcher.of(ServerAnswered, client="garbage")


def ended(socket: websocket.WebSocket) -> bool:
    """Whether a WebSocket ends: closed, reset, or torn by a web server's late attempt at a 500."""
    try:
        while socket.recv():
            pass
    except (websocket.WebSocketTimeoutException, TimeoutError):
        return False
    except (websocket.WebSocketException, OSError, ValueError):
        return True
    return True


def test_pages_are_served_to_our_own_names_only(live: Live) -> None:
    served, _watcher = live
    status, text, _ = served.request("GET", "/")
    assert status == 200
    assert "Office chat" in text
    assert served.request("GET", "/", headers={"Host": "rebound.example"})[0] == 421


@pytest.mark.parametrize("profile", ["gevent", "werkzeug"])
def test_nothing_answered_is_lost_by_a_kill_and_the_port_serves_again(
    serve: Start, watcher: Watcher, profile: str
) -> None:
    first = serve(profile)
    first.ready()
    for n in range(40):
        assert first.request("POST", f"{EIO}polling&sid=old{n}", "1")[0] == 400
    first.kill()
    watcher.wait(ServerAnswered, count=40, cause="unknown-sid")
    serve(profile, first.port).ready()
    assert len({hello.epoch for hello in watcher.of(ChildHello)}) == 2


def test_a_touch_reloads_and_the_new_child_refuses_the_old_sid(serve: Start, watcher: Watcher) -> None:
    served = serve("werkzeug-reloader")
    served.ready()
    sid = served.handshake("c")
    later = served.file.stat().st_mtime + 5
    os.utime(served.file, (later, later))

    def refused() -> str:
        try:
            status, text, _ = served.request("POST", f"{EIO}polling&sid={sid}&sidlab=c", "3")
        except ConnectionRefusedError:
            raise AssertionError("the reloader's parent has let go of the port") from None
        except (ConnectionError, http.client.HTTPException):  # cut by the end of the old child
            return ""
        return text if status == 400 else ""

    assert until(refused, "the new child") == f'"Invalid session {sid}"'
    first, second = watcher.wait(ChildHello, count=2)
    assert first.pid != second.pid
    assert first.epoch != second.epoch
    [answered] = watcher.wait(ServerAnswered, client="c")
    assert (answered.epoch, answered.cause, answered.sid) == (second.epoch, "unknown-sid", sid)
    _parent, child = served.tree()
    if sys.platform == "linux":  # elsewhere its standard input must end first
        served.process.kill()
        served.process.wait(10)
        assert not left([child]), "the child went on serving without its parent"


@pytest.mark.skipif(bool(profiles()["gunicorn-gevent-2"].needs()), reason="gunicorn is not here")
def test_a_touch_gives_gunicorn_new_workers(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-gevent-2")
    served.ready()
    watcher.wait(ChildHello, count=2)
    old = served.tree()[1:]
    assert len(old) == 2
    os.utime(served.file, (1, 1))
    watcher.wait(ChildHello, count=4)
    assert not left(old, seconds=30)
    served.ready()


def test_an_ordinary_server_outlives_its_standard_input_and_says_nothing(serve: Start, watcher: Watcher) -> None:
    served = serve("werkzeug", watched=False)
    sid = served.ready()
    assert len(sid) == 20  # as python-engineio makes them
    assert served.process.stdin
    served.process.stdin.close()
    assert served.request("GET", EIO + "polling&sid=nope")[0] == 400
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(10) == 0
    assert not watcher.lines
