"""One story a kind: clients of every transport live through a server's death, grow, shrink, fall silent and go.

The server's listening socket outlives it, as under the Werkzeug reloader: what was sent meanwhile waits in the
backlog and is answered 400 by the next server. Every child's environment names a proxy that does not exist.
"""

from __future__ import annotations

from collections import Counter

import pytest
from clients_bench import GOODBYES, Chat, Shard, failures, listening, lost, of, run
from msgspec import structs

from harness.clients import node_program
from harness.clock import NS_PER_S, monotonic_ns
from harness.commands import ClientGroup, ClientsQuiet
from harness.events import (
    AnyEvent,
    ChildFlushed,
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientOpened,
    ClientReceived,
    ClientSent,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
)

POLLING = ClientGroup(group="p", count=2, room_size=2, transports=("polling",), rate=10)
OTHERS = (
    ClientGroup(group="w", count=1, transports=("websocket",), rate=10),
    ClientGroup(group="u", count=1, transports=("polling", "websocket"), rate=10),
    ClientGroup(group="r", count=1, transports=("polling",), rate=5, http_retry=True, namespace="/team"),
    ClientGroup(group="n", count=1, transports=("websocket",), rate=0, behaviour="no-reconnect"),
)
MICROSECOND = 1000
LASTING = ("p-1", "p-2", "w-1", "u-1", "r-1")


class Story:
    """What a shard said, in parts."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        under = "node" if kind == "node" else "python"
        with listening() as listener, Shard(under=under) as shard:
            self.shard = shard
            self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with Chat(listener) as first:
                self.begin()
                self.hold_their_breath()
                first.freeze()
                self.speak_into_the_gap()
            with Chat(listener):
                self.come_back()
                self.change_counts()
                self.fall_silent()
                self.status, self.stderr, self.took = shard.quit()

    def begin(self) -> None:
        groups = (POLLING, *OTHERS)
        for group in groups:
            self.shard.send(run(self.url, self.of_kind(group)))
        self.shard.wait(
            lambda events: (
                all(len(of(events, ClientReceived, name)) >= 4 for name in LASTING)
                and of(events, ClientConnected, "n-1")
            )
        )

    def hold_their_breath(self) -> None:
        """No message is under way when the server freezes: what is said then waits in the backlog for certain."""
        self.shard.send(run(self.url, self.of_kind(structs.replace(POLLING, rate=0))))
        self.shard.flush(1)
        self.shard.wait(lambda events: all(answered(events, name) for name in POLLING_NAMES))

    def speak_into_the_gap(self) -> None:
        frozen = monotonic_ns()
        self.shard.send(run(self.url, self.of_kind(POLLING)))
        self.shard.wait(
            lambda events: all(
                len([sent for sent in of(events, ClientSent, name) if sent.t > frozen]) > 1
                for name in POLLING_NAMES
            )
        )

    def come_back(self) -> None:
        self.shard.wait(
            lambda events: (
                all(
                    any(heard.t > back.t for heard in of(events, ClientReceived, name))
                    for name in LASTING
                    for back in (of(events, ClientConnected, name) * 2)[1:2]
                    if back.generation == 2
                )
                and all(len(of(events, ClientConnected, name)) == 2 for name in LASTING)
            )
        )

    def change_counts(self) -> None:
        grown = self.of_kind(ClientGroup(group="p", count=5, room_size=2, transports=("polling",), rate=10))
        self.shard.send(run(self.url, grown))
        self.shard.wait(lambda events: all(of(events, ClientReceived, f"p-{n}") for n in range(1, 6)))
        shrunk = self.of_kind(ClientGroup(group="p", count=1, room_size=2, transports=("polling",), rate=10))
        self.shard.send(run(self.url, shrunk))
        self.shard.wait(
            lambda events: len(of(events, ClientStopped)) == 4 and of(events, ClientSent, "p-1")[-1].to == ("p-1",)
        )

    def fall_silent(self) -> None:
        self.shard.send(ClientsQuiet())
        self.shard.flush(3)
        said = len(self.shard.of(ClientSent, "w-1"))
        self.shard.send(run(self.url, self.of_kind(OTHERS[0])))  # and speak again
        self.shard.wait(lambda events: len(of(events, ClientSent, "w-1")) > said)

    def of_kind(self, group: ClientGroup) -> ClientGroup:
        return structs.replace(group, kind=self.kind)


POLLING_NAMES = ("p-1", "p-2")


def answered(events: list[AnyEvent], client: str) -> bool:
    """Whether the POST that carried this client's last message is over: it began after that was said."""
    said = of(events, ClientSent, client)[-1].t - MICROSECOND
    posts = [attempt for attempt in of(events, ClientAttempt, client) if attempt.kind == "post"]
    return any(post.t - post.took * NS_PER_S >= said for post in posts)


