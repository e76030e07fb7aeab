"""Ways to write a client, each through a server's death: what becomes of its sockets, and what it posts.

The server's listening socket outlives it, as under the Werkzeug reloader.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from clients_bench import ROOT, Chat, Shard, failures, listening, lost, of, run

from harness.clients.application import Application
from harness.clients.behaviours import new_page, singleton_closed, singleton_nulled, stale_replay
from harness.clients.catalogue import behaviours, kinds, maker
from harness.clients.handshakes import cache_for
from harness.clients.replay import Replay
from harness.clients.spec import Behaviour, Kind, Spec
from harness.clients.talk import Talk
from harness.clients.thread_client import ThreadSocket
from harness.clients.voice import Counts, Voice
from harness.clock import monotonic_ns
from harness.commands import ClientGroup
from harness.events import (
    AnyEvent,
    ChildFailed,
    ClientAttempt,
    ClientConnected,
    ClientDisconnected,
    ClientOpened,
    ClientReceived,
    ClientSent,
)

# --- what each decides ----------------------------------------------------------------------------------------


class Recorded:
    """Writes down what a behaviour asks of its application."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *_: self.asked.append(name)


class Lost:
    """A socket that has failed; it had a session, or never one."""

    def __init__(self, sid: str = "x") -> None:
        self.voice = Voice("a-1", Counts(), lambda _: None, monotonic_ns).socket()
        self.voice.sid = sid


@pytest.mark.parametrize(
    ("behaviour", "socket", "asked"),
    [
        (singleton_nulled, Lost(), ["forget"]),
        (singleton_closed, Lost(), ["close"]),
        (new_page, Lost(), ["load"]),
        (stale_replay, Lost(), ["replay"]),
        (stale_replay, Lost(""), []),
    ],
)
def test_what_it_does_with_a_socket_that_failed(behaviour: Any, socket: Lost, asked: list[str]) -> None:
    application = Recorded()
    behaviour.BEHAVIOUR.lost(application, socket)
    assert application.asked == asked


def test_the_library_is_left_alone_by_who_says_nothing() -> None:
    assert {name for name, behaviour in behaviours().items() if behaviour.python and not behaviour.lost} >= {
        "plain",
        "no-reconnect",
        "websocket-only",
    }


def test_what_is_about_tabs_is_for_pages_only_and_each_speaks_its_language() -> None:
    tabs, plain = behaviours()["many-tabs"], behaviours()["plain"]
    page, node = Kind("page", "a page", dialect="js", pages=True), Kind("node", "Node", dialect="js")
    assert page.fits(tabs)
    assert not node.fits(tabs)
    assert not kinds()["python"].fits(tabs)
    assert node.fits(plain)
    assert not node.fits(Behaviour("only-python", "one", js=False))


def test_each_is_written_in_the_languages_it_says() -> None:
    scripts = {file.stem for file in (ROOT / "harness/clients/js/behaviours").glob("*.mjs")}
    assert {name for name, behaviour in behaviours().items() if behaviour.js} == scripts
    modules = {file.stem.replace("_", "-") for file in (ROOT / "harness/clients/behaviours").glob("[a-z]*.py")}
    assert set(behaviours()) == modules


def test_only_what_fits_and_lives_here_can_be_made() -> None:
    assert maker("python", "plain")
    assert maker("python", "many-tabs") is None
    assert maker("nobody", "plain") is None
    assert maker("python", "nothing") is None


# --- an application by itself ---------------------------------------------------------------------------------


class Wreck:
    """A socket whose library dies at once."""

    def __init__(self, voice: Any) -> None:
        self.voice = voice
        self.stopped = 0

    async def run(self, ramp: Any) -> None:
        raise RuntimeError("oh")

    async def emit(self, event: str, data: object) -> str | None:
        return None

    async def stop(self) -> None:
        self.stopped += 1


