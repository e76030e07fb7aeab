"""Secrets in text of no known structure: found by their names, places and shapes; the rest is left as it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.request import plain
from harness.redact import MARK, redacted, redacted_words

C = "CANARY"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /s/?EIO=4&token=CANARY&sid=abc HTTP/1.1", "GET /s/?EIO=4&token=~&sid=abc HTTP/1.1"),
        ("config: password=CANARY", "config: password=~"),
        ('{"apiKey": "CANARY", "n": 1}', '{"apiKey": "~", "n": 1}'),
        ("{'Authorization': 'Bearer CANARY', 'x': 1}", "{'Authorization': '~', 'x': 1}"),
        ("Cookie: a=CANARY; b=CANARY", "Cookie: ~"),
        ('("Cookie", "a=CANARY")', '("Cookie", "~")'),
        ('"set-cookie": ["a=CANARY; Path=/"]', '"set-cookie": ["~"]'),
        ("postgres://kim:CANARY@db/chat", "postgres://~@db/chat"),
        ("//kim:CANARY@127.0.0.1/page", "//~@127.0.0.1/page"),
        ("CONNECT kim:CANARY@127.0.0.1:1", "CONNECT ~@127.0.0.1:1"),
        ("run.py --api-key=CANARY --n 3", "run.py --api-key=~ --n 3"),
        ("run.py --token CANARY --n 3", "run.py --token ~ --n 3"),
        ("\x1b[36mtoken\x1b[0m=\x1b[35mCANARY\x1b[0m", "\x1b[36mtoken\x1b[0m=\x1b[35m~\x1b[0m"),
        ("b'password': b'CANARY'", "b'password': b'~'"),
        (" * Debugger PIN: 123-CANARY", " * Debugger PIN: ~"),
        ("with Bearer CANARYCANARY", "with Bearer ~"),
        ("it is eyJhbGciOi.eyJzdWIiOiIx.CANARY", "it is ~"),
        ("http://h/#join=CANARY", "http://h/#join=~"),
        ("clientSecret => CANARY", "clientSecret => ~"),
        ("curl -H 'X-Api-Key: CANARY'", "curl -H 'X-Api-Key: ~'"),
        ('"password": "CAN', '"password": "~'),
    ],
)
def test_what_bears_the_mark_of_a_secret_goes(text: str, left: str) -> None:
    assert redacted(text).replace(MARK, "~") == left
    assert redacted(f"before\n{text}\nafter\n").splitlines()[::2] == ["before", "after"]


def test_of_text_in_text_more_goes_than_must() -> None:
    assert C not in redacted(r"{\"password\": \"CANARY\"}")


@pytest.mark.parametrize(
    "text",
    [
        '127.0.0.1 - - [23/Nov/2026 06:57:15] "POST /socket.io/?EIO=4&sid=abc&t=xyz HTTP/1.1" 400 -',
        "[CRITICAL] WORKER TIMEOUT (pid:77)",
        '"Invalid session 3f9a-abc"',
        "the login password is wrong",
        "author: Kim, keep-alive: 5, kim@example.org",
        "at 12:30:01 somebody@there",
        "KeyError: 'token'",
    ],
)
def test_what_bears_none_stays(text: str) -> None:
    assert redacted(text) == text


def test_the_words_of_a_command_line() -> None:
    words = [
        "sidlab",
        "run",
        "x",
        "--token",
        C,
        f"--auth={C}",
        "--no-password",
        "--json",
        f"SECRET={C}",
        "--seed",
        "7",
    ]
    left = redacted_words(words)
    assert left[:4] == ("sidlab", "run", "x", "--token")
    assert left[-4:] == ("--json", f"SECRET={MARK}", "--seed", "7")
    assert C not in " ".join(left)


@given(st.text(max_size=200))
def test_nothing_raises_and_twice_is_once(text: str) -> None:
    once = redacted(text)
    assert redacted(once).count(MARK) >= once.count(MARK)


@pytest.mark.parametrize(
    "piece", ["a", "token", "-", '"', "a.b-", "\x1b[", 'token="', "://", "--a", "a:b@c ", ":"]
)
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    began = time.process_time()
    redacted(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 20, "half a second at most where it grows with the length"


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("/a@b", "/a@b"),
        ("//kim:CANARY@h/page", "//h/page"),
        ("kim:CANARY@h:1", "h:1"),
        ("/page#token=CANARY", "/page"),
        ("/socket.io/", "/socket.io/"),
    ],
)
def test_a_path_is_told_without_who_asks(path: str, left: str) -> None:
    assert plain(path) == left


def test_no_header_that_is_kept_tells_who_asks() -> None:
    sent = [(b"Origin", b"http://kim:CANARY@h"), (b"Sec-WebSocket-Protocol", b"access_token, CANARY")]
    left = dict(Redactor(b"key").headers([*sent, (b"Host", b"h:1"), (b"Origin", b"http://h")][:3]))
    assert C not in str(left)
    assert left["Origin"].startswith("http://~")
    assert left["Origin"].endswith("@h")
    assert left["Host"] == "h:1"
