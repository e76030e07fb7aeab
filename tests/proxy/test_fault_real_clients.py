"""Each fault of TCP as a python-socketio client meets it, through a wire in its own process; and that it is over.

What a client is told has little detail ("transport error"); which errno it was stands in its library's log.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from real_clients import Client, Server, client
from test_wire_child import Child

TURN = 0.1
"""Seconds that a fault takes here, where it takes time."""
SHORT = 0.1
"""Seconds after which a client here gives up waiting for an answer."""
NUMBERS = count(1)


class Wire:
    """A wire child before a server."""

    def __init__(self, child: Child, server: Server) -> None:
        self.child = child
        self.server = server
        self.port = child.open(server.port)
        self.on: set[int] = set()

    def apply(self, fault: str, target: dict[str, Any] | None = None, **params: Any) -> int:
        number = next(NUMBERS)
        self.child.send("wire.apply", id=number, fault=fault, params=params, target=target or {})
        self.child.wait("wire.fault-applied", id=number)
        self.on.add(number)
        return number

    def lift(self, number: int) -> None:
        self.child.send("wire.lift", id=number)
        self.child.wait("wire.fault-lifted", id=number)
        self.on.discard(number)

    @contextlib.contextmanager
    def under(self, fault: str, **params: Any) -> Iterator[int]:
        number = self.apply(fault, **params)
        yield number
        self.lift(number)

    def accounts(self) -> dict[str, Any]:
        number = next(NUMBERS)
        self.child.send("child.flush", id=number)
        self.child.wait("child.flushed", id=number)
        return [frame for frame in self.child.frames if frame["type"] == "wire.accounts"][-1]

    def is_well(self) -> None:
        """A handshake and a message go through, and afterwards nothing is open or held."""
        with client(self.port) as one:
            assert one.connect() == ""
            assert one.echo("well") == "well"
        deadline = time.monotonic() + 5
        while (accounts := self.accounts())["open"]:
            assert time.monotonic() < deadline, accounts
            time.sleep(0.01)
        for way in (accounts["up"], accounts["down"]):
            gone = way["relayed"] + way.get("dropped", 0) + way.get("undelivered", 0)
            assert way["seen"] == gone
            assert "held" not in way
        assert not [frame for frame in self.child.frames if frame["type"] == "child.failed"]


@pytest.fixture(scope="module")
def stands() -> Iterator[Wire]:
    server, child = Server(), Child()
    yield Wire(child, server)
    child.end()
    server.close()


@pytest.fixture
def wire(stands: Wire) -> Iterator[Wire]:
    yield stands
    for number in tuple(stands.on):  # of a test that failed
        stands.lift(number)
    stands.is_well()


@pytest.fixture
def connected(wire: Wire) -> Iterator[Client]:
    with client(wire.port) as one:
        assert one.connect() == ""
        yield one


# --- ends -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "params", "met"),
    [
        ("reset", {}, "Errno 104"),
        ("close", {}, "WebSocket connection was closed"),
        ("half-close", {"end": "client"}, "WebSocket connection was closed"),
        ("half-close", {"end": "server"}, "WebSocket connection was closed"),
        ("kill-after", {"after": TURN}, "Errno 104"),
        ("kill-after", {"after": TURN, "how": "close"}, "WebSocket connection was closed"),
        ("idle-cut", {"after": TURN}, "Errno 104"),
        ("limit", {"after": 1}, "Errno 104"),
        ("limit", {"after": 1, "how": "close"}, "WebSocket connection was closed"),
        ("flap", {"how": "reset"}, "Errno 104"),
    ],
)
def test_a_connection_that_stands_is_ended(
    wire: Wire, connected: Client, fault: str, params: dict[str, Any], met: str
) -> None:
    number = wire.apply(fault, **params)
    assert connected.wait("disconnect") == "transport error"
    assert met in connected.log
    wire.lift(number)


def test_a_reset_of_the_servers_end_leaves_the_client_waiting(wire: Wire, connected: Client) -> None:
    wire.server.reasons.clear()
    with wire.under("reset", end="server"):
        assert connected.echo(timeout=SHORT) is None
    assert connected.told == []
    wire.child.wait("wire.fault-touched", did="reset server", client="a-1", request=1)


def test_a_limit_cuts_a_big_message_and_lets_small_ones_pass(wire: Wire) -> None:
    with wire.under("limit", after=20_000), client(wire.port) as one:
        assert one.connect() == ""
        assert one.echo("small") == "small"
        one.sio.emit("echo", "x" * 40_000)
        assert one.wait("disconnect") == "transport error"


def test_a_session_that_moved_to_websocket_is_killed_there(wire: Wire) -> None:
    with wire.under("kill-after", after=TURN), client(wire.port, transport="polling websocket") as one:
        assert one.connect() == ""
        assert one.wait("disconnect") == "transport error"
        assert "WebSocket upgrade was successful" in one.log
        assert "Errno 104" in one.log


# --- what cannot be reached -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "params", "met"),
    [
        ("hang", {}, "Read timed out"),
        ("blackhole", {}, "Read timed out"),
        ("refuse", {}, "Errno 111"),
        ("flap", {"how": "refuse", "down_for": 60}, "Errno 111"),
        # a reset before the request is sent: urllib3 lets the broken pipe pass, and reads an end without an
        # answer; on a busy machine connect() itself says so
        ("fail-first", {"first": 1}, "Connection aborted|Errno 104"),
        ("fail-first", {"first": 1, "how": "hang"}, "Read timed out"),
    ],
)
def test_a_new_client_cannot_connect(wire: Wire, fault: str, params: dict[str, Any], met: str) -> None:
    with (
        wire.under(fault, **params),
        client(wire.port, transport="polling", patience=SHORT) as one,
    ):
        assert re.search(met, one.connect())


def test_the_client_after_the_first_gets_through(wire: Wire) -> None:
    with wire.under("fail-first", first=2), contextlib.ExitStack() as stack:
        clients = [stack.enter_context(client(wire.port, transport="polling")) for _ in range(3)]
        assert [bool(one.connect()) for one in clients] == [True, True, False]
        assert clients[2].echo("third") == "third"


def test_a_hang_is_for_the_kind_of_request_aimed_at(wire: Wire, connected: Client) -> None:
    number = wire.apply("hang", {"request": "handshake"})
    with client(wire.port, transport="polling", patience=SHORT) as polling, client(wire.port) as direct:
        assert "Read timed out" in polling.connect()
        assert direct.connect() == ""
    assert connected.echo() == "hello"
    wire.lift(number)


# --- what is slow, or waits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("blackhole", {}),
        ("blackhole", {"direction": "down"}),
        ("idle-cut", {"after": 0.01, "how": "drop"}),
        ("flap", {"down_for": 60}),
    ],
)
def test_what_waits_arrives_when_it_is_over(
    wire: Wire, connected: Client, fault: str, params: dict[str, Any]
) -> None:
    number = wire.apply(fault, **params)
    wire.child.wait("wire.fault-touched", id=number, did="held")
    assert connected.echo(timeout=SHORT) is None
    wire.lift(number)
    assert connected.echo() == "hello"
    assert connected.told == []


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("latency", {"delay": 1000 * TURN / 2}),
        ("latency", {"delay": 1000 * TURN / 2, "jitter": 5, "distribution": "pareto"}),
        ("bandwidth", {"rate": 10 / TURN}),
        ("slice", {"size": 100, "gap": 10 * TURN}),
        ("flap", {"down_for": TURN, "up_for": TURN}),
    ],
)
def test_what_is_slow_comes_late_and_whole(
    wire: Wire, connected: Client, fault: str, params: dict[str, Any]
) -> None:
    data = "x" * 10_000
    start = time.monotonic()
    number = wire.apply(fault, **params)
    assert connected.echo(data) == data
    assert time.monotonic() - start >= 0.9 * TURN
    wire.lift(number)
    assert connected.told == []


def test_a_flap_can_be_lived_through(wire: Wire, connected: Client) -> None:
    with wire.under("flap", down_for=0.05, up_for=0.05):
        assert [connected.echo(str(turn)) for turn in range(20)] == [str(turn) for turn in range(20)]
