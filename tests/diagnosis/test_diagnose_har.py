"""A HAR as browsers save it: what can be told of it, what stays open, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.diagnosis.capture import har
from harness.diagnosis.capture.har import NotAHarError, read_har
from harness.diagnosis.reading import diagnose_har
from harness.events import ClientAttempt, WireRequest, WireResponse, WireSidIssued
from main import main

BASE = "http://10.0.0.5:5000/socket.io/?EIO=4&transport=polling"


TIMELESS = {"startedDateTime": "soon", "request": {"method": "GET", "url": BASE}, "response": {}}


class Saved:
    """A HAR in the making; each entry begins at second `at`."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def add(self, at: float, url: str, status: int, text: str = "", **more: Any) -> "Saved":
        request = {"method": more.get("method", "GET"), "url": url, "headers": more.get("headers", [])}
        if "body" in more:
            request["postData"] = {"mimeType": "text/plain", "text": more["body"]}
        response: dict[str, Any] = {"status": status, "headers": more.get("answer", []), "content": {}}
        if text:
            response["content"]["text"] = text
        if "error" in more:
            response["_error"] = more["error"]
        began = f"2026-01-01T09:00:{at:06.3f}+09:00"
        entry = {"startedDateTime": began, "time": more.get("took", 10), "request": request, "response": response}
        self.entries.append({**entry, "cache": {}, "pageref": more.get("page", "page_1")})
        return self

    def open(self, at: float, sid: str, **more: Any) -> "Saved":
        return self.add(at, BASE, 200, f'0{{"sid":"{sid}","pingInterval":25000}}', **more)

    def refuse(self, at: float, sid: str, **more: Any) -> "Saved":
        return self.add(at, f"{BASE}&sid={sid}", 400, json.dumps(f"Invalid session {sid}"), **more)

    def serve(self, at: float, sid: str, **more: Any) -> "Saved":
        return self.add(at, f"{BASE}&sid={sid}", 200, "2", **more)

    def at(self, folder: Path) -> Path:
        file = folder / "saved.har"
        file.write_text(json.dumps({"log": {"version": "1.2", "entries": self.entries}}), encoding="utf-8")
        return file


def test_a_session_that_is_forgotten_at_once_was_lost_in_a_restart(tmp_path: Path) -> None:
    saved = Saved().open(0, "s1").serve(1, "s1")
    saved.add(2, f"{BASE}&sid=s1", 0, error="net::ERR_EMPTY_RESPONSE", took=1000)
    saved.refuse(4, "s1", method="POST", body="1").open(5, "s2")
    found = diagnose_har(saved.at(tmp_path))
    assert found.kept == ("restart-stale-sid",)
    assert found.explained["http_400"] == (1, 1)
    assert found.verdicts[0].because == (2, 4)  # the entries' numbers
    assert {one.hypothesis: one.verdict for one in found.verdicts}["workers-unsticky"] == "undecided"


def test_a_session_that_is_known_again_meets_several_workers(tmp_path: Path) -> None:
    saved = Saved().open(0, "s1").serve(1, "s1").refuse(2, "s1").serve(3, "s1")
    assert diagnose_har(saved.at(tmp_path)).kept == ("workers-unsticky",)


@pytest.mark.parametrize(
    "saved",
    [
        Saved().open(0, "s1").serve(1, "s1").refuse(50, "s1"),  # later than a ping timeout: that may be it
        Saved()
        .open(0, "s1")
        .serve(1, "s1")
        .serve(2, "s1", method="POST", body="1")
        .refuse(3, "s1"),  # it closed it
        Saved().refuse(3, "s1"),  # nothing was saved of before
    ],
    ids=["late", "closed", "unknown"],
)
def test_what_cannot_be_told_stays_undecided(saved: Saved, tmp_path: Path) -> None:
    found = diagnose_har(saved.at(tmp_path))
    assert found.kept == ()
    assert {one.hypothesis: one.verdict for one in found.verdicts}["restart-stale-sid"] == "undecided"


def test_causes_that_an_answer_names(tmp_path: Path) -> None:
    saved = Saved().add(0, BASE, 400, json.dumps("Not an accepted origin."))
    saved.add(1, BASE.replace("polling", "websocket"), 400, json.dumps("Invalid websocket upgrade"))
    assert set(diagnose_har(saved.at(tmp_path)).kept) == {"origin-refused", "upgrade-stripped"}


def test_what_an_entry_says_is_told_as_a_wire_would_have(tmp_path: Path) -> None:
    cookie, given = [{"name": "Cookie", "value": "a=b"}], [{"name": "Set-Cookie", "value": "a=b"}]
    saved = Saved().open(0, "s1", answer=given, headers=cookie)
    saved.add(1, "http://10.0.0.5:5000/logo.png", 200)
    saved.add(2, f"{BASE}&sid=s1", 0, error="net::ERR_CONNECTION_RESET")
    saved.add(3, f"{BASE}&sid=s1", 0)  # Firefox and Safari name no failure
    saved.add(4, f"{BASE}&sid=s1", 400, method="POST", body="42[1]")
    events = [(one.seq, one.event) for one in read_har(saved.at(tmp_path))]
    asked = [(seq, event) for seq, event in events if isinstance(event, WireRequest)]
    assert [seq for seq, _ in asked] == [1, 3, 4, 5]
    assert (asked[0][1].cookie, asked[1][1].cookie, asked[0][1].client) == (True, False, "page_1")
    answers = [event for _, event in events if isinstance(event, WireResponse)]
    assert [(one.status, one.sets_cookie, one.body, one.cause) for one in answers] == [
        (200, True, None, None),
        (400, False, "message", None),
    ]
    assert [event.sid for _, event in events if isinstance(event, WireSidIssued)] == ["s1"]
    assert [event.error for _, event in events if isinstance(event, ClientAttempt)] == [
        "net::ERR_CONNECTION_RESET"
    ]


def test_pages_that_share_a_session_have_a_cached_handshake(tmp_path: Path) -> None:
    saved = Saved().open(0, "s1", page="page_1").serve(1, "s1", page="page_1").serve(2, "s1", page="page_2")
    assert diagnose_har(saved.at(tmp_path)).kept == ("cached-handshake",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "truncated"),
        ("[" * 100_000, "recursion|nest|malformed|Expected|depth"),
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
        read_har(file)
    assert main(["diagnose", str(file)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert any(word in err for word in why.split("|"))


def test_one_that_is_too_large_or_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Saved().open(0, "s1").open(1, "s2").at(tmp_path)
    monkeypatch.setattr(har, "ENTRIES", 1)
    with pytest.raises(NotAHarError, match="more than 1 entries"):
        read_har(file)
    monkeypatch.setattr(har, "BYTES", 10)
    with pytest.raises(NotAHarError, match="larger"):
        read_har(file)


def test_a_har_is_diagnosed_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = Saved().open(0, "s1").serve(1, "s1").refuse(4, "s1")
    assert main(["diagnose", str(saved.at(tmp_path))]) == 0
    assert capsys.readouterr().out.startswith("The server was restarted or reloaded")


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