@pytest.fixture(
    scope="module",
    params=[
        "python",
        "python-threads",
        pytest.param("node", marks=pytest.mark.skipif(bool(node_program.needs()), reason="Node is not here")),
    ],
)
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.param)


def test_each_client_says_what_it_is(story: Story) -> None:
    started = story.shard.of(ClientStarted, "u-1")[0]
    assert (started.group, started.kind, started.behaviour) == ("u", story.kind, "plain")
    assert started.transports == ("polling", "websocket")
    assert story.shard.of(ClientStarted, "p-2")[0].room == "p-1"


@pytest.mark.parametrize(
    ("client", "transport", "upgrades"), [("p-1", "polling", 0), ("w-1", "websocket", 0), ("u-1", "websocket", 2)]
)
def test_sockets_are_counted_and_named(story: Story, client: str, transport: str, upgrades: int) -> None:
    sockets = story.shard.of(ClientConnected, client)
    assert [socket.generation for socket in sockets] == [1, 2]
    if story.kind != "node" or not upgrades:  # socket.io-client connects first and upgrades meanwhile
        assert {socket.transport for socket in sockets} == {transport}
    assert len({socket.sid for socket in sockets} | {socket.socket_id for socket in sockets}) == 4
    assert len(story.shard.of(ClientUpgraded, client)) == upgrades


def test_a_session_is_known_before_its_socket(story: Story) -> None:
    for client in LASTING:
        opened, connected = story.shard.of(ClientOpened, client), story.shard.of(ClientConnected, client)
        assert [session.sid for session in opened] == [socket.sid for socket in connected]
    assert {session.transport for session in story.shard.of(ClientOpened, "u-1")} == {"polling"}


def loss_of(kind: str, client: str) -> str:
    """What a client calls the end of its server: socket.io-client has another word for a WebSocket's."""
    if kind != "node":
        return "python:transport error"
    return "js:transport error" if client == "p-1" else "js:transport close"


def test_a_dead_server_is_a_transport_error_with_its_cause(story: Story) -> None:
    known = {
        "python": {"HTTP 400", "ServerDisconnectedError", "ClientOSError", "close 1006"},
        "python-threads": {
            "HTTP 400",
            "RemoteDisconnected",
            "ProtocolError",
            "WebSocketConnectionClosedException",
        },
        "node": {"HTTP 400", "socket hang up", "aborted", "close 1006"},
    }
    for client in ("p-1", "w-1", "u-1", "n-1"):
        (gone,) = lost(story.shard.events, client)
        assert (gone.reason, gone.generation) == (loss_of(story.kind, client), 1)
        assert gone.sid == story.shard.of(ClientConnected, client)[0].sid
        assert gone.error in known[story.kind] or gone.errno == "ECONNRESET"