async def test_a_library_that_breaks_is_told_and_one_that_left_says_nothing() -> None:
    said: list[Any] = []
    sockets: list[Any] = []

    def make(voice: Any) -> Any:
        sockets.append(Wreck(voice))
        return sockets[-1]

    class Nothing:
        async def __aenter__(self) -> None: ...
        async def __aexit__(self, *_: object) -> None: ...

    application = Application(
        new_page.BEHAVIOUR, Voice("a-1", Counts(), said.append, monotonic_ns), make, Nothing()
    )
    await application.run()
    await asyncio.sleep(0)  # its socket breaks
    sockets[0].failed()  # it is to be loaded anew, but leaves before
    await application.emit("say", {})
    await application.stop()
    sockets[0].failed()
    assert await application.emit("say", {}) is None
    assert [socket.stopped for socket in sockets] == [1]
    assert [event.message for event in said if isinstance(event, ChildFailed)] == [
        "client a-1: its library broke, so it may stay silent: RuntimeError: oh"
    ]


def socket_in_threads() -> tuple[ThreadSocket, list[Any]]:
    said: list[Any] = []
    voice, at = Voice("a-1", Counts(), said.append, monotonic_ns), "http://127.0.0.1:1"
    spec = Spec("a-1", "a", "python-threads", at, at, "/socket.io/", ("polling",), "plain", False, "r")
    return ThreadSocket(spec, behaviours()["plain"], voice.socket(), Talk(voice, "r", 1)), said


def test_a_reconnection_that_begins_after_its_socket_was_closed_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    client, said = socket_in_threads()
    client.leaving.set()
    client.socket.reconnection_delay, client.socket.randomization_factor = 0.0, 0.0
    client.socket._handle_reconnect()  # returns: without that it would try for ever
    assert said == []
    left: list[bool] = []
    client.leaving.clear()
    monkeypatch.setattr("socketio.Client.connect", lambda *_, **__: client.leaving.set())
    monkeypatch.setattr(client.socket, "disconnect", lambda: left.append(True))
    client.socket.connect("http://127.0.0.1:1")
    assert left == [True]


class Posted:
    """A socket that posts into a list."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.voice = Voice("a-1", Counts(), lambda _: None, monotonic_ns).socket()
        self.voice.sid = "old"
        self.posts: list[tuple[str, str]] = []

    async def post(self, url: str, body: str) -> None:
        self.posts.append((url, body))


async def test_what_is_replayed_is_a_packet_of_the_old_session() -> None:
    spec = Spec(
        "a-1",
        "a",
        "python",
        "http://h:1",
        "http://h:1",
        "/io/",
        ("websocket",),
        "stale-replay",
        False,
        "r",
        "/team",
    )
    socket: Any = Posted(spec)
    assert await Replay(socket).emit("say", {"text": "hi"}) == "old"
    assert socket.posts == [
        ("http://h:1/io/?sidlab=a-1&transport=polling&EIO=4&sid=old", '42/team,["say",{"text":"hi"}]')
    ]


async def test_a_cache_gives_a_handshake_to_who_asks_for_the_first_time() -> None:
    shared = behaviours()["shared-handshake"]
    first, second = cache_for(shared, "made-up"), cache_for(shared, "made-up")
    assert first
    assert second
    assert first.find() is None
    first.keep(b"0{}")
    kept = second.find()
    assert kept
    assert (await kept.read(), kept.content, kept.status, kept.status_code) == (b"0{}", b"0{}", 200, 200)
    assert second.find() is None
    assert first.find() is None
    assert cache_for(behaviours()["plain"], "made-up") is None


# --- against a server -----------------------------------------------------------------------------------------

BEHAVIOURS = ("singleton-nulled", "singleton-closed", "new-page", "stale-replay")
NAMES = {name: f"{name}-1" for name in BEHAVIOURS}


def alive(events: Iterable[AnyEvent], client: str) -> set[int]:
    """The sockets of a client that are connected after all this."""
    open_: set[int] = set()
    for event in events:
        if isinstance(event, ClientConnected) and event.client == client:
            open_.add(event.generation)
        elif isinstance(event, ClientDisconnected) and event.client == client:
            open_.discard(event.generation)
    return open_


def copies(events: Iterable[AnyEvent], client: str) -> Counter[int]:
    """How often each message of a client reached itself."""
    return Counter(event.n for event in of(events, ClientReceived, client))


def heard_since_loss(events: Iterable[AnyEvent], client: str) -> int:
    """How much a client has heard since it lost its server."""
    gone = [one.t for one in lost(events, client)]
    return sum(heard.t > gone[0] for heard in of(events, ClientReceived, client)) if gone else 0


def stale_posts(events: Iterable[AnyEvent]) -> list[ClientAttempt]:
    """The 400s that meet who posts on with a session that is over."""
    return [one for one in of(events, ClientAttempt, NAMES["stale-replay"]) if one.status == 400]


class Restart:
    """What a shard said of one client of each behaviour, through one death of the server."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        with listening() as listener, Shard() as self.shard:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with Chat(listener) as first:
                for name in BEHAVIOURS:
                    group = ClientGroup(
                        group=name, kind=kind, count=1, transports=("polling",), rate=10, behaviour=name
                    )
                    self.shard.send(run(url, group))
                self.shard.send(
                    run(
                        url,
                        ClientGroup(
                            group="shared-handshake",
                            kind=kind,
                            count=2,
                            transports=("polling",),
                            rate=0.0,
                            behaviour="shared-handshake",
                        ),
                    )
                )
                self.shard.wait(
                    lambda events: (
                        all(len(copies(events, name)) > 2 for name in NAMES.values())
                        and all(of(events, ClientOpened, f"shared-handshake-{n}") for n in (1, 2))
                    )
                )
                first.freeze()
                frozen = monotonic_ns()
                self.shard.wait(
                    lambda events: all(
                        any(sent.t > frozen for sent in of(events, ClientSent, name)) for name in NAMES.values()
                    )
                )
            with Chat(listener):
                self.shard.wait(self.settled, 60)
                self.events = tuple(self.shard.events)
                self.status, self.stderr, self.took = self.shard.quit()

    def settled(self, events: list[AnyEvent]) -> bool:
        """The forgotten socket has come back beside its successor, and everybody has spoken since."""
        return (
            len(alive(events, NAMES["singleton-nulled"])) > 1
            and sum(count > 1 for count in copies(events, NAMES["singleton-nulled"]).values()) > 3
            and heard_since_loss(events, NAMES["singleton-closed"]) > 3
            and heard_since_loss(events, NAMES["new-page"]) > 3
            and len(stale_posts(events)) > 5
        )


