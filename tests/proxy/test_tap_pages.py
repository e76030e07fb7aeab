"""Pages that name the server's own address, which leads past the wire."""

from __future__ import annotations

import gzip
import zlib

import pytest

from harness.events import Event, WireBypass, WireTapLost
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.pages import READ_BYTES, TOLD, PageWatch

PAGE = b"<script src='http://127.0.0.1:5000/x.js'></script>"


def watch(host: str = "127.0.0.1", port: int = 5000, plain_port: int | None = None) -> PageWatch:
    return PageWatch(host, port, plain_port)


def tap(pages: PageWatch | None = None) -> ConnectionTap:
    return ConnectionTap(1, 2, "/socket.io/", TapMemory(), None, pages or watch())


def asked(path: str = "/", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: w\r\n\r\n".encode()


def answer(
    body: bytes = PAGE, *more: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more))
    return f"{head}\r\n\r\n".encode() + body


def found(reading: ConnectionTap, request: bytes, *pieces: bytes) -> list[tuple[str, str, str]]:
    events: list[Event] = list(reading.from_client(request, 1))
    for piece in pieces:
        events += reading.from_server(piece, 2)
    assert not [event for event in events if isinstance(event, WireTapLost)]
    return [(event.path, event.address, event.where) for event in events if isinstance(event, WireBypass)]


@pytest.mark.parametrize(
    ("host", "port", "plain", "text", "address"),
    [
        ("127.0.0.1", 5000, None, "io('http://127.0.0.1:5000')", "http://127.0.0.1:5000"),
        ("127.0.0.1", 5000, None, "io('ws://localhost:5000/x')", "ws://localhost:5000"),
        ("localhost", 5000, None, "//[::1]:5000/", "//[::1]:5000"),
        ("127.0.0.1", 5000, None, '"https:\\/\\/127.0.0.1:5000\\/"', "https://127.0.0.1:5000"),
        ("127.0.0.1", 5000, None, "http://127.0.0.1:50001/ http://127.0.0.1/ 127.0.0.1:5000", None),
        ("127.0.0.1", 80, 80, "http://127.0.0.1/x", "http://127.0.0.1"),
        ("chat.test", 443, 443, "href=https://CHAT.test:443/x", "https://CHAT.test:443"),
        ("chat.test", 443, 443, "https://chat.test.example/ https://chat.test:8443/ https://a.chat.test/", None),
        ("chat.test", 443, 443, "see https://chatxtest/", None),
    ],
)
def test_what_counts_as_the_server_s_address(
    host: str, port: int, plain: int | None, text: str, address: str | None
) -> None:
    told = found(tap(watch(host, port, plain)), asked(), answer(text.encode()))
    assert told == ([] if address is None else [("/", address, "body")])


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML; charset=x", "application/javascript"])
def test_pages_and_scripts_are_read(kind: str) -> None:
    assert found(tap(), asked("/a"), answer(kind=kind)) == [("/a", "http://127.0.0.1:5000", "body")]


@pytest.mark.parametrize(
    ("request_", "answered"),
    [
        (asked(), answer(kind="application/json")),
        (asked(), answer(kind="image/png")),
        (asked("/socket.io/?EIO=4&transport=polling"), answer()),
        (asked(), answer(PAGE, "Content-Encoding: br")),
        (asked(), b"what?\r\n\r\n" + PAGE),
        (asked(), answer(b" " * READ_BYTES + PAGE)),
    ],
    ids=["data", "a picture", "Engine.IO", "another encoding", "no HTTP", "far behind"],
)
def test_what_is_not_read(request_: bytes, answered: bytes) -> None:
    reading = tap()
    reading.from_client(request_, 1)
    assert not [event for event in reading.from_server(answered, 2) if isinstance(event, WireBypass)]


@pytest.mark.parametrize("packed", [gzip.compress(PAGE, mtime=0), zlib.compress(PAGE)], ids=["gzip", "deflate"])
def test_a_compressed_page_is_read(packed: bytes) -> None:
    encoding = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    assert found(tap(), asked(), answer(packed, f"Content-Encoding: {encoding}")) != []


@pytest.mark.parametrize("chunked", [False, True])
def test_it_is_found_however_the_bytes_are_cut(chunked: bool) -> None:
    body = b"x" * 500 + PAGE + b"y" * 500
    whole = answer(body)
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        whole = head + b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:523], body[523:])) + b"0\r\n\r\n"
    for size in (1, 7, 64):
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert found(tap(), asked(), *pieces) == [("/", "http://127.0.0.1:5000", "body")]


def test_a_redirect_there_is_told_and_one_to_the_wire_is_not() -> None:
    reading = tap()
    there = answer(b"", "Location: http://127.0.0.1:5000/login", status="302 Found")
    assert found(reading, asked("/in"), there) == [("/in", "http://127.0.0.1:5000", "location")]
    assert found(reading, asked("/out"), answer(b"", "Location: /login", status="302 Found")) == []


def test_each_is_told_once_for_each_path_and_not_without_end() -> None:
    pages = watch()
    assert len(found(tap(pages), asked("/a"), answer(PAGE * 3))) == 1
    reading = tap(pages)
    assert found(reading, asked("/a"), answer()) == []
    assert len(found(reading, asked("/b"), answer())) == 1
    told = [one for n in range(TOLD) for one in found(reading, asked(f"/c{n}"), answer())]
    assert len(told) == TOLD - 2


def test_a_page_after_an_interim_answer_and_on_a_connection_kept_alive() -> None:
    reading = tap()
    poll = asked("/socket.io/?EIO=4&transport=polling&sid=x")
    assert found(reading, poll, answer(b"2", kind="text/plain")) == []
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    assert len(found(reading, asked("/p"), interim + answer())) == 1
    assert found(reading, poll, answer()) == []
    assert len(found(reading, asked("/q"), answer())) == 1


def test_a_page_that_becomes_another_protocol_is_left_alone() -> None:
    reading = tap()
    upgrade = b"GET /other HTTP/1.1\r\nHost: w\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    switch = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    assert found(reading, upgrade, switch) == []
    assert found(reading, b"", b"\x81\x05hello") == []


def test_without_a_watch_nothing_is_searched() -> None:
    reading = ConnectionTap(1, 2, "/socket.io/", TapMemory())
    assert found(reading, asked(), answer()) == []


def test_bytes_before_any_request_are_no_page() -> None:
    assert found(tap(), b"", answer()) == []
