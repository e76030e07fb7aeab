"""The bars for security where the LAN is open: a real run, and a stranger with bad intentions."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from lan_run import LanRun, lan_run

pytestmark = pytest.mark.torture

HERE = "127.0.0.1"
BOMB = 200_000_000
MOST_MEGABYTES = 16
HALF_OPEN = 500
GONE_SECONDS = 15.0
Bar = Callable[[str, object, object, bool], None]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LanRun]:
    with lan_run(None, tmp_path, interface=HERE) as one:
        yield one


def place(run: LanRun) -> tuple[str, int]:
    host, _, port = run.url.removeprefix("http://").partition(":")
    return host, int(port)


def head(run: LanRun, first: str, *more: str) -> bytes:
    host, port = place(run)
    lines = (f"{first} HTTP/1.1", f"Host: {host}:{port}", f"Cookie: sidlab-join={run.token}", *more)
    return "\r\n".join((*lines, "", "")).encode()


def websocket(run: LanRun) -> socket.socket:
    """A WebSocket to the chat, as a device that has joined has it."""
    client = socket.create_connection(place(run), timeout=20)
    more = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
    more += ("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", f"Origin: {run.url}")
    more += ("Sec-WebSocket-Extensions: permessage-deflate",)
    client.sendall(head(run, "GET /socket.io/?EIO=4&transport=websocket", *more))
    answer = client.recv(4096)
    assert b" 101 " in answer, answer
    assert b"permessage-deflate" not in answer
    return client


def memory(run: LanRun) -> float:
    """What all processes of the run hold, in MB."""
    top = psutil.Process(run.process.pid)
    return sum(one.memory_info().rss for one in (top, *top.children(recursive=True))) / 1e6


def pour(client: socket.socket, pieces: Iterator[bytes]) -> None:
    """Send for as long as it is taken."""
    with contextlib.suppress(OSError):
        for piece in pieces:
            client.sendall(piece)


def zeros(total: int, before: bytes = b"") -> Iterator[bytes]:
    for _ in range(total // 1_000_000):
        yield before + bytes(1_000_000)


def posted(run: LanRun) -> tuple[socket.socket, Iterator[bytes]]:
    client = socket.create_connection(place(run), timeout=20)
    client.sendall(head(run, "POST /socket.io/?EIO=4&transport=polling", f"Content-Length: {BOMB}"))
    return client, zeros(BOMB - 1_000_000)


def chunked(run: LanRun) -> tuple[socket.socket, Iterator[bytes]]:
    client = socket.create_connection(place(run), timeout=20)
    client.sendall(head(run, "POST /socket.io/?EIO=4&transport=polling", "Transfer-Encoding: chunked"))
    client.sendall(b"BEBC200\r\n")
    return client, zeros(BOMB - 1_000_000)


def framed(run: LanRun) -> tuple[socket.socket, Iterator[bytes]]:
    client = websocket(run)
    client.sendall(b"\x81\xff" + BOMB.to_bytes(8, "big") + b"mask")
    return client, zeros(BOMB - 1_000_000)


def fragmented(run: LanRun) -> tuple[socket.socket, Iterator[bytes]]:
    client = websocket(run)
    client.sendall(b"\x01\xff" + (1_000_000).to_bytes(8, "big") + b"mask" + bytes(1_000_000))
    return client, zeros(BOMB - 1_000_000, b"\x00\xff" + (1_000_000).to_bytes(8, "big") + b"mask")


@pytest.mark.parametrize("bomb", [posted, chunked, framed, fragmented])
def test_a_message_of_200_mb_that_never_ends_costs_little(
    run: LanRun, bar: Bar, bomb: Callable[[LanRun], tuple[socket.socket, Iterator[bytes]]]
) -> None:
    before = memory(run)
    client, pieces = bomb(run)
    with client:
        pour(client, pieces)
        run.wait("wire.gate-refused", lambda event: event["why"] == "too-large")
        added = memory(run) - before
    bar(f"memory bomb, {bomb.__name__}", f"≤ {MOST_MEGABYTES} MB", f"{added:.1f} MB", added <= MOST_MEGABYTES)


def ends(clients: list[socket.socket], within: float) -> int:
    """How many of them the other side has ended by then."""
    ended, deadline = 0, time.monotonic() + within
    with selectors.DefaultSelector() as selector:
        for client in clients:
            client.setblocking(False)
            selector.register(client, selectors.EVENT_READ)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                try:
                    over = not key.fileobj.recv(4096)  # type: ignore[union-attr]  # sockets are registered
                except OSError:
                    over = True
                if over:
                    ended += 1
                    selector.unregister(key.fileobj)
    return ended


def test_500_half_open_requests_are_gone_in_time_and_keep_nobody_out(run: LanRun, bar: Bar) -> None:
    clients: list[socket.socket] = []
    with contextlib.ExitStack() as stack:
        for number in range(HALF_OPEN):
            source = (f"127.0.1.{1 + number // 63}", 0)
            client = stack.enter_context(socket.create_connection(place(run), 20, source))
            client.sendall(head(run, "GET /")[: -1 - number % 40])
            clients.append(client)
        began = time.monotonic()
        with socket.create_connection(place(run), timeout=20) as good:
            good.sendall(head(run, "GET /"))
            assert b" 200 " in good.recv(4096)
        gone = ends(clients, GONE_SECONDS - (time.monotonic() - began))
    bar("slowloris: half-open gone in 15 s", HALF_OPEN, gone, gone == HALF_OPEN)
    told = run.wait("wire.gate-refused", lambda event: event["why"] == "too-slow")
    assert told["status"] == 408