@pytest.fixture(scope="module", params=["python", pytest.param("python-threads", marks=pytest.mark.torture)])
def restart(request: pytest.FixtureRequest) -> Restart:
    return Restart(request.param)


def test_the_fix_as_written_leaks_a_live_socket_and_hears_everything_twice(restart: Restart) -> None:
    assert len(alive(restart.events, NAMES["singleton-nulled"])) == 2
    assert max(copies(restart.events, NAMES["singleton-nulled"]).values()) == 2


@pytest.mark.parametrize("behaviour", ["singleton-closed", "new-page"])
def test_who_closes_what_failed_has_one_socket_and_hears_everything_once(restart: Restart, behaviour: str) -> None:
    assert len(alive(restart.events, NAMES[behaviour])) == 1
    assert max(copies(restart.events, NAMES[behaviour]).values()) == 1
    assert of(restart.events, ClientConnected, NAMES[behaviour])[-1].generation > 1


def test_who_replays_posts_its_messages_to_a_session_nobody_knows(restart: Restart) -> None:
    first = of(restart.events, ClientConnected, NAMES["stale-replay"])[0]
    refused = stale_posts(restart.events)
    assert {(one.sid, one.text) for one in refused} == {(first.sid, f'"Invalid session {first.sid}"')}
    heard = copies(restart.events, NAMES["stale-replay"])
    gone = lost(restart.events, NAMES["stale-replay"])[0]
    replayed = [one for one in of(restart.events, ClientSent, NAMES["stale-replay"]) if one.sid == first.sid]
    assert sum(one.t > gone.t and one.n not in heard for one in replayed) > 5


def test_who_finds_a_handshake_in_a_cache_has_the_session_of_another(restart: Restart) -> None:
    one, other = (restart.shard.of(ClientOpened, f"shared-handshake-{n}")[0] for n in (1, 2))
    assert one.sid == other.sid
    asked = [
        [at.status for at in restart.shard.of(ClientAttempt, f"shared-handshake-{n}") if at.kind == "handshake"]
        for n in (1, 2)
    ]
    assert [] != asked[0] != asked[1]


def test_all_of_them_go_when_they_are_told_to(restart: Restart) -> None:
    assert (restart.status, restart.stderr, failures(restart.shard.events)) == (0, "", [])
    assert restart.took < 2.5
    for name in NAMES.values():
        assert alive(restart.shard.events, name) == set()
