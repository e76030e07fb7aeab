"""Two servers that share a Redis queue: what is said on one is heard on the other, and the queue holds JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import psutil
import pytest
import socketio
from served import Served, until

from server.app import create_app
from server.profiles import profiles, redis_2
from server.settings import QUEUE, Settings

CHANNEL = "flask-socketio"
AWKWARD = {"text": "\U0001f600 </script>", "raw": b"\x00\x80", "list": [1, None, True]}


class Line:
    """Stands for a connection to Redis: keeps what is published."""

    def __init__(self) -> None:
        self.published: list[tuple[str, str | bytes]] = []

    def publish(self, channel: str, data: str | bytes) -> None:
        self.published.append((channel, data))


def test_nothing_on_the_queue_is_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()

    def connect(manager: Any) -> None:
        manager.redis, manager.connected = line, True

    monkeypatch.setattr(socketio.RedisManager, "_redis_connect", connect)
    monkeypatch.setattr(socketio.RedisManager, "_thread", lambda _self: None)
    _app, server = create_app(Settings(origins=("http://a",), queue="redis://127.0.0.1:9/0"))
    assert isinstance(server.server.manager, socketio.RedisManager)
    server.emit("message", AWKWARD, to="room")
    server.emit("message", [AWKWARD])
    assert [channel for channel, _ in line.published] == [CHANNEL] * 2
    for _, data in line.published:
        assert json.loads(data)["method"] == "emit"


def test_the_password_is_in_no_argument_and_no_words() -> None:
    text = redis_2.configuration(6379, "secret")
    assert "requirepass secret" in text
    assert 'save ""' in text
    assert "bind 127.0.0.1" in text
    settings = Settings(origins=("http://a",), queue="redis://:secret@127.0.0.1:1/0")
    assert "secret" not in repr(settings)


@pytest.mark.torture
def test_what_is_said_on_one_server_is_heard_on_the_other(serve: Callable[..., Served]) -> None:
    if needs := profiles()["redis-2"].needs():
        pytest.skip(needs)
    redis = pytest.importorskip("redis")
    served = serve("redis-2")
    served.ready(100)
    with ExitStack() as clients, redis.Redis.from_url(queue_of(served)) as queue:
        seen = queue.pubsub(ignore_subscribe_messages=True)
        seen.subscribe(CHANNEL)
        people = on_both(served, clients)
        for place, one in people.items():
            one.call("join", {"nick": place, "room": "r"}, timeout=20)
        people["one"].emit("say", {"room": "r", "text": "over there?", "id": "x#1"})
        assert until(lambda: said(people["two"]), "the message")["text"] == "over there?"
        raw = until(lambda: seen.get_message(timeout=1), "what is on the queue")["data"]
        assert json.loads(raw)["method"] == "emit"
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(port=queue.connection_pool.connection_kwargs["port"]).ping()
        seen.close()


def queue_of(served: Served) -> str:
    """The URL of the queue, which the servers' environment holds and no argument does."""
    inside = [one for one in served.tree() if "--place" in one.cmdline()]
    url = inside[0].environ()[QUEUE]
    assert not any(url in word for one in served.tree() for word in one.cmdline())
    assert all(one.laddr.ip == "127.0.0.1" for one in psutil.net_connections("inet") if one.pid in pids(served))
    return url


def pids(served: Served) -> set[int]:
    return {one.pid for one in served.tree()}


def on_both(served: Served, clients: ExitStack) -> dict[str, socketio.SimpleClient]:
    """A client on each of the two servers, by the server's name."""
    found: dict[str, socketio.SimpleClient] = {}
    while len(found) < 2:
        client = clients.enter_context(socketio.SimpleClient())
        client.connect(served.origin, transports=["polling"])
        found.setdefault(client.client.eio.sid.partition("-")[0], client)
    return found


def said(client: socketio.SimpleClient) -> dict[str, Any] | None:
    name, data = client.receive(timeout=20)
    return data if name == "message" else None
