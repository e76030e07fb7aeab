"""Who of the LAN is let in: each rule for itself, and all of them against what pages of elsewhere try."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json

import gate_made as made
import pytest

from harness.events import WireGateRefused
from harness.proxy.gate.census import Census
from harness.proxy.gate.refusal import HOST, MALFORMED, NO_TOKEN, TOO_LARGE, TOO_MANY
from harness.proxy.gate.targets import is_page
from harness.proxy.gate.telling import Telling

SURFACES = {
    "polling": (made.POLL,),
    "websocket": (made.SOCKET, *made.UPGRADE),
    "page": ("/",),
    "static": ("/static/chat.js",),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_page_of_ours_that_has_joined_is_let_in(surface: str) -> None:
    for origin in (None, made.ORIGIN):
        assert made.gate().judge(made.head(*SURFACES[surface], origin=origin)) is None


@pytest.mark.parametrize("surface", SURFACES)
def test_no_strange_host_and_no_strange_origin_is_let_in_whatever_else_is_right(surface: str) -> None:
    gate = made.gate()
    hosts, origins = (made.AT, *made.STRANGE_HOSTS), (None, made.ORIGIN, *made.STRANGE_ORIGINS)
    let_in = [
        (host, origin)
        for host, origin in itertools.product(hosts, origins)
        if gate.judge(made.head(*SURFACES[surface], host=host, origin=origin)) is None
    ]
    assert let_in == [(made.AT, None), (made.AT, made.ORIGIN)]


def test_two_hosts_or_two_origins_are_none() -> None:
    gate = made.gate()
    for more in (f"Host: {made.AT}", "Host: evil.example"):
        refused = gate.judge(made.head(made.POLL, more))
        assert refused is not None
        assert refused.why == "host"
    twice = gate.judge(made.head(made.POLL, f"Origin: {made.ORIGIN}", origin=made.ORIGIN))
    assert twice is not None
    assert twice.why == "origin"


@pytest.mark.parametrize("target", ["http://192.168.1.5:8460/", "http://evil.example/", "*", "evil.example:80"])
def test_a_target_that_names_a_server_is_refused(target: str) -> None:
    refused = made.gate().judge(made.head(target))
    assert refused is not None
    assert (refused.why, refused.status) == ("host", 421)


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "sidlab-join=",
        "sidlab-join",
        f"sidlab-join={made.TOKEN[:-1]}",
        f"sidlab-join={made.TOKEN}x",
        f"Sidlab-Join={made.TOKEN}",
        f"other={made.TOKEN}",
        f"other=sidlab-join={made.TOKEN}",
        f'sidlab-join="{made.TOKEN}"',
    ],
)
def test_without_the_token_only_pages_are_served(cookie: str | None) -> None:
    gate = made.gate()
    assert gate.judge(made.head("/", cookie=cookie)) is None
    refused = gate.judge(made.head(made.POLL, cookie=cookie))
    assert refused is not None
    assert (refused.why, refused.status) == ("no-token", 403)


@pytest.mark.parametrize(
    ("query", "free"),
    [
        ("sidlab=lan:kim", True),
        ("sidlab=lan%3Akim&sidlab=", True),
        ("sidlab=", True),
        ("sidlab=polling-1", False),
        ("sidlab=~probe", False),
        ("%73idlab=polling-1", False),
        ("sidlab=lan:kim&sidlab=polling-1", False),
    ],
)
def test_nobody_of_the_lan_is_called_as_a_simulated_client(query: str, free: bool) -> None:
    refused = made.gate().judge(made.head(f"{made.POLL}&{query}"))
    assert (refused and (refused.why, refused.status)) == (None if free else ("name", 403))


def test_the_token_is_found_among_other_cookies_and_an_old_one_beside_it() -> None:
    for cookie in (f"a=b; {made.COOKIE}", f"{made.COOKIE};c=d", f"sidlab-join=old; {made.COOKIE}"):
        assert made.gate().judge(made.head(made.POLL, cookie=cookie)) is None
    assert made.gate().judge(made.head(made.POLL, f"Cookie: {made.COOKIE}", cookie="a=b")) is None


def test_a_gate_without_a_token_lets_nobody_in() -> None:
    refused = made.gate(token="").judge(made.head(made.POLL, cookie="sidlab-join="))
    assert refused is not None
    assert refused.why == "no-token"


@pytest.mark.parametrize(
    "target",
    [
        "/socket.io",
        "/SOCKET.IO/?EIO=4",
        "/%73ocket.io/?EIO=4",
        "/socket.io%2f?EIO=4",
        "//socket.io/?EIO=4",
        "/./socket.io/?EIO=4",
        "/static/../socket.io/?EIO=4",
        "/static/..%2fsocket.io/?EIO=4",
        "/static;/../socket.io/",
        "/\\socket.io/",
        "/.env",
        "/a//b",
    ],
)
def test_what_could_be_read_as_the_socket_io_path_needs_the_token(target: str) -> None:
    refused = made.gate().judge(made.head(target, cookie=None))
    assert refused is not None
    assert refused.why == "no-token"
    assert made.gate().judge(made.head(target)) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_a_page_needs_no_token(method: str) -> None:
    assert made.gate().judge(made.head("/", method=method, cookie=None)) is not None


def test_plain_pages_and_files_are_pages() -> None:
    for target in ("/", "/?lang=ko", "/notifications", "/static/chat.js", "/client/socket.io.min.js", "/a/b/"):
        assert is_page(made.head(target), b"/socket.io/"), target
    assert is_page(made.head("/", method="HEAD"), b"/socket.io/")
    assert not is_page(made.head("/", *made.UPGRADE), b"/socket.io/")
    assert not is_page(made.head("/anything"), b"/")


def test_where_pages_are_not_ours_to_give_away_all_needs_the_token() -> None:
    gate = made.gate(pages=False)
    assert gate.judge(made.head("/", cookie=None)) == NO_TOKEN
    assert gate.judge(made.head("/")) is None


def test_where_pages_are_not_ours_the_wire_has_one_to_join_at_which_runs_nothing_but_its_own_script() -> None:
    gate = made.gate(pages=False)
    page = gate.judge(made.head("/sidlab-join", cookie=None))
    assert page is not None
    assert page.why is None
    head, _, body = page.answer.partition(b"\r\n\r\n")
    script = body.partition(b"<script>")[2].partition(b"</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script).digest())
    assert b"script-src 'sha256-" + digest + b"'" in head
    assert b"sidlab-join=${token}; path=/; SameSite=Strict" in script
    assert f"Content-Length: {len(body)}".encode() in head
    assert made.TOKEN.encode() not in page.answer
    assert gate.judge(made.head("/sidlab-join", host="evil.example")) == HOST
    assert made.gate().judge(made.head("/sidlab-join", cookie=None)) is None


def test_a_body_may_be_announced_up_to_the_cap() -> None:
    gate = made.gate(body_bytes=100)
    assert gate.judge(made.head(made.POLL, "Content-Length: 100", method="POST")) is None
    assert gate.judge(made.head(made.POLL, "Content-Length: 101", method="POST")) == TOO_LARGE
    assert gate.judge(made.head(made.POLL, "Transfer-Encoding: chunked", method="POST")) is None


def test_the_server_is_told_nothing_by_a_proxy_s_fields_and_offered_no_compression() -> None:
    sly = (
        "Forwarded: for=1.2.3.4;host=evil.example",
        "X-Forwarded-Host: evil.example",
        "x-forwarded-for: 127.0.0.1",
        "X-FORWARDED-PROTO: https",
        "X-Real-IP: 127.0.0.1",
        "X-Client-Port: 1",
        "X-Original-URL: /admin",
        "X-Rewrite-URL: /admin",
        "SCRIPT_NAME: /x",
        "Path_Info: /socket.io/",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        "Accept: */*",
    )
    lines = made.gate().rewrite(made.head(made.POLL, *sly, origin=made.ORIGIN)).lines
    assert lines == (
        b"Host: 127.0.0.1:5000",
        b"Origin: http://127.0.0.1:5000",
        f"Cookie: {made.COOKIE}".encode(),
        b"Accept: */*",
    )


def test_an_answer_is_one_line_of_json_and_the_last_on_its_connection() -> None:
    start, _, rest = TOO_MANY.answer.partition(b"\r\n")
    fields, _, body = rest.partition(b"\r\n\r\n")
    assert start == b"HTTP/1.1 503 Service Unavailable"
    assert b"Connection: close" in fields
    assert f"Content-Length: {len(body)}".encode() in fields
    assert json.loads(body) == {"error": "too-many", "message": TOO_MANY.says}
    assert body.endswith(b"}\n")
    assert MALFORMED.answer == b""


def test_connections_are_counted_by_address_and_in_all() -> None:
    census = Census(per_address=2, most=3)
    assert [census.enter(n, "a") for n in (1, 2, 3)] == [True, True, False]
    assert [census.enter(n, "b") for n in (4, 5)] == [True, False]
    assert census.numbers == (1, 2, 4)
    census.leave(3)  # was never counted
    census.leave(1)
    census.leave(1)
    assert census.enter(6, "b")
    assert not census.enter(7, "a")


def refusal(second: float, why: str = "host") -> WireGateRefused:
    return WireGateRefused(t=int(second * 1e9), conn=1, peer="a", why=why)  # type: ignore[arg-type]  # a word of it


def test_a_flood_of_refusals_is_told_by_its_number() -> None:
    telling = Telling()
    at_once = [told for _ in range(100) for told in telling.tell(refusal(10))]
    assert [told.count for told in at_once] == [1] * 10
    assert [told.why for told in telling.tell(refusal(10.5, "origin"))] == ["origin"]
    later = list(telling.tell(refusal(11)))
    assert [(told.why, told.count) for told in later] == [("host", 90), ("host", 1)]
    assert list(telling.rest()) == []
