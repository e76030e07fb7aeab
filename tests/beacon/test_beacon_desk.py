"""Who is let in and heard at the beacon, and what becomes of what pages say."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from heard import KHTML, ORIGIN, PHONE, SECOND, TERMS, TOKEN, Room, connected, lost
from hypothesis import given
from hypothesis import strategies as st

from harness.beacon.agents import browser_of
from harness.beacon.guest import HIDDEN_SILENCE, SILENCE
from harness.beacon.guests import MOST
from harness.beacon.limits import MOST_ADDRESSES, Rates
from harness.beacon.names import LETTERS, name_for
from harness.beacon.refusals import ELSEWHERE, Refusals
from harness.beacon.refusals import MOST as MOST_REFUSED
from harness.beacon.times import PageTime
from harness.events import (
    AnyEvent,
    BeaconRefused,
    ChildFailed,
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDevice,
    ClientDisconnected,
    ClientOpened,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
    Event,
)

BIDI = "\u202e"


# --- a device and its life ------------------------------------------------------------------------------------


def test_a_device_joins_and_is_a_client_of_the_lan() -> None:
    room = Room()
    welcome = room.join("Kim Min-su")
    assert welcome["client"] == "lan:kim-min-su"
    (started,) = room.take(ClientStarted)
    assert (started.client, started.group, started.kind, started.t) == ("lan:kim-min-su", "lan", "device", room.t)
    (device,) = room.take(ClientDevice)
    assert (device.browser, device.address, device.offset) == ("Chrome 143, Android", "192.168.1.9", None)


def test_what_happens_in_a_page_becomes_the_events_of_a_client_in_its_own_dialect() -> None:
    room = Room()
    key = room.join()["key"]
    room.t += SECOND
    at = room.page_now
    happened = [
        {"type": "socket.opened", "n": 1, "at": at, "sid": "s1", "transport": "polling"},
        connected(2, at + 1),
        {"type": "socket.upgraded", "n": 3, "at": at + 2, "socket": 1, "sid": "s1"},
        lost(4, at + 3),
        {
            "type": "socket.request",
            "n": 5,
            "at": at + 4,
            "method": "POST",
            "kind": "post",
            "took": 12.5,
            "body": "close-packet",
            "sid": "s1",
            "status": 400,
            "text": '"Invalid session s1"',
        },
        {"type": "socket.failed", "n": 6, "at": at + 5, "error": "offline", "text": "xhr poll error"},
    ]
    room.t += SECOND
    assert room.report(key, *happened).status == 200
    told = [event for event in room.events if not isinstance(event, ClientDevice | ClientStarted)]
    assert [type(event) for event in told] == [
        ClientOpened,
        ClientConnected,
        ClientUpgraded,
        ClientDisconnected,
        ClientAttempt,
        ClientConnectError,
    ]
    assert [event.t - (room.t - SECOND) for event in told] == [ms * 1_000_000 for ms in range(6)]
    _, first, _, gone, attempt, failed = told
    assert isinstance(first, ClientConnected)
    assert (first.generation, first.sid, first.socket_id) == (1, "s1", "i1")
    assert isinstance(gone, ClientDisconnected)
    assert (gone.reason, gone.error, gone.generation) == ("js:transport close", "close 1006", 1)
    assert isinstance(attempt, ClientAttempt)
    assert (attempt.took, attempt.status, attempt.body, attempt.error) == (0.0125, 400, "close-packet", None)
    assert isinstance(failed, ClientConnectError)
    assert (failed.error, failed.text) == ("offline", "xhr poll error")
    for event in room.events:  # each is one that can be recorded
        assert msgspec.json.decode(msgspec.json.encode(event), type=AnyEvent) == event


def test_a_report_that_comes_twice_is_told_once() -> None:
    room = Room()
    key = room.join()["key"]
    room.t += SECOND
    at = room.page_now
    room.report(key, connected(1, at))
    room.report(key, connected(1, at), lost(2, at))
    assert len(room.take(ClientConnected)) == len(room.take(ClientDisconnected)) == 1


def test_a_page_that_is_loaded_anew_is_the_same_device_and_its_sockets_count_on() -> None:
    room = Room()
    first = room.join()
    room.report(first["key"], connected(1, room.page_now), leaving=True)
    assert len(room.take(ClientStopped)) == 1
    again = room.join(was=first["key"])
    assert again["client"] == first["client"]
    assert again["key"] != first["key"]
    room.report(again["key"], connected(1, room.page_now))
    assert [one.generation for one in room.take(ClientConnected)] == [1, 2]
    assert [one.client for one in room.take(ClientStarted)] == [first["client"]] * 2


def test_a_tab_that_was_copied_takes_the_name_and_the_other_has_to_join_again() -> None:
    room = Room()
    first = room.join()
    assert room.join(was=first["key"])["client"] == first["client"]
    assert len(room.take(ClientStopped)) == 1
    assert room.report(first["key"], connected(1, room.page_now)).status == 410
    assert room.take(ClientConnected) == []
    assert room.join()["client"] == "lan:kim-2"


def test_a_join_whose_answer_is_lost_is_asked_again_by_the_same_device() -> None:
    room = Room()
    first = room.join()
    for _ in range(3):  # only the last of these is heard of
        again = room.join(was=first["key"])
    assert again["client"] == first["client"]
    assert room.report(again["key"]).status == 200
    keys = [room.join(was=again["key"])["key"] for _ in range(8)]
    assert room.join(was=keys[0])["client"] == first["client"]
    assert room.join(was=first["key"])["client"] == "lan:kim-2"  # so long ago that it is forgotten


def test_a_device_that_falls_silent_is_gone_and_begins_anew_when_it_is_heard_again() -> None:
    room = Room()
    key = room.join()["key"]
    room.t += SILENCE
    room.guests.sweep()
    assert room.take(ClientStopped) == []
    since = room.page_now
    room.t += SECOND
    room.guests.sweep()
    room.guests.sweep()
    assert [one.t for one in room.take(ClientStopped)] == [room.t]
    room.take(ClientStarted)
    room.t += 60 * SECOND
    room.report(key, lost(1, since))
    assert len(room.take(ClientStarted)) == 1
    assert [one.t for one in room.take(ClientDisconnected)] == [room.t - 61 * SECOND]


def test_a_page_that_nobody_looks_at_may_be_silent_for_longer() -> None:
    room = Room()
    key = room.join()["key"]
    room.report(key, hidden=True)
    room.t += HIDDEN_SILENCE
    room.guests.sweep()
    assert room.take(ClientStopped) == []
    room.report(key)
    room.t += SILENCE + 1
    room.guests.sweep()
    assert len(room.take(ClientStopped)) == 1


def test_a_goodbye_is_said_once_and_nobody_is_there_after_the_end() -> None:
    room = Room()
    key = room.join()["key"]
    room.join("Lee")
    room.report(key, leaving=True)
    room.report(key, leaving=True)
    room.guests.leave()
    assert [one.client for one in room.take(ClientStopped)] == ["lan:kim", "lan:lee"]


def test_what_a_page_could_not_keep_is_told() -> None:
    room = Room()
    room.report(room.join()["key"], dropped=12)
    (failed,) = room.take(ChildFailed)
    assert "lan:kim" in failed.message
    assert "12" in failed.message


# --- its clock ------------------------------------------------------------------------------------------------


def test_a_clock_offset_is_told_when_it_is_known_and_when_it_has_changed() -> None:
    room = Room()
    key = room.join()["key"]
    room.take(ClientDevice)
    ours = room.t / 1e6 - room.guests.now()  # our wall clock is monotonic time here, and pages are told less
    for ahead in (5_000.0, 5_040.0, 5_100.0):
        room.ahead = ahead
        room.report(key)
    assert [one.offset for one in room.take(ClientDevice)] == [
        pytest.approx((ahead - ours) / 1000, abs=0.002) for ahead in (5_000.0, 5_100.0)
    ]
    room.ahead = 5_300.0
    room.report(key, trip=1_000.0)
    assert room.take(ClientDevice) == []  # it is not known to better than half of that


@given(st.lists(st.tuples(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15)), min_size=1, max_size=20))
def test_no_time_a_page_says_is_believed_beyond_the_last_report_and_now(said: list[tuple[float, float]]) -> None:
    time, now, before = PageTime(0, 10 * SECOND), 10 * SECOND, 10 * SECOND
    for at, offset in said:
        now += SECOND
        t = time.ours(at, offset, now)
        assert before <= t <= now
        time.heard(at, offset, now)
        assert t <= time.floor <= now
        before = time.floor


# --- who is not let in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "more", "status", "why"),
    [
        ({"token": ""}, {}, 403, "no-token"),
        ({}, {}, 403, "no-token"),
        ({"token": TOKEN + "x"}, {}, 403, "wrong-token"),
        ({"token": TOKEN}, {"origin": ""}, 403, "origin"),
        ({"token": TOKEN}, {"origin": "http://evil.example"}, 403, "origin"),
        ({"token": TOKEN}, {"origin": "null"}, 403, "origin"),
        ({"token": TOKEN}, {"host": "evil.example:8461"}, 403, "origin"),
        ({"token": TOKEN}, {"host": ""}, 403, "origin"),
        (b"x" * (TERMS.report_bytes + 1), {}, 413, "too-large"),
        (b"", {}, 400, "malformed"),
        (b"[" * 10_000, {}, 400, "malformed"),
        (b"\xff", {}, 400, "malformed"),
        ({"token": TOKEN, "more": 1}, {}, 400, "malformed"),
        ({"token": [TOKEN]}, {}, 400, "malformed"),
    ],
)
def test_who_is_not_let_in_is_told_why_and_counted(body: Any, more: Any, status: int, why: str) -> None:
    for way in ("join", "report"):
        room = Room()
        answer = getattr(room.desk, way)(room.asked(body, **more), 0.0)
        assert (answer.status, json.loads(answer.body)) == (status, {"error": why})
        assert answer.origin == (ORIGIN if more.get("origin", ORIGIN) == ORIGIN else "")
        assert room.refused == [("192.168.1.9", why)]
        assert room.events == []


@pytest.mark.parametrize(
    "change",
    [
        {"type": "socket.invented"},
        {"n": 0},
        {"n": "1"},
        {"at": 1e16},
        {"at": None},
        {"socket": -1},
        {"sid": ""},
        {"sid": "s" * 129},
        {"sid": "s 1"},
        {"sid": "s\n"},
        {"reason": "x" * 41},
        {"reason": f"transport{BIDI}close"},
        {"error": "x" * 121},
        {"error": "a\x00b"},
        {"error": "a\nb"},
        {"error": "\ud83d"},
        {"error": 6},
        {"more": 1},
    ],
)
def test_a_report_is_ours_to_the_letter_or_none(change: dict[str, Any]) -> None:
    room = Room()
    key = room.join()["key"]
    good = lost(1, room.page_now)
    assert room.report(key, good).status == 200
    room.events.clear()
    answer = room.report(key, good | {"n": 2}, good | {"n": 3} | change)
    assert (answer.status, room.refused) == (400, [("192.168.1.9", "malformed")])
    assert room.events == []


def test_a_report_holds_only_so_many_things() -> None:
    room = Room()
    key = room.join()["key"]
    things = [lost(n, 0.0) for n in range(1, 34)]
    assert room.report(key, *things[:32]).status == 200
    assert room.report(key, *things).status == 400


def test_an_address_may_speak_only_so_often_and_another_one_still_may() -> None:
    room = Room()
    key = room.join()["key"]
    answers = [room.report(key).status for _ in range(25)]
    assert answers == [200] * 19 + [429] * 6
    room.t += SECOND
    assert [room.report(key).status for _ in range(12)] == [200] * 10 + [429] * 2
    other = room.asked({"token": TOKEN}, address="192.168.1.10")
    assert room.desk.join(other, room.t / SECOND).status == 200


def test_only_so_many_addresses_are_remembered() -> None:
    rates = Rates(1.0, 1)
    assert rates.allow("first", 0.0)
    for number in range(MOST_ADDRESSES):
        rates.allow(str(number), 0.0)
    assert len(rates._of) == MOST_ADDRESSES
    assert rates.allow("first", 0.0)


def test_only_so_many_devices_take_part() -> None:
    room = Room()
    for number in range(MOST):
        room.t += SECOND
        room.join(f"n{number}")
    room.t += SECOND
    answer = room.desk.join(room.asked({"token": TOKEN}), room.t / SECOND)
    assert (answer.status, room.refused[-1][1]) == (429, "too-often")


@pytest.mark.parametrize("host", ["[fd00::5]:8461", "[fd00::5]", "FD00::5"])
def test_an_address_of_six_is_known_with_and_without_a_port(host: str) -> None:
    room = Room(terms=msgspec.structs.replace(TERMS, host="fd00::5", hosts=("[fd00::5]:8460",)))
    assert room.desk.is_ours(host)
    assert not room.desk.is_ours("[fd00::6]:8461")


def test_refusals_alike_are_told_together_and_many_addresses_as_elsewhere() -> None:
    told: list[Event] = []
    refusals = Refusals(told.append, lambda: 7)
    for number in range(MOST_REFUSED + 3):
        refusals.note(f"a{number}", "origin")
        refusals.note("a0", "origin")
    refusals.tell()
    refusals.tell()
    assert len(told) == MOST_REFUSED + 1
    assert told[0] == BeaconRefused(t=7, address="a0", why="origin", count=MOST_REFUSED + 4)
    assert told[-1] == BeaconRefused(t=7, address=ELSEWHERE, why="origin", count=3)


# --- names and browsers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kim", "lan:kim"),
        ("  Kim   Min ", "lan:kim-min"),
        ("김민수", "lan:김민수"),
        ("<b>&", "lan:b"),
        ("", "lan:device"),
        ("😀", "lan:device"),
        (f"a{BIDI}b", "lan:a-b"),
        ("x" * 40, "lan:" + "x" * LETTERS),
    ],
)
def test_a_device_is_called_after_what_was_typed(typed: str, name: str) -> None:
    assert name_for(typed, ()) == name


@given(st.lists(st.text(max_size=40), max_size=20))
def test_no_two_devices_are_called_alike_and_none_like_a_simulated_client(typed: list[str]) -> None:
    names: list[str] = []
    for one in typed:
        names.append(name_for(one, names))
    assert len(set(names)) == len(names)
    assert all(name.startswith("lan:") and name.isprintable() and " " not in name for name in names)


MAC = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome 143, Android"),
        (PHONE.replace("Chrome", "HeadlessChrome"), "Chrome 143, Android"),
        (f"(iPhone; CPU iPhone OS 18_1) {MAC} Version/18.1 Mobile/15E148 Safari/604.1", "Safari 18, iPhone"),
        (f"(Macintosh; Intel Mac OS X 10_15_7) {MAC} Version/17.6 Safari/605.1.15", "Safari 17, macOS"),
        (f"(iPad; CPU OS 18_1) {MAC} CriOS/143.0.1 Mobile/15E148 Safari/604.1", "Chrome 143, iPad"),
        ("(Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox 133, Windows"),
        (f"(Windows NT 10.0) {KHTML} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0", "Edge 143, Windows"),
        (f"(Linux; Android 13) {KHTML} SamsungBrowser/27.0 Chrome/125.0.0.0", "Samsung Internet 27, Android"),
        (f"(X11; Linux x86_64) {KHTML} Chrome/143.0.0.0 Safari/537.36", "Chrome 143, Linux"),
        ("<script>alert(1)</script>", "a browser"),
        ("", "a browser"),
    ],
)
def test_a_browser_in_short_words(agent: str, words: str) -> None:
    assert browser_of(agent) == words
