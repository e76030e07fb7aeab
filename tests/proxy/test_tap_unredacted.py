"""A raw record tells what a redacted one keeps back, and no more of it than that."""

from __future__ import annotations

from tap_play import play

from harness.events import Crossed, Event, Framed, WireHead, WireTraffic
from harness.proxy.tap.policy import Policy
from harness.proxy.tap.redaction import CHARS, Redactor
from harness.proxy.tap.traffic import Traffic
from harness.proxy.tap.unredacted import Unredacted

REQUEST = (
    b"POST /socket.io/?EIO=4&transport=polling&sid=abc&token=hush HTTP/1.1\r\nHost: a\r\nCookie: session=hush\r\n"
    b'Content-Length: 17\r\n\r\n42["chat","hush"]'
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
SAID = b'\x81\x1142["chat","hush"]'
GONE = b"\x88\x06\x03\xe8hush"


def told(policy: Policy, *steps: tuple[str, bytes]) -> tuple[list[WireHead], list[Crossed], list[Framed]]:
    events: list[Event] = []
    traffic = Traffic(policy, events.append)
    play(steps, traffic=traffic)
    traffic.flush(1)
    batches = [event for event in events if isinstance(event, WireTraffic)]
    heads = [event for event in events if isinstance(event, WireHead)]
    return (
        heads,
        [row for one in batches for row in one.exchanges],
        [row for one in batches for row in one.messages],
    )


def test_an_exchange_is_told_as_it_crossed() -> None:
    heads, (row,), _ = told(Unredacted(), ("c", REQUEST), ("s", ANSWER), ("end", b""))
    assert heads[0].headers == (("Host", "a"), ("Cookie", "session=hush"), ("Content-Length", "17"))
    assert row.target == "/socket.io/?EIO=4&transport=polling&sid=abc&token=hush"
    assert (row.sent_body, row.got_body) == ('42["chat","hush"]', "ok")


def test_the_same_exchange_holds_no_secret_otherwise() -> None:
    heads, rows, _ = told(Redactor(b"key"), ("c", REQUEST), ("s", ANSWER), ("end", b""))
    assert "hush" not in f"{heads}{rows}"


def test_the_page_of_a_refusal() -> None:
    assert Unredacted().refusal("password=hush was wrong") == "password=hush was wrong"
    assert Redactor(b"").refusal("password=hush was wrong") == "password=~redacted was wrong"


def test_messages_and_the_words_of_a_close_are_told_as_they_crossed() -> None:
    talk = (("c", UPGRADE), ("s", SWITCHED), ("s", SAID), ("s", GONE), ("end", b""))
    _, _, (said, gone) = told(Unredacted(), *talk)
    assert (said.data, gone.data) == ('42["chat","hush"]', "1000 hush")


def test_an_event_is_told_as_it_is() -> None:
    assert Unredacted().event('42["chat","hush"]') == '42["chat","hush"]'


def test_what_has_no_words_is_told_without() -> None:
    assert [Unredacted().reason(payload) for payload in (b"", b"\x03", b"\x03\xe8")] == ["", "", "1000"]


def test_a_long_target_is_cut_here_too() -> None:
    assert Unredacted().target(b"/" + b"x" * CHARS) == "/" + "x" * (CHARS - 2) + "…"
