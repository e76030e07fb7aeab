"""A HAR as browsers save it: what can be told of it, what stays open and why, and what is refused."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from saved_har import BASE, GUNICORN, WERKZEUG, Saved

from harness.diagnosis.capture import doubting, har_file, kinds
from harness.diagnosis.capture.captured import NotACaptureError
from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.har_file import NotAHarError
from harness.diagnosis.capture.kinds import capture_of
from harness.events import (
    AnyEvent,
    ClientAttempt,
    RunStarted,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)
from main import main

TIMELESS = {"startedDateTime": "soon", "request": {"method": "GET", "url": BASE}, "response": {}}
RESET = "net::ERR_CONNECTION_RESET"
WS = BASE.replace("http", "ws").replace("polling", "websocket")


def told(saved: Saved) -> list[AnyEvent]:
    return [one.event for one in captured_har(saved.bytes()).records]


def restarted(answer: list[dict[str, str]], error: str = "net::ERR_EMPTY_RESPONSE") -> Saved:
    saved = Saved(answer=answer).open(0, "s1").serve(1, "s1").cut(2, "s1", error, took=1000)
    return saved.refuse(4, "s1", method="POST", body="1").open(5, "s2")


def test_a_session_that_is_cut_off_and_forgotten_was_lost_in_a_restart() -> None:
    found = restarted(WERKZEUG).concluded()
    assert found.captured.what == "a HAR saved by Firefox 1"
    assert found.diagnosis.kept == ("restart-stale-sid",)
    assert found.diagnosis.explained["http_400"] == (1, 1)
    assert found.diagnosis.verdicts[0].because == (2, 4)  # the entries' numbers
    assert restarted(WERKZEUG).word("workers-unsticky") == "undecided"


def test_a_server_that_nobody_reached_for_a_while_was_restarted_whatever_serves() -> None:
    assert restarted([], "net::ERR_CONNECTION_REFUSED").kept() == ("restart-stale-sid",)
    assert restarted([], "Could not connect to the server.").kept() == ("restart-stale-sid",)


def test_a_worker_may_be_all_that_was_restarted() -> None:
    assert restarted(GUNICORN).kept() == ()
    assert restarted(GUNICORN).why("restart-stale-sid") == doubting.ONLY_A_WORKER
    assert restarted([]).kept() == ()


def test_who_had_no_poll_under_way_met_the_next_process_too() -> None:
    saved = restarted(WERKZEUG).open(0.5, "s9").serve(1, "s9").refuse(4, "s9", method="POST", body="42[1]")
    found = saved.concluded().diagnosis
    assert (found.kept, found.explained["http_400"]) == (("restart-stale-sid",), (1, 2))
    most = saved.open(0.5, "s8").serve(1, "s8").refuse(4, "s8", method="POST", body="42[1]")
    assert most.why("restart-stale-sid") == doubting.NO_CUT
    late = restarted(WERKZEUG).open(0.5, "s9").serve(1, "s9").refuse(40, "s9", method="POST", body="42[1]")
    assert late.why("restart-stale-sid") == doubting.NO_CUT


def test_no_process_ends_without_cutting_a_poll() -> None:
    saved = Saved(answer=WERKZEUG).open(0, "s1").serve(1, "s1").refuse(4, "s1")
    assert saved.kept() == ()
    assert saved.why("restart-stale-sid") == doubting.NO_CUT
    given_up = saved.cut(2, "s1", "net::ERR_ABORTED")  # by the page itself
    assert given_up.why("restart-stale-sid") == doubting.NO_CUT


def test_sooner_than_a_timeout_goes_by_the_timeout_that_the_server_said() -> None:
    def saved(timeout: int) -> Saved:
        made = Saved(answer=WERKZEUG).open(0, "s1", timeout).serve(1, "s1").cut(2, "s1")
        return made.refuse(9, "s1").open(10, "s2", timeout + 1)

    assert saved(20000).kept() == ("restart-stale-sid",)
    assert saved(5000).kept() == ()
    started = [one for one in told(saved(5000)) if isinstance(one, RunStarted)]
    assert [(one.ping_interval, one.ping_timeout) for one in started] == [(25, 5)]


def test_a_session_that_is_known_again_meets_several_workers() -> None:
    def saved(answer: list[dict[str, str]], by: str = "Firefox") -> Saved:
        return Saved(by, answer).open(0, "s1").serve(1, "s1").refuse(2, "s1").serve(3, "s1")

    assert saved(GUNICORN).kept() == ("workers-unsticky",)
    assert saved(WERKZEUG).why("workers-unsticky") == doubting.ONE_PROCESS
    assert saved([]).why("workers-unsticky") == doubting.NAMELESS
    cookie = [*GUNICORN, {"name": "Set-Cookie", "value": "node=1"}]
    assert saved(cookie).why("workers-unsticky") == doubting.A_COOKIE
    assert saved(GUNICORN, "WebInspector").why("workers-unsticky") == doubting.A_COOKIE


def unknown_at_once(sessions: int, answer: list[dict[str, str]], timeout: int = 20000) -> Saved:
    saved = Saved(answer=answer)
    for n in range(sessions):
        saved.open(5 * n, f"s{n}", timeout).refuse(5 * n + 0.1, f"s{n}", method="POST", body="40")
        saved.add(5 * n + 0.1, f"{BASE}&sid=s{n}", 0, error="net::ERR_ABORTED")
        saved.refuse(5 * n + 0.2, f"s{n}", method="POST", body="1")
    return saved


def test_sessions_that_nobody_knows_as_soon_as_they_are_handed_out_meet_several_workers() -> None:
    found = unknown_at_once(3, GUNICORN).concluded().diagnosis
    assert (found.kept, found.explained["http_400"]) == (("workers-unsticky",), (6, 6))
    assert unknown_at_once(2, GUNICORN).kept() == ()
    assert unknown_at_once(3, GUNICORN, timeout=100).kept() == ()  # it may have been given up
    assert unknown_at_once(3, []).why("workers-unsticky") == doubting.NAMELESS
    cut = unknown_at_once(3, GUNICORN).open(20, "x").serve(20, "x").cut(21, "x").refuse(22, "x")
    assert cut.why("workers-unsticky") == doubting.PROCESSES_END


def test_cookies_are_looked_for_where_they_may_have_been_left_out() -> None:
    with_one = Saved("WebInspector", GUNICORN).open(0, "s1", headers=[{"name": "Cookie", "value": "a=b"}])
    assert with_one.serve(1, "s1").refuse(2, "s1").serve(3, "s1").kept() == ("workers-unsticky",)
    assert with_one.word("sticky-cookie-lost") == "undecided"  # whoever took it away may be behind the browser


@pytest.mark.parametrize(
    "saved",
    [
        Saved(answer=WERKZEUG).open(0, "s1").serve(1, "s1").cut(2, "s1").refuse(50, "s1"),  # a ping timeout's time
        Saved(answer=WERKZEUG)
        .open(0, "s1")
        .serve(2, "s1", method="POST", body="1")
        .cut(2.5, "s1")
        .refuse(3, "s1"),
        Saved(answer=WERKZEUG).refuse(3, "s1"),  # nothing was saved of before
    ],
    ids=["late", "closed", "unknown"],
)
def test_what_cannot_be_told_stays_undecided(saved: Saved) -> None:
    assert saved.kept() == ()
    assert saved.word("restart-stale-sid") == "undecided"


def test_causes_that_an_answer_names() -> None:
    saved = Saved().add(0, BASE, 400, json.dumps("Not an accepted origin."))
    saved.add(1, WS, 400, json.dumps("Invalid websocket upgrade"))
    assert set(saved.kept()) == {"origin-refused", "upgrade-stripped"}


def test_where_nothing_went_wrong_nothing_is_rejected_for_others_may_have_met_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    well = Saved().open(0, "s1").serve(1, "s1").serve(2, "s1", method="POST", body="42[1]")
    found = well.concluded()
    assert found.is_well
    assert {one.verdict for one in found.diagnosis.verdicts} == {"undecided"}
    assert not any(one.matters for one in found.still_open)
    file = tmp_path / "well.har"
    file.write_bytes(well.bytes())
    assert main(["diagnose", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Nothing broke" in said
    assert "It decides nothing: nothing went wrong for this browser" in said


@pytest.mark.parametrize("wrong", [("cut", "s1", RESET), ("refuse", "s1"), ("add", BASE, 500)])
def test_one_thing_that_went_wrong_is_enough_to_reject_others(wrong: tuple[Any, ...]) -> None:
    what, *more = wrong
    found = getattr(Saved().open(0, "s1"), what)(3, *more).concluded()
    assert not found.is_well
    assert "rejected" in {one.verdict for one in found.diagnosis.verdicts}


def test_a_refusal_without_its_words_leaves_its_causes_open() -> None:
    saved = Saved().open(0, "s1").add(1, BASE, 400)
    for name in ("protocol-version", "origin-refused", "upgrade-stripped"):
        assert saved.why(name) == doubting.NO_WORDS
    assert Saved().open(0, "s1").cut(2, "s1", RESET).word("origin-refused") == "rejected"


def test_posts_without_their_bodies_leave_their_packets_open() -> None:
    saved = Saved().open(0, "s1").serve(1, "s1", method="POST", body="42[1]")
    assert saved.cut(3, "s1", RESET).word("too-many-packets") == "rejected"
    assert saved.serve(2, "s1", method="POST").why("too-many-packets") == doubting.NO_BODIES


def test_posts_that_came_to_grief_leave_their_causes_open() -> None:
    posted = Saved().open(0, "s1").serve(1, "s1", method="POST", body="42[1]")
    assert posted.cut(2, "s1", RESET).word("payload-too-large") == "rejected"
    bad = posted.add(3, f"{BASE}&sid=s1", 400, '"Bad Request"', method="POST", body="1")
    assert bad.why("payload-too-large") == doubting.NO_SIZE
    failed = {one.hypothesis for one in posted.add(4, BASE, 500).concluded().still_open if one.matters}
    assert failed >= {"post-after-close", "payload-too-large"}
    large = Saved().open(0, "s1").add(1, f"{BASE}&sid=s1", 413, method="POST", body="42[1]")
    assert large.kept() == ("payload-too-large",)


def test_a_server_that_cannot_keep_up_is_posted_much_at_once() -> None:
    crowded = Saved().open(0, "s1").serve(1, "s1", method="POST", body="\x1e".join(["42[1]"] * 17))
    assert crowded.kept() == ("too-many-packets",)
    assert (
        crowded.serve(2, "s1", method="POST", body="42[1]", took=3000).why("too-many-packets") == doubting.TOO_SLOW
    )
    assert (
        crowded.add(9, f"{BASE}&sid=s1", 200, method="POST", body="1", entry={"request": cut_short()}).kept() == ()
    )


def cut_short() -> dict[str, Any]:
    body = {"text": "42[1]"}
    return {"method": "POST", "url": f"{BASE}&sid=s1", "bodySize": 900, "postData": body}


def test_what_is_still_under_way_is_not_cut() -> None:
    for by in ("Playwright", "WebInspector"):
        assert not [e for e in told(Saved(by).add(0, BASE, -1)) if isinstance(e, WireUnanswered)]


def test_pages_that_were_given_one_session_have_a_cached_handshake() -> None:
    saved = Saved().open(0, "s1", page="page_1").serve(1, "s1", page="page_1").serve(2, "s1", page="page_2")
    assert saved.why("cached-handshake") == doubting.ONE_SIDE  # a page may have been loaded again meanwhile
    assert saved.open(1.5, "s1", page="page_2").kept() == ("cached-handshake",)


def test_what_an_entry_says_is_told_as_a_wire_would_have() -> None:
    cookie, given = [{"name": "Cookie", "value": "a=b"}], [{"name": "Set-Cookie", "value": "a=b"}]
    saved = Saved().open(0, "s1", answer=given, headers=cookie)
    saved.add(1, "http://10.0.0.5:5000/logo.png", 200)
    saved.cut(2, "s1", "net::ERR_CONNECTION_RESET")
    saved.add(3, f"{BASE}&sid=s1", 0)  # Firefox names no failure
    saved.add(4, f"{BASE}&sid=s1", 400, method="POST", body="42[1]")
    events = told(saved)
    asked = [one for one in events if isinstance(one, WireRequest)]
    assert [(one.conn, one.cookie, one.client) for one in asked] == [
        (1, True, "page_1"),
        (3, False, "page_1"),
        (4, False, "page_1"),
        (5, False, "page_1"),
    ]
    answers = [(e.status, e.sets_cookie, e.body, e.cause) for e in events if isinstance(e, WireResponse)]
    assert answers == [(200, True, None, None), (400, False, "message", None)]
    assert [one.sid for one in events if isinstance(one, WireSidIssued)] == ["s1"]
    assert [one.error for one in events if isinstance(one, ClientAttempt)] == ["net::ERR_CONNECTION_RESET"]
    assert len([one for one in events if isinstance(one, WireUnanswered)]) == 2
    assert [one.packets for one in events if isinstance(one, WirePosted)] == [("message",)]


def test_a_websocket_tells_its_session_in_its_first_message() -> None:
    opening = '0{"sid":"w1","pingInterval":25000,"pingTimeout":20000}'
    messages = [{"type": "send", "data": "40"}, {"type": "receive", "time": 1.5, "opcode": 1, "data": opening}]
    saved = Saved().add(0, WS, 101, took=9000, entry={"_webSocketMessages": messages})
    issued = [one for one in told(saved) if isinstance(one, WireSidIssued)]
    assert [(one.sid, one.transport) for one in issued] == [("w1", "websocket")]
    assert saved.cut(2, "s1", RESET).word("upgrade-stripped") == "rejected"


def test_bodies_in_base64_are_read_and_broken_ones_are_not() -> None:
    def saved(text: str) -> Saved:
        return Saved().add(
            0, BASE, 200, entry={"response": {"status": 200, "content": {"text": text, "encoding": "base64"}}}
        )

    good = base64.b64encode(b'0{"sid":"s1"}').decode()
    assert [one.sid for one in told(saved(good)) if isinstance(one, WireSidIssued)] == ["s1"]
    for broken in ("-", good[:-1], "é"):
        assert not [one for one in told(saved(broken)) if isinstance(one, WireSidIssued)]


@pytest.mark.parametrize(
    "odd",
    [
        {"pageref": None, "time": None, "response": {"status": -1, "_failureText": "net::ERR_FAILED"}},
        {"request": {"method": "GET", "url": "http://[bad/socket.io/?EIO=4"}},
        {"startedDateTime": ""},  # of a Safari that does not know it
        {"request": {"method": "GET", "url": BASE, "headers": [{"name": "Upgrade", "value": None}]}},
        {"_webSocketMessages": []},
    ],
    ids=["Playwright", "no address", "no time", "no value", "no message"],
)
def test_what_browsers_leave_out_is_no_trouble(odd: dict[str, Any]) -> None:
    found = Saved().add(0, BASE, 0, entry=odd).open(1, "s1").concluded()
    assert found.diagnosis.kept == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "truncated"),
        ("[{" * 100_000, "recursion|nest|malformed|Expected|depth"),
        ('{"log": {}}', "entries"),
        (json.dumps({"log": {"entries": [TIMELESS]}}), "entry 1 did not begin"),
    ],
)
def test_what_is_no_har_is_refused_in_one_line(
    text: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.har"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotAHarError):
        capture_of(file)
    assert main(["diagnose", str(file)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert any(word in err for word in why.split("|"))


def test_one_that_is_too_large_or_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Saved().open(0, "s1").open(1, "s2").at(tmp_path)
    monkeypatch.setattr(har_file, "ENTRIES", 1)
    with pytest.raises(NotAHarError, match="more than 1 entries"):
        capture_of(file)
    monkeypatch.setattr(kinds, "BYTES", 10)
    with pytest.raises(NotACaptureError, match="larger"):
        capture_of(file)


def test_a_har_is_diagnosed_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(restarted(WERKZEUG).at(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Read as a HAR saved by Firefox 1; numbers are its entries.\nThe server was restarted")
    assert "entries: 2, 4" in out
    assert "What would decide" not in out  # all is explained


def test_what_would_decide_the_rest_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(restarted(GUNICORN).at(tmp_path))
    assert main(["diagnose", file]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert (
        "worker-recycled: gunicorn's word for it, at log level info: Autorestarting worker. Shown by: log, " in out
    )
    assert f"Here {doubting.ONLY_A_WORKER}. Shown by: log, packets, run." in out
    assert main(["diagnose", "--json", file]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["read"] == {"kind": "har", "what": "a HAR saved by Firefox 1", "numbers": "entry"}
    first = said["undecided"][0]
    assert (first["matters"], set(first)) == (True, {"hypothesis", "needs", "by", "why", "matters"})
    assert "socket-leak" in {one["hypothesis"] for one in said["undecided"] if not one["matters"]}


def test_what_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(tmp_path / "none.har")]) == 2
    assert "is not there" in capsys.readouterr().err


def test_what_cannot_be_read_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    file = Saved().at(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert main(["diagnose", str(file)]) == 3
    assert "cannot be read: Permission denied" in capsys.readouterr().err
