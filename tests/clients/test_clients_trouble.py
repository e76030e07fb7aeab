"""Servers that are not there yet, that are at the other localhost, or that behave badly: what each client says."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

import pytest
from clients_bench import Chat, Shard, failures, listening, lost, of, run
from rude_server import (
    CLOSE_1001,
    FIN,
    HANDSHAKE,
    HOLD,
    NAMESPACE,
    OPEN,
    RST,
    Polled,
    RudeServer,
    Thing,
    answer,
    text_frame,
)

from harness.commands import ClientGroup
from harness.events import AnyEvent, ChildFailed, ClientConnected, ClientConnectError, ClientStarted, Transport
from harness.ports import free_port

KINDS = ["python", "python-threads"]
TRANSPORTS: tuple[Transport, ...] = ("polling", "websocket")


def localhost_families() -> list[str]:
    """The loopback addresses behind the name localhost."""
    return sorted({str(found[4][0]) for found in socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)})


@pytest.mark.parametrize("kind", KINDS)
def test_clients_keep_trying_until_the_server_is_there_on_either_localhost(kind: str) -> None:
    addresses = localhost_families()
    with ExitStack() as stack, Shard() as shard:
        ports = {address: free_port(address) for address in addresses}
        for transport in TRANSPORTS:
            urls = {f"{transport}-{n}": f"http://localhost:{ports[at]}" for n, at in enumerate(addresses, 1)}
            group = ClientGroup(
                group=transport, kind=kind, count=len(addresses), transports=(transport,), rate=0.0
            )
            shard.send(run("http://127.0.0.1:1", group, urls=urls))
        count = len(addresses) * len(TRANSPORTS)
        shard.wait(lambda events: len({error.client for error in of(events, ClientConnectError)}) == count)
        for address, port in ports.items():
            stack.enter_context(Chat(stack.enter_context(listening(address, port))))
        shard.wait(lambda events: len(of(events, ClientConnected)) == count)
        status, stderr, _ = shard.quit()
    assert {error.errno for error in shard.of(ClientConnectError)} == {"ECONNREFUSED"}
    assert (status, stderr, failures(shard.events)) == (0, "", [])


OPENED = text_frame(OPEN) + text_frame(NAMESPACE)
BAD_SERVERS: dict[str, tuple[Transport, list[Thing]]] = {
    "no-answer": ("polling", [FIN]),
    "reset": ("polling", [RST]),
    "500": ("polling", [answer("500 Oh", "broken", "Content-Type: text/plain")]),
    "400": ("polling", [answer("400 Bad Request", '"Not an accepted origin."', "Content-Type: application/json")]),
    "nonsense": ("polling", [answer("200 OK", "hello", "Content-Type: text/plain")]),
    "poll-500": ("polling", [Polled(HANDSHAKE, answer("500 Oh", "broken"))]),
    "ws-400": ("websocket", [answer("400 Bad Request", '"Invalid websocket upgrade"')]),
    "ws-reset": ("websocket", [RST]),
    "ws-shut": ("websocket", [("ws:", CLOSE_1001, FIN)]),
    "lost-fin": ("websocket", [("ws:", OPENED, FIN)]),
    "lost-closed": ("websocket", [("ws:", OPENED, CLOSE_1001)]),
    "lost-silent": ("websocket", [("ws:", OPENED, HOLD)]),
}
"""A server for each client: the client's name, its transport, and what the server does with each connection."""

CONNECT_ERRORS = {
    "python": {
        "no-answer-1": ("ServerDisconnectedError", None),
        "reset-1": ("ClientOSError", "ECONNRESET"),
        "500-1": ("HTTP 500", None),
        "400-1": ("HTTP 400", None),
        "nonsense-1": ("ConnectionError", None),
        "poll-500-1": ("HTTP 500", None),
        "ws-400-1": ("HTTP 400", None),
        "ws-reset-1": ("ClientOSError", "ECONNRESET"),
        "ws-shut-1": ("TypeError", None),
    },
    "python-threads": {
        "no-answer-1": ("RemoteDisconnected", None),
        "reset-1": ("ProtocolError", "ECONNRESET"),
        "500-1": ("HTTP 500", None),
        "400-1": ("HTTP 400", None),
        "nonsense-1": ("ConnectionError", None),
        "poll-500-1": ("HTTP 500", None),
        "ws-400-1": ("HTTP 400", None),
        "ws-reset-1": ("ConnectionResetError", "ECONNRESET"),
        "ws-shut-1": ("ValueError", None),
    },
}
LOST = {
    "python": {"lost-fin-1": "close 1006", "lost-closed-1": "close 1001", "lost-silent-1": "TimeoutError"},
    "python-threads": {
        "lost-fin-1": "WebSocketConnectionClosedException",
        "lost-closed-1": "close 1001",
        "lost-silent-1": "TimeoutError",
    },
}


def own_troubles(events: Iterable[AnyEvent], client: str | None = None) -> list[ClientConnectError]:
    """The connects that failed of what the server did: python-socketio gives up by itself on a slow machine.

    It waits for its namespace for one second, and its own end of the session is then all that went wrong.
    """
    gave_up = {"ClientConnectionError", "ConnectionError"}
    failed: list[ClientConnectError] = of(events, ClientConnectError, client)
    return [one for one in failed if "namespaces" not in one.text or one.error not in gave_up]


@pytest.fixture(scope="module", params=KINDS)
def met(request: pytest.FixtureRequest) -> Iterator[tuple[str, Shard]]:
    """A shard whose clients each met a bad server of their own."""
    kind = request.param
    with ExitStack() as stack, Shard() as shard:
        for name, (transport, script) in BAD_SERVERS.items():
            url = stack.enter_context(RudeServer(*script)).url
            group = ClientGroup(group=name, kind=kind, count=1, transports=(transport,), rate=0.0)
            shard.send(run(url, group))
        shard.wait(
            lambda events: (
                {error.client for error in own_troubles(events)} >= CONNECT_ERRORS[kind].keys()
                and all(lost(events, client) for client in LOST[kind])
            )
        )
        assert shard.quit()[0] == 0
        yield kind, shard


def test_failed_connects_name_their_cause(met: tuple[str, Shard]) -> None:
    kind, shard = met
    errors = {
        client: (first.error, first.errno)
        for client in CONNECT_ERRORS[kind]
        for first in own_troubles(shard.events, client)[:1]
    }
    assert errors == CONNECT_ERRORS[kind]


def test_lost_websockets_name_their_cause(met: tuple[str, Shard]) -> None:
    kind, shard = met
    assert {client: lost(shard.events, client)[0].error for client in LOST[kind]} == LOST[kind]
    assert {lost(shard.events, client)[0].reason for client in LOST[kind]} == {"python:transport error"}


def test_a_library_that_breaks_is_told_and_the_others_live(met: tuple[str, Shard]) -> None:
    kind, shard = met
    told = failures(shard.events)
    if kind == "python":  # python-engineio 4.15.1 reads the close code as a packet, and dies of it
        assert len(told) == 1
        assert told[0].startswith("client ws-shut-1: its library broke, so it may stay silent: TypeError")
    else:
        assert told == []
    assert len(shard.of(ClientStarted)) == len(BAD_SERVERS)


def test_an_unknown_kind_is_refused_in_words() -> None:
    with Shard() as shard:
        shard.send(run("http://127.0.0.1:1", ClientGroup(group="g", kind="browser")))
        shard.wait(lambda events: of(events, ChildFailed))
        assert shard.quit()[0] == 0
    assert failures(shard.events) == ["group g: no browser with the behaviour plain lives here"]
    assert shard.of(ClientStarted) == []
