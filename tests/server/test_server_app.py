"""The application without a socket: pages and their headers, the chat protocol, and who is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIO, SocketIOTestClient
from served import Watcher, until

from harness.events import ServerConnected, ServerDisconnected
from server.app import create_app
from server.chat import RefusedError
from server.events import audience
from server.hosts import host_name
from server.pages import policy
from server.settings import Settings
from server.witness import Witness

ORIGIN = "http://127.0.0.1:5000"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "</textarea><script>alert(1)</script>",
]
Connect = Callable[..., SocketIOTestClient]


@pytest.fixture
def built(settings: Settings) -> tuple[Flask, SocketIO]:
    """An ordinary application and its Socket.IO server."""
    return create_app(settings)


@pytest.fixture
def connect(built: tuple[Flask, SocketIO]) -> Connect:
    """Connect a Socket.IO test client, in a room if one is named."""
    app, socketio = built

    def client(nick: str = "", room: str = "") -> SocketIOTestClient:
        one = socketio.test_client(app)
        if nick:
            assert one.emit("join", {"nick": nick, "room": room}, callback=True)["ok"]
            one.get_received()
        return one

    return client


def heard(client: SocketIOTestClient, event: str) -> list[Any]:
    """What a client has received of one event since it was last asked."""
    found = [item["args"] for item in client.get_received() if item["name"] == event]
    return [args[0] if isinstance(args, list) else args for args in found]  # `message` comes bare


# --- pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/notifications", "/static/chat.js", "/nothing-here"])
def test_every_answer_forbids_what_is_not_ours(built: tuple[Flask, SocketIO], path: str) -> None:
    with built[0].test_client().get(path, base_url=ORIGIN) as answer:
        headers = answer.headers
    directives = dict(one.split(" ", 1) for one in headers["Content-Security-Policy"].split("; "))
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["connect-src"] == "'self' ws://127.0.0.1:5000 wss://127.0.0.1:5000"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_host_that_is_none_is_not_named_in_the_policy() -> None:
    assert "ws:" not in policy("a; script-src *")


NEAR = [
    ("192.168.1.5:8460~8461", " ws://192.168.1.5:8460 http://192.168.1.5:8461"),
    ("127.0.0.1:5000~8461", " ws://127.0.0.1:5000 http://127.0.0.1:8461"),
    ("8.8.8.8:80~8461", ""),
    ("999.1.1.1:80~8461", ""),
    ("evil.example:80~8461", ""),
    ("192.168.1.5:80~8461; script-src *", ""),
    ("192.168.1.5:80~", ""),
    ("", ""),
]


@pytest.mark.parametrize(("place", "allowed"), NEAR)
def test_a_page_of_the_lan_may_talk_to_its_beacon_and_to_nobody_else(
    built: tuple[Flask, SocketIO], place: str, allowed: str
) -> None:
    browser = built[0].test_client()
    browser.set_cookie("sidlab-beacon", place, domain="127.0.0.1")
    with browser.get("/", base_url=ORIGIN) as answer:
        found = answer.headers["Content-Security-Policy"]
    own = "'self' ws://127.0.0.1:5000 wss://127.0.0.1:5000"
    assert f"; connect-src {own}{allowed}; " in found
    assert "*" not in found


def test_pages_hold_nothing_inline(built: tuple[Flask, SocketIO]) -> None:
    for path in ("/", "/notifications"):
        text = built[0].test_client().get(path, base_url=ORIGIN).text
        assert "<script>" not in text
        assert " on" + "click=" not in text
        assert "style=" not in text


def test_the_pages_never_make_markup_of_text() -> None:
    static = Path(__file__).resolve().parents[2] / "server/static"
    for script in static.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser"):
            assert sink not in text, (script, sink)


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_people_say_is_never_in_a_page(built: tuple[Flask, SocketIO], connect: Connect, payload: str) -> None:
    client = connect(payload[:40], payload[:60])
    assert client.emit("say", {"room": payload[:60], "text": payload}, callback=True)["ok"]
    assert client.emit("notify", {"text": payload}, callback=True)["ok"]
    for path in ("/", "/notifications", f"/?nick={payload}&room={payload}&sidlab={payload}"):
        assert payload not in built[0].test_client().get(path, base_url=ORIGIN).text


def test_the_client_library_is_served_from_where_npm_put_it(built: tuple[Flask, SocketIO], tmp_path: Path) -> None:
    app = built[0]
    file = tmp_path / "socket.io.min.js"
    app.config["SOCKETIO_CLIENT"] = file
    http = app.test_client()
    assert http.get("/client/socket.io.min.js", base_url=ORIGIN).status_code == 404
    missing = http.get("/", base_url=ORIGIN).text
    assert "npm ci" in missing
    assert "<script" not in missing
    file.write_text("/* the library */")
    answer = http.get("/client/socket.io.min.js", base_url=ORIGIN)
    assert (answer.text, answer.mimetype) == ("/* the library */", "text/javascript")
    answer.close()
    assert "/client/socket.io.min.js" in http.get("/", base_url=ORIGIN).text


def test_debug_stays_off(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert create_app(settings)[0].debug is False


# --- who is refused -------------------------------------------------------------------------------------------

HOSTS = {"127.0.0.1:5000": True, "127.0.0.1:9": True, "127.0.0.1": True, "127.0.0.1.evil.example": False}
HOSTS |= {"evil.example": False, "localhost:5000": False, "127.0.0.1@evil.example": False, "": False}
HOSTS |= {"127.0.0.1,evil.example": False, "127.0.0.1:5000\tx": False, "[::1]:5000": False, "127.0.0.1.": False}
ORIGINS = {None: True, ORIGIN: True, "http://127.0.0.1:9": False, "null": False, "http://evil.example": False}


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/socket.io/?EIO=4&transport=polling"])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_names_and_origins(built: tuple[Flask, SocketIO], path: str, host: str, origin: str | None) -> None:
    headers = {"Host": host} | ({"Origin": origin} if origin else {})
    with built[0].test_client().get(path, headers=headers) as answer:
        expected = 200 if ORIGINS[origin] or not path.startswith("/socket.io") else 400
        assert answer.status_code == (expected if HOSTS[host] else 421)


def test_host_names() -> None:
    assert [host_name(one) for one in ("A.b:1", "[::1]:1", "[::1", "a:b", "a b")] == [
        "a.b",
        "::1",
        None,
        None,
        None,
    ]


# --- the protocol ---------------------------------------------------------------------------------------------


def test_joining_answers_with_who_is_here_and_what_was_said(connect: Connect) -> None:
    kim = connect("Kim", "office")
    kim.emit("say", {"room": "office", "text": "hello", "id": "kim#1"})
    answer = connect().emit("join", {"nick": "Lee", "room": "office"}, callback=True)
    assert (answer["ok"], answer["nick"], answer["room"]) == (True, "Lee", "office")
    assert answer["members"] == ["Kim", "Lee"]
    assert [(message["id"], message["text"]) for message in answer["history"]] == [("kim#1", "hello")]


def test_messages_reach_everyone_in_the_room_and_nobody_else(connect: Connect) -> None:
    kim, lee, other = connect("Kim", "office"), connect("Lee", "office"), connect("Park", "hall")
    assert kim.emit("say", {"room": "office", "text": "hello", "id": "kim#1"}, callback=True) == {
        "ok": True,
        "id": "kim#1",
    }
    for client in (kim, lee):
        [message] = heard(client, "message")
        assert {key: message[key] for key in ("id", "room", "nick", "text")} == {
            "id": "kim#1",
            "room": "office",
            "nick": "Kim",
            "text": "hello",
        }
        assert message["at"].endswith("Z")
    assert heard(other, "message") == []


def test_typing_reaches_the_others(connect: Connect) -> None:
    kim, lee = connect("Kim", "office"), connect("Lee", "office")
    assert kim.emit("typing", {"room": "office", "on": True}, callback=True) == {"ok": True}
    assert heard(lee, "typing") == [{"room": "office", "nick": "Kim", "on": True}]
    assert heard(kim, "typing") == []


def test_who_comes_and_goes_is_told_to_those_who_stay(connect: Connect) -> None:
    kim = connect("Kim", "office")
    lee, park = connect("Lee", "office"), connect("Park", "office")
    until(lambda: heard(kim, "members") == [{"room": "office", "members": ["Kim", "Lee", "Park"]}], "who came")
    lee.disconnect()
    assert park.emit("leave", {"room": "office"}, callback=True) == {"ok": True}
    until(lambda: heard(kim, "members") == [{"room": "office", "members": ["Kim"]}], "who is left")
    kim.emit("say", {"room": "office", "text": "alone"})
    assert heard(park, "message") == []


def test_notices_reach_everyone_and_are_kept(connect: Connect) -> None:
    kim, lee = connect("Kim", "office"), connect()
    assert kim.emit("notify", {"text": "Lunch at noon"}, callback=True)["ok"]
    [notice] = heard(lee, "notification")
    assert set(notice) == {"id", "text", "at"}
    assert connect().emit("notices", {}, callback=True) == {"ok": True, "notices": [notice]}


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("join", ({"nick": "", "room": "office"},)),
        ("join", ({"nick": "Kim"},)),
        ("join", ("Kim", "office")),
        ("join", ()),
        ("leave", ({"room": "elsewhere"},)),
        ("say", ({"room": "office", "text": "x" * 3000},)),
        ("say", ({"room": "elsewhere", "text": "x"},)),
        ("say", ({"room": "office", "text": "x", "id": 7},)),
        ("typing", ({"room": "office", "on": "yes"},)),
        ("typing", ({"room": "elsewhere", "on": True},)),
        ("notify", ({"text": None},)),
        ("notices", ([],)),
        ("reboot", ({},)),
    ],
)
def test_what_cannot_be_done_is_answered_with_why(connect: Connect, event: str, args: tuple[Any, ...]) -> None:
    answer = connect("Kim", "office").emit(event, *args, callback=True)
    assert answer["ok"] is False
    assert answer["why"]


def test_a_socket_id_is_no_room_anyone_can_listen_in(connect: Connect, built: tuple[Flask, SocketIO]) -> None:
    connect("Kim", "office")
    server = built[1].server
    [victim] = [sid for sid, _ in server.manager.get_participants("/", audience("office"))]
    spy = connect("Spy", victim)
    spy.get_received()
    built[1].emit("secret", "for the victim only", to=victim)
    assert heard(spy, "secret") == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_socket_that_goes_while_it_joins_leaves_no_ghost(
    connect: Connect, built: tuple[Flask, SocketIO], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    kim = connect("Kim", "office")
    leaving = connect()
    states = iter([True, True, False] if when == "before" else [True, False, False])  # the library looks first
    monkeypatch.setattr(built[1].server.manager, "is_connected", lambda *_: next(states, True))
    if when == "before":
        monkeypatch.setattr(built[1].server, "enter_room", raising)
    assert leaving.emit("join", {"nick": "Ghost", "room": "office"}, callback=True)["ok"] is False
    monkeypatch.undo()
    assert connect().emit("join", {"nick": "Lee", "room": "office"}, callback=True)["members"] == ["Kim", "Lee"]
    assert kim.is_connected()


def raising(*_args: object) -> None:
    raise ValueError("sid is not connected to requested namespace")


def test_connects_and_disconnects_are_witnessed(settings: Settings, watcher: Watcher) -> None:
    witness = Witness("127.0.0.1", watcher.port)
    app, socketio = create_app(settings, witness)
    socketio.server.eio.transport = lambda _sid: "polling"  # the test client has no Engine.IO below it
    client = socketio.test_client(app, query_string="sidlab=c7")
    [connected] = watcher.wait(ServerConnected, client="c7")
    client.disconnect()
    [gone] = watcher.wait(ServerDisconnected, client="c7")
    assert connected.epoch == gone.epoch == witness.epoch
    assert (connected.sid, connected.socket_id) == (gone.sid, gone.socket_id)
    assert gone.reason == "server:client disconnect"
    witness.close()


def test_refusals_are_for_people() -> None:
    assert str(RefusedError("why")) == "why"
