"""What a request is for, read from its method and target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tap_play import get, play

from harness.events import WireRequest
from harness.proxy.tap.request import Target, kind_of, recognisable


def seen(line: str, *headers: str) -> WireRequest:
    method, target = line.split(" ")
    first, *_ = play([("c", get(target, *headers).replace(b"GET", method.encode(), 1))])
    assert isinstance(first, WireRequest)
    return first


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("GET /socket.io/?EIO=4&transport=polling", "handshake"),
        ("GET /socket.io?EIO=4&transport=polling", "handshake"),
        ("GET /socket.io/?EIO=4", "handshake"),
        ("GET /socket.io/?EIO=4&transport=polling&sid=", "handshake"),
        ("GET /socket.io/?EIO=4&transport=polling&sid=x", "poll"),
        ("POST /socket.io/?EIO=4&transport=polling&sid=x", "post"),
        ("POST /socket.io/?EIO=4&transport=polling", "post"),
        ("GET /socket.io/?EIO=4&transport=websocket", "websocket"),
        ("GET /socket.io/?EIO=4&transport=websocket&sid=x", "upgrade"),
        ("OPTIONS /socket.io/?EIO=4&transport=polling&sid=x", "options"),
        ("PUT /socket.io/?EIO=4&transport=polling&sid=x", "other"),
        ("GET /socket.io/?EIO=4&transport=pigeon", "other"),
        ("GET /", "page"),
        ("GET /socket.io/socket.io.js", "page"),
        ("POST /socket.iox/?transport=polling", "page"),
        ("OPTIONS *", "page"),
    ],
)
def test_kind(line: str, kind: str) -> None:
    assert seen(line).kind == kind


def test_words_of_the_query() -> None:
    request = seen(
        "GET /socket.io/?EIO=4&transport=polling&sid=a-b_&t=1&sidlab=p%20%c3%a9+1&sid=c", "Origin: http://o"
    )
    assert (request.eio, request.transport, request.sid) == ("4", "polling", "a-b_")
    assert (request.client, request.origin, request.path) == ("p é 1", "http://o", "/socket.io/")


def test_a_name_not_in_utf_8_is_kept_readable() -> None:
    assert seen("GET /?sidlab=%ff").client == "\ufffd"


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/a/b?c", "/a/b"),
        (b"http://host:1/a?c", "/a"),
        (b"https://host", "/"),
        (b"*", "*"),
        (b"host:1", "host:1"),
        (b"/a#kept-by-a-page?c", "/a"),
        (b"//name:password@host/a?c", "//host/a"),
    ],
)
def test_path(raw: bytes, path: str) -> None:
    assert Target(raw).path == path


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"/socket.io/?transport=polling&sid=x", True),
        (b"/socket.io/?transport=polling&t=1", True),
        (b"/socket.io/?transport=polling", False),
        (b"/", False),
    ],
)
def test_recognisable(target: bytes, expected: bool) -> None:
    parts = Target(target)
    kind = kind_of("GET", parts.path == "/socket.io/", parts.get("transport"), parts.get("sid"))
    assert recognisable(kind, parts) is expected


def test_posts_of_python_engineio_are_all_alike() -> None:
    assert not recognisable("post", Target(b"/socket.io/?transport=polling&sid=x"))


@given(st.binary(max_size=60))
def test_any_target_can_be_taken_apart(raw: bytes) -> None:
    target = Target(raw)
    assert isinstance(target.path, str)
    assert target.get("sid") is None or target.get("sid")
