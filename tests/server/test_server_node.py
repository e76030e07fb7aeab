"""The chat under Node: it answers as the Python one does, in its own dialect of errors."""

from __future__ import annotations

import http.client
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import socketio
import websocket
from served import Served, Watcher, until

from harness.events import ServerDisconnected, ServerObeyed
from server.app import create_app
from server.profiles import node, profiles
from server.settings import Settings

Call = Callable[[str, Any], Any]

EIO = "/socket.io/?EIO=4&transport="
WANTED: list[tuple[str, Any]] = [
    ("join", {"nick": "  Kim   Lee ", "room": "lobby"}),
    ("join", {"nick": "", "room": "lobby"}),
    ("join", {"nick": "a\u202eb", "room": "lobby"}),
    ("join", {"nick": "Kim", "room": "r" * 61}),
    ("join", {"nick": "Ann", "room": "lobby"}),
    ("join", "no object"),
    ("say", {"room": "lobby", "text": "hello\nthere", "id": "mine#1"}),
    ("say", {"room": "lobby", "text": "   "}),
    ("say", {"room": "lobby", "text": "x" * 2001}),
    ("say", {"room": "lobby", "text": "\U0001f600" * 2000, "id": "mine#2"}),
    ("say", {"room": "lobby", "text": "hello", "id": ""}),
    ("say", {"room": "elsewhere", "text": "hello"}),
    ("join", {"nick": "Ann", "room": "lobby"}),
    ("typing", {"room": "lobby", "on": True}),
    ("typing", {"room": "lobby", "on": 1}),
    ("notify", {"text": "news", "id": "x"}),
    ("notices", {}),
    ("leave", {"room": "lobby"}),
    ("leave", {"room": "lobby"}),
    ("sing", {}),
    *(("join", {"nick": "Ann", "room": f"room {n}"}) for n in range(21)),
]


def conversation(call: Call) -> list[Any]:
    """What is answered to all of it; ids and times that a server makes up are left out."""
    answers = json.dumps([call(event, data) for event, data in WANTED], sort_keys=True)
    return list(json.loads(re.sub(r'"(at|id)": "(?!mine)[^"]*"', r'"\1": "…"', answers)))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Watcher]]:
    if needs := profiles()["node"].needs():
        pytest.skip(needs)
    watcher = Watcher()
    served = Served("node", tmp_path_factory.mktemp("node"), watcher)
    served.ready()
    yield served, watcher
    served.clear()
    watcher.close()


@pytest.fixture
def client(live: tuple[Served, Watcher]) -> Iterator[socketio.SimpleClient]:
    with socketio.SimpleClient() as one:
        one.connect(live[0].origin + "?sidlab=talker", transports=["websocket"])
        yield one


def test_it_answers_as_the_python_server_does(client: socketio.SimpleClient) -> None:
    app, ours = create_app(Settings(origins=("http://a",)))
    ours_client = ours.test_client(app)
    expected = conversation(lambda event, data: ours_client.emit(event, data, callback=True))
    assert conversation(lambda event, data: client.call(event, data, timeout=20)) == expected


def test_what_is_said_and_who_is_there_reaches_the_room(live: tuple[Served, Watcher]) -> None:
    with socketio.SimpleClient() as ann, socketio.SimpleClient() as kim:
        for one in (ann, kim):
            one.connect(live[0].origin, transports=["polling"])
        assert ann.call("join", {"nick": "Kim", "room": "two"}, timeout=20)["members"] == ["Kim"]
        assert kim.call("join", {"nick": "Kim", "room": "two"}, timeout=20)["nick"] == "Kim (2)"
        kim.emit("typing", {"room": "two", "on": True})
        kim.emit("say", {"room": "two", "text": "hello", "id": "k#1"})
        heard = dict(ann.receive(timeout=20) for _ in range(3))
        assert heard["members"] == {"room": "two", "members": ["Kim", "Kim (2)"]}
        assert heard["typing"] == {"room": "two", "nick": "Kim (2)", "on": True}
        assert heard["message"].pop("at").endswith("Z")
        assert heard["message"] == {"id": "k#1", "room": "two", "nick": "Kim (2)", "text": "hello"}


