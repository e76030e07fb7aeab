"""The cause of a 400, in each server's dialect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.events import CAUSES
from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.request import RequestView


def asked(kind: str, *, upgrading: bool = False, on_websocket: bool = False, too_long: bool = False) -> Asked:
    method, transport, sid = {
        "handshake": ("GET", "polling", None),
        "poll": ("GET", "polling", "x"),
        "post": ("POST", "polling", "x"),
        "first post": ("POST", "polling", None),
        "put": ("PUT", "polling", None),
        "websocket": ("GET", "websocket", None),
        "upgrade": ("GET", "websocket", "x"),
        "pigeon": ("GET", "pigeon", None),
    }[kind]
    head = RequestView(n=1, method=method, kind="other", path="/", transport=transport, sid=sid)
    return Asked(head=head, upgrading=upgrading, on_websocket=on_websocket, too_long=too_long)


PYTHON = [
    ('"Invalid session x"', asked("post"), "unknown-sid"),
    ('"Invalid session ' + "x" * 2000, asked("post"), "unknown-sid"),
    ('"Invalid session None"', asked("first post"), "missing-sid"),
    ("\"'Session is disconnected' x\"", asked("poll"), "unknown-sid"),
    (
        '"The client is using an unsupported version of the Socket.IO or Engine.IO protocols"',
        asked("handshake"),
        "protocol-version",
    ),
    ('"Invalid transport"', asked("pigeon"), "unknown-transport"),
    ('"Invalid transport"', asked("upgrade"), "bad-upgrade"),
    ('"Invalid transport"', asked("websocket", upgrading=True), "unknown-transport"),
    ('"Invalid transport"', asked("poll", on_websocket=True), "polling-after-upgrade"),
    ('"Invalid transport"', asked("poll"), "unknown-transport"),
    ('"Not an accepted origin."', asked("handshake"), "origin"),
    ('"http://a.test:1 is not an accepted origin."', asked("handshake"), "origin"),
    ('"Invalid websocket upgrade"', asked("websocket"), "bad-upgrade"),
    ('"Unexpected HTTP request"', asked("poll"), "polling-after-upgrade"),
    ('"Not connected"', asked("post"), "bad-request"),
    ('"Invalid JSONP index number"', asked("handshake"), "bad-request"),
    ('"Bad Request"', asked("poll"), "bad-request"),
    ('"Bad Request"', asked("post", too_long=True), "payload"),
]
NODE = [
    ('{"code":0,"message":"Transport unknown"}', asked("pigeon"), "unknown-transport"),
    ('{"code":1,"message":"Session ID unknown"}', asked("poll"), "unknown-sid"),
    ("Session ID unknown", asked("upgrade", upgrading=True), "unknown-sid"),
    ('{"code":2,"message":"Bad handshake method"}', asked("first post"), "missing-sid"),
    ('{"code":2,"message":"Bad handshake method"}', asked("put"), "bad-request"),
    ('{"code":3,"message":"Bad request"}', asked("poll"), "polling-after-upgrade"),
    ('{"code":3,"message":"Bad request"}', asked("websocket"), "bad-upgrade"),
    ('{"code":3,"message":"Bad request"}', asked("handshake"), "bad-request"),
    ('{"code":5,"message":"Unsupported protocol version"}', asked("handshake"), "protocol-version"),
    ("Unsupported protocol version", asked("websocket", upgrading=True), "protocol-version"),
    ('{"code":77,"message":"new"}', asked("poll"), "other"),
    ('{"error":"mine"}', asked("poll"), "other"),
    ("Missing or invalid Sec-WebSocket-Key header", asked("websocket", upgrading=True), "bad-upgrade"),
    ("Invalid Upgrade header", asked("websocket", upgrading=True), "bad-upgrade"),
    ("", asked("poll"), "other"),
]
OTHERS = [
    ("<title>400 Bad Request</title>", asked("post"), "bad-request"),
    ("  \n", asked("post"), "other"),
    ("no", asked("post"), "other"),
    ('"no', asked("post"), "other"),
]


@pytest.mark.parametrize(("text", "request_", "cause"), PYTHON + NODE + OTHERS)
def test_cause(text: str, request_: Asked, cause: str) -> None:
    assert cause_of(text, request_) == cause


@given(st.text(max_size=60), st.sampled_from([row[1] for row in PYTHON + NODE]))
def test_any_text_has_one_of_the_causes(text: str, request_: Asked) -> None:
    assert cause_of(text, request_) in CAUSES