def test_a_post_from_the_gap_meets_a_400_and_nothing_is_sent_again(story: Story) -> None:
    for client in POLLING_NAMES:
        dead = story.shard.of(ClientConnected, client)[0].sid
        attempts = [attempt for attempt in story.shard.of(ClientAttempt, client) if attempt.sid == dead]
        failed = [attempt for attempt in attempts if attempt.status != 200]
        posts = [attempt for attempt in failed if attempt.kind == "post"]
        (post,) = [attempt for attempt in posts if attempt.body != "close-packet"]
        assert len(posts) == (2 if story.kind == "node" else 1)  # engine.io-client says goodbye to a dead session
        (poll,) = [attempt for attempt in failed if attempt.kind == "poll"]
        refusal = (400, f'"Invalid session {dead}"')
        assert (post.status, post.text) == refusal
        assert poll.error or (poll.status, poll.text) == refusal  # one the old server had taken is cut instead
        assert not any(attempt.resend for attempt in attempts)


def test_a_library_that_sends_again_by_itself_is_caught_at_it(story: Story) -> None:
    again = [attempt for attempt in story.shard.of(ClientAttempt) if attempt.resend]
    if story.kind != "python":  # neither requests nor Node sends anything again
        assert again == []
        return
    attempts = story.shard.of(ClientAttempt, "r-1")
    (refused,) = [attempt for attempt in attempts if attempt.kind == "poll" and attempt.status == 400]
    cut = [attempt for attempt in attempts if attempt.kind == "poll" and attempt.error]
    assert again == ([refused] if cut else [])  # a poll that waited in the backlog is not cut, and met once only
    assert (refused.client, refused.method) == ("r-1", "GET")
    (gone,) = lost(story.shard.events, "r-1")
    assert gone.error == "HTTP 400"


def test_messages_are_numbered_over_the_whole_life_and_meant_for_the_room(story: Story) -> None:
    for client in ("p-1", "w-1", "u-1", "r-1"):
        numbers = [message.n for message in story.shard.of(ClientSent, client)]
        assert numbers == list(range(1, len(numbers) + 1))
    sent = story.shard.of(ClientSent, "p-1")
    assert [sent[0].to, sent[-1].to] == [("p-1", "p-2"), ("p-1",)]
    assert {message.to for message in story.shard.of(ClientSent, "w-1")} == {("w-1",)}


def test_what_is_heard_was_said_once_by_somebody_in_the_room(story: Story) -> None:
    meant = {(message.client, message.n, to) for message in story.shard.of(ClientSent) for to in message.to}
    heard = Counter((event.sender, event.n, event.client) for event in story.shard.of(ClientReceived))
    assert set(heard) <= meant
    assert set(heard.values()) == {1}
    first = {event.n for event in story.shard.of(ClientReceived, "p-2") if event.sender == "p-1"}
    assert {1, 2, 3, 4} <= first  # nobody speaks before everybody is there


def test_no_reconnect_stays_away(story: Story) -> None:
    assert len(story.shard.of(ClientConnected, "n-1")) == 1
    assert len(lost(story.shard.events, "n-1")) == 1


def test_a_change_of_number_touches_only_who_comes_or_goes(story: Story) -> None:
    assert len(story.shard.of(ClientStarted, "p-1")) == 1
    stopped = [event.client for event in story.shard.of(ClientStopped)]
    assert sorted(stopped[:4]) == ["p-2", "p-3", "p-4", "p-5"]
    assert sorted(stopped[4:]) == ["n-1", "p-1", "r-1", "u-1", "w-1"]
    (left,) = story.shard.of(ClientDisconnected, "p-3")
    assert left.reason in GOODBYES


def test_quiet_means_quiet(story: Story) -> None:
    events = story.shard.events
    quiet = next(at for at, event in enumerate(events) if isinstance(event, ChildFlushed) and event.id == 3)
    assert {event.client for event in of(events[quiet:], ClientSent)} == {"w-1"}


def test_the_end_is_clean(story: Story) -> None:
    assert story.status == 0
    assert story.stderr == ""
    assert story.took < 2.0
    assert failures(story.shard.events) == []


def test_no_connect_failed(story: Story) -> None:
    assert [error for error in story.shard.of(ClientConnectError) if error.client in LASTING] == []