def test_a_disconnect_is_told_in_nodes_words(live: tuple[Served, Watcher]) -> None:
    served, watcher = live
    socket = websocket.create_connection(f"ws://127.0.0.1:{served.port}{EIO}websocket&sidlab=leaver", timeout=20)
    for packet in ("40", "41"):
        socket.recv()
        socket.send(packet)
    [gone] = watcher.wait(ServerDisconnected, client="leaver")
    assert gone.reason == "server:client namespace disconnect"
    socket.close()


def test_another_origin_is_answered_without_cors(live: tuple[Served, Watcher]) -> None:
    served, _ = live
    for origin, allowed in (("http://evil.example", None), (served.origin, served.origin)):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        connection.request("GET", f"{EIO}polling", headers={"Origin": origin})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, allowed)
        connection.close()


def test_more_than_it_takes_is_413(live: tuple[Served, Watcher]) -> None:
    served, _ = live
    sid = served.handshake()
    assert served.request("POST", f"{EIO}polling&sid={sid}", "4" * 1_000_001)[0] == 413


def test_its_pages_are_ours(live: tuple[Served, Watcher]) -> None:
    served, _ = live
    for path in ("/", "/notifications", "/static/chat.js", "/static/style.css", "/client/socket.io.min.js"):
        assert served.request("GET", path)[0] == 200, path
    for path in ("/static/", "/static/../node/main.cjs", "/%2e%2e/app.py"):
        assert served.request("GET", path)[0] == 404, path
    assert served.request("POST", "/")[0] == 404
    assert served.request("GET", "/", headers={"Host": "rebound.example"})[0] == 421


def test_a_page_of_the_lan_may_talk_to_its_beacon(live: tuple[Served, Watcher]) -> None:
    served, _ = live
    for place, allowed in (
        ("10.0.0.5:80~8461", " ws://10.0.0.5:80 http://10.0.0.5:8461"),
        ("8.8.8.8:80~8461", ""),
        ("evil.example:80~8461", ""),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        connection.request("GET", "/", headers={"Cookie": f"a=b; sidlab-beacon={place}"})
        found = connection.getresponse().headers["Content-Security-Policy"]
        connection.close()
        host = f"127.0.0.1:{served.port}"
        assert f"; connect-src 'self'{allowed} ws://{host} wss://{host}; " in found


def test_it_beats_and_says_what_it_does_not_do(live: tuple[Served, Watcher]) -> None:
    _, watcher = live
    until(lambda: watcher.beats, "a beat")
    assert watcher.beats[0].wall > 1e18
    watcher._peers[0].sendall(b'{"do": "share-port", "port": 1}\n{"do": "go-on"}\n')
    first, second = watcher.wait(ServerObeyed, count=2)
    assert (first.do, first.why) == ("share-port", "a Node server does not do that: share-port")
    assert (second.do, second.why) == ("go-on", "")


@pytest.mark.torture
def test_a_reload_is_a_new_process_at_the_same_port(serve: Callable[..., Served]) -> None:
    if needs := profiles()["node"].needs():
        pytest.skip(needs)
    served = serve("node")
    served.ready()
    [before] = served.tree()[1:]
    os.utime(served.file, (1, 1))
    until(lambda: [one for one in served.tree()[1:] if one.pid != before.pid], "the next process")
    served.ready()


def test_what_it_is_told_needs_no_node(tmp_path: Path) -> None:
    told = node.told_to(Settings(origins=("http://127.0.0.1:5000",), ping_interval=3))
    assert told["ping_interval"] == 3
    assert "127.0.0.1" in told["hosts"]
    assert "Office chat" in told["pages"]["/"]["text"]
    assert told["pages"]["/static/chat.js"]["type"] == "text/javascript"
    assert node.HOST_STAND_IN in told["policy"]
    json.dumps(told)
