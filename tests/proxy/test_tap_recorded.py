"""What real servers sent, and what the tap makes of it."""

from __future__ import annotations

import pytest
from tap_play import get, play, recorded, told

from harness.events import WireResponse, WireSidIssued
from harness.proxy.tap.connection import TapMemory

RECORDED = recorded()
REFUSED_POST = ["1 POST post", "1 posted message", "1 -> 400 message unknown-sid"]
STALE_UPGRADE = ["1 GET upgrade", "1 -> 400 poll unknown-sid"]
OPENED = ["1 GET handshake", "1 -> 200", "sid polling"]
OPENED_WEBSOCKET = ["1 GET websocket", "1 -> 101", "sid websocket", "ended websocket-closed by None"]

EXPECTED = {
    "gevent: handshake": OPENED,
    "gevent: connect": [
        "1 POST post",
        "1 posted message",
        "1 -> 200",
        "2 GET poll",
        "2 -> 200",
        "joined / by client",
    ],
    "gevent: unknown post": REFUSED_POST,
    "gevent: close packet": ["1 POST post", "1 posted close", "1 -> 400 close-packet unknown-sid"],
    "gevent: unknown poll": ["1 GET poll", "1 -> 400 poll unknown-sid"],
    "gevent: missing sid": ["1 POST post", "1 posted message", "1 -> 400 message missing-sid"],
    "gevent: version": ["1 GET handshake", "1 -> 400 poll protocol-version"],
    "gevent: transport": ["1 GET other", "1 -> 400 poll unknown-transport"],
    "gevent: origin": ["1 GET handshake", "1 -> 400 poll origin"],
    "gevent: no upgrade header": ["1 GET websocket", "1 -> 400 poll bad-upgrade"],
    "gevent: no upgrade header, sid": ["1 GET upgrade", "1 -> 400 poll bad-upgrade"],
    "gevent: stale upgrade": STALE_UPGRADE,
    "gevent: websocket": OPENED_WEBSOCKET,
    "gevent: websocket deflate": OPENED_WEBSOCKET,
    "gevent: upgrade": ["1 GET upgrade", "1 -> 101", "upgraded"],
    "gevent: after upgrade": [
        "1 GET poll",
        "1 -> 400 poll polling-after-upgrade",
        "2 POST post",
        "2 posted message",
        "2 -> 400 message polling-after-upgrade",
    ],
    "gevent: head": ["1 HEAD other", "1 -> 405 other", "2 GET handshake", "2 -> 200", "sid polling"],
    "gevent: options": ["1 OPTIONS options", "1 -> 200"],
    "werkzeug: handshake": OPENED,
    "werkzeug: unknown post": REFUSED_POST,
    "werkzeug: stale upgrade": STALE_UPGRADE,
    "werkzeug: websocket deflate": OPENED_WEBSOCKET,
    "werkzeug: after upgrade": ["1 GET poll", "1 -> 400 poll polling-after-upgrade"],
    "werkzeug: head": ["1 HEAD other", "1 -> 405 other"],
    "werkzeug: expect": ["1 POST post", "1 -> 400 other unknown-sid"],
    "werkzeug: page": ["1 GET page", "1 -> 200"],
    "werkzeug, one thread: handshake": OPENED,
    "werkzeug, one thread: unknown post": REFUSED_POST,
}


def test_every_recording_is_expected() -> None:
    assert RECORDED.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_events_of_a_recording(name: str) -> None:
    assert told(play(RECORDED[name])) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_byte_by_byte_it_is_the_same(name: str) -> None:
    steps = RECORDED[name]
    assert play(steps, [[-1]] * len(steps)) == play(steps)


def test_a_refusal_says_what_the_server_said() -> None:
    *_, refused = play(RECORDED["werkzeug: unknown post"])
    assert isinstance(refused, WireResponse)
    assert (refused.text, refused.sid, refused.t) == ('"Invalid session gone"', "gone", 1)


def test_the_sid_belongs_to_the_client_that_shook_hands() -> None:
    memory = TapMemory()
    *_, issued = play(RECORDED["gevent: handshake"], memory=memory)
    assert isinstance(issued, WireSidIssued)
    assert (issued.client, issued.sid) == ("ann", "7NPQRrU2uuJ1NU89AAAA")
    *_, unanswered = play([("c", get(f"/socket.io/?EIO=4&transport=polling&sid={issued.sid}"))], memory=memory)
    assert getattr(unanswered, "client", None) == "ann"
