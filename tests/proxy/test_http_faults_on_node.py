"""Faults of requests before Socket.IO's own server on Node: it says each thing in its own words."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import eio_world as world
import pytest
import wire_tools as tools

from harness.commands import Target
from harness.events import WireOpened, WireResponse
from harness.ports import free_port

TESTS = Path(__file__).resolve().parents[1]
MODULES = TESTS.parent / "server" / "npm" / "node_modules"
LACKING = shutil.which("node") is None or not (MODULES / "socket.io").is_dir()

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(LACKING, reason="needs node, and socket.io in server/npm: make setup"),
]


@pytest.fixture(scope="module")
def node() -> Iterator[int]:
    port = free_port()
    command = ["node", str(TESTS / "programs" / "a_node_server.cjs"), str(port)]
    with subprocess.Popen(command, env={**os.environ, "NODE_PATH": str(MODULES)}) as process:
        world.soon(lambda: answers(port))
        yield port
        process.kill()


def answers(port: int) -> bool:
    try:
        tools.connect(port).close()
    except OSError:
        return False
    return True


@pytest.fixture
def wire(node: int) -> Iterator[tools.RunningWire]:
    with tools.running_wire(node, tap=tools.real_tap()) as one:
        yield one


@pytest.mark.parametrize(
    ("fault", "params", "status", "cause"),
    [
        ("stale-sid", {}, 400, "unknown-sid"),
        ("big-payload", {}, 413, None),
        ("status", {"code": 504}, 504, None),
    ],
)
def test_a_post_under(
    wire: tools.RunningWire, fault: str, params: dict[str, int], status: int, cause: str | None
) -> None:
    with world.raw(wire.port) as one:
        one.open()
        number = wire.apply(fault, params=params, target=Target(request="post"))
        assert one.post().status == status
        response = wire.wait(WireResponse, status=status)
        assert (response.cause, response.fault) == (cause, fault)
        wire.lift(number)
        one.close()
        one.open()
        assert one.post().status == 200


def test_a_handshake_in_another_version(wire: tools.RunningWire) -> None:
    number = wire.apply("wrong-version")
    with world.raw(wire.port) as one:
        assert one.ask().status == 400
        assert wire.wait(WireResponse, status=400).cause == "protocol-version"
        wire.lift(number)
        one.open()


def test_a_websocket_without_its_upgrade(wire: tools.RunningWire) -> None:
    number = wire.apply("strip-upgrade")
    with world.client(wire.port, "websocket", connect=False) as one:
        with pytest.raises(Exception, match="Connection error"):
            one.connect()
        assert wire.wait(WireResponse, status=400).cause in {"bad-upgrade", "other"}
        wire.lift(number)
        one.connect()


def test_polls_that_overlap_end_the_session(wire: tools.RunningWire) -> None:
    with world.raw(wire.port) as one:
        one.open()
        one.post()
        one.ask()
        number = wire.apply("overlap-poll", target=Target(request="poll"))
        one.begin()
        opened = wire.wait(WireOpened, fault="overlap-poll")
        assert wire.wait(WireResponse, conn=opened.conn).status == 400
        one.close()
        wire.lift(number)
        assert one.post().status == 400
        one.open()
