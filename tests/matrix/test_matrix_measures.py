"""The measures, taken of small servers that do on purpose what some web servers do."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from harness.matrix.measures import big_message, kept_alive_poll, measures, stale_upgrade
from harness.matrix.measures.base import Reading, RefusedError, Server, masked, sid_of
from harness.matrix.measuring import taken

OPEN = b'0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[Server]:
    """A server whose connections are all closed when the test is done with it."""
    tasks: set[asyncio.Task[None]] = set()

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the measure has left
        finally:
            writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(guarded(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield Server(host, port)
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    size = next((int(one.split(":")[1]) for one in head.split("\r\n") if one.startswith("Content-Length")), 0)
    return head, await reader.readexactly(size)


def polling(*, in_pieces: bool, closes: bool = False, chunked: bool = False) -> Serve:
    """Answers handshakes, POSTs and polls; head and body by two writes that wait for each other, or by one."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if in_pieces:
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
        while True:
            head, _ = await request(reader)
            body = OPEN if "sid=" not in head else b"ok" if head.startswith("POST") else b"430[[]]"
            kept = "Connection: close\r\n" if closes else ""
            framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
            answer = f"HTTP/1.1 200 OK\r\n{kept}{framing}\r\n\r\n".encode()
            wrapped = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body
            for piece in (answer, wrapped) if in_pieces else (answer + wrapped,):
                writer.write(piece)
                await writer.drain()
            if closes:
                return

    return serve


@pytest.mark.skipif(sys.platform != "linux", reason="delayed acknowledgements as Linux delays them")
async def test_an_answer_in_two_pieces_waits_for_the_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_alive_poll, "ROUNDS", kept_alive_poll.WARM_UP + 5)
    async with serving(polling(in_pieces=True)) as server:
        reading = await kept_alive_poll.take(server)
    assert isinstance(reading.value, float)
    assert reading.value >= 30
    assert reading.notable
    assert reading.text.startswith("Nagle's algorithm is on")


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_answer_in_one_piece_comes_at_once(chunked: bool) -> None:
    async with serving(polling(in_pieces=False, chunked=chunked)) as server:
        reading = await kept_alive_poll.take(server)
    assert reading.text == "a poll that has an answer waiting gets it at once"
    assert not reading.notable


async def test_a_server_that_is_slow_by_itself_is_not_blamed_on_nagle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_alive_poll, "SLOW_MS", 0.0)
    async with serving(polling(in_pieces=False)) as server:
        monkeypatch.setattr(kept_alive_poll, "QUICKACK", None)
        reading = await kept_alive_poll.take(server)
    assert reading.text == "a poll that has an answer waiting waits for it all the same"
    assert reading.notable


async def test_what_is_not_kept_alive_cannot_be_measured() -> None:
    async with serving(polling(in_pieces=False, closes=True)) as server:
        reading = await taken(kept_alive_poll.MEASURE, server)
    assert reading == Reading(None, "could not be measured: the server keeps no connection alive")


def websocket(*, status: int = 101, late: float = 0.0, closes: bool = False, leaves: bool = False) -> Serve:
    """Answers an upgrade, then speaks Engine.IO: its open packet, its namespace, and an ack to each event."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _ = await request(reader)
        if status != 101:
            writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 2\r\n\r\nno".encode())
            await writer.drain()
            return
        key = next(one.split(": ")[1] for one in head.split("\r\n") if one.startswith("Sec-WebSocket-Key"))
        accept = base64.b64encode(hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest())
        writer.write(b"HTTP/1.1 101 Ok\r\nSec-WebSocket-Accept: %b\r\n\r\n" % accept)
        if closes or leaves:
            writer.write(b"\x88\x00" if closes else b"")
            return
        writer.write(frame(OPEN))
        assert await received(reader) == b"40"
        writer.write(frame(b"2"))
        writer.write(frame(b"40{}"))
        while event := await received(reader):
            await asyncio.sleep(late)
            writer.write(frame(b"43" + event[2:3] + b"[" + b"x" * 200 + b"]"))

    return serve


def frame(payload: bytes) -> bytes:
    size = len(payload)
    return (bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2)) + payload


async def received(reader: asyncio.StreamReader) -> bytes:
    first, second = await reader.readexactly(2)
    size = second & 0x7F
    assert first == 0x81
    assert second & 0x80
    if size > 125:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
    key = await reader.readexactly(4)
    payload = await reader.readexactly(size)
    pad = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(pad)).to_bytes(size)


async def test_a_big_message_is_timed_until_its_acknowledgement() -> None:
    async with serving(websocket()) as server:
        quick = await big_message.take(server)
    async with serving(websocket(late=0.15)) as server:
        slow = await big_message.take(server)
    assert isinstance(quick.value, float)
    assert isinstance(slow.value, float)
    assert 0 < quick.value < slow.value
    assert slow.value >= 150
    assert slow.notable


@pytest.mark.parametrize(
    ("serve", "says"),
    [
        (websocket(status=500), "could not be measured: the WebSocket is answered 500: no"),
        (websocket(closes=True), "could not be measured: the server closed the WebSocket"),
    ],
)
async def test_without_a_websocket_there_is_no_big_message(serve: Serve, says: str) -> None:
    async with serving(serve) as server:
        assert await taken(big_message.MEASURE, server) == Reading(None, says)


@pytest.mark.parametrize(
    ("serve", "value", "says", "notable"),
    [
        (websocket(status=400), "400", "the WebSocket of an unknown session is refused", False),
        (websocket(status=500), "500", "the WebSocket of an unknown session is refused", True),
        (websocket(closes=True), "101", "closed by a close frame", True),
        (websocket(leaves=True), "101", "its connection ends", True),
        (websocket(), "101", "written to", True),
    ],
)
async def test_what_a_stale_upgrade_gets(serve: Serve, value: str, says: str, notable: bool) -> None:
    async with serving(serve) as server:
        reading = await stale_upgrade.take(server)
    assert reading.value == value
    assert says in reading.text
    assert reading.notable is notable


async def test_a_server_that_is_not_there_is_said() -> None:
    with socket.socket() as taken_port:
        taken_port.bind(("127.0.0.1", 0))
        reading = await taken(stale_upgrade.MEASURE, Server(*taken_port.getsockname()))
    assert reading.value is None
    assert reading.text.startswith("could not be measured: ")


def test_every_measure_is_found() -> None:
    assert [one.name for one in measures()] == ["big-message", "kept-alive-poll", "stale-upgrade"]
    assert {one.unit for one in measures()} == {"ms", ""}


def test_frames_of_every_length() -> None:
    for size in (0, 125, 126, 65_535, 65_536):
        assert len(masked(b"x" * size)) == size + 4 + (2 if size < 126 else 4 if size < 65_536 else 10)
    with pytest.raises(RefusedError, match="no handshake: nothing at all"):
        sid_of(b"<html>\n <b>nothing</b>at all")
