"""A run's HAR: valid by the specification, true to what crossed, its failures by Chromium's names."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

import devtools_import
import jsonschema
import msgspec
import pytest
from haralyzer import HarParser

from harness.events import (
    PROBE,
    AnyEvent,
    ClientAttempt,
    Crossed,
    Framed,
    Record,
    RunEnding,
    RunNote,
    RunReady,
    RunStarted,
    ServerAnswered,
    WireHead,
    WireLegClosed,
    WireOpened,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)
from harness.evidence import har_file
from harness.evidence.reading import DamagedRecordError
from harness.evidence.recorder import Recorder

MS = 1_000_000
URL = "http://127.0.0.1:5000/"
WALL = datetime(2026, 1, 2, 12, 0, 0, tzinfo=timezone(timedelta(hours=9)))
MONO = 5_000 * MS
SCHEMA = json.loads(Path(__file__).with_name("har-1.2.schema.json").read_text(encoding="utf-8"))

PLAIN = Crossed(
    conn=1,
    n=1,
    began=MONO + 1000 * MS,
    asked=MONO + 1002 * MS,
    answered=MONO + 1007 * MS,
    ended=MONO + 1010 * MS,
    method="POST",
    target="/socket.io/?EIO=4&transport=polling&sid=abc&x=",
    http="HTTP/1.1",
    kind="post",
    ending="complete",
    status=200,
    sid="abc",
    client="c1",
    heads=(1, 2),
    sent=3,
    got=2,
    sent_body="42…",
    got_body="ok",
)
CUT = {"ending": "cut", "status": None, "answered": None, "got": 0, "got_body": None, "heads": (1, 0)}
HEADS = (
    WireHead(t=0, id=1, headers=(("Content-Type", "text/plain"), ("Cookie", "~0f"))),
    WireHead(t=0, id=2, headers=(("content-type", "text/html"), ("Content-Length", "2"), ("Location", "~1e"))),
    WireHead(t=0, id=3, headers=(("Transfer-Encoding", "Chunked"), ("Content-Encoding", "gzip"))),
    WireHead(t=0, id=4, headers=(("Connection", "close"), ("Location", "/there"))),
)


def row(**changes: Any) -> Crossed:
    return msgspec.structs.replace(PLAIN, **changes)


def records(events: Iterable[AnyEvent]) -> list[Record]:
    return [Record(seq=n, at=event.t, src="wire", event=event) for n, event in enumerate(events, 1)]


STARTED = RunStarted(t=MONO, run_id="r", scenario="s", title="", profile="p", wall=WALL.isoformat(), seed=1)
READY = RunReady(t=MONO, url=URL, upstream=URL)


def written(*events: AnyEvent) -> Any:
    """The HAR of a run in which this happened, read back."""
    file = io.BytesIO()
    har_file.write(lambda: records([STARTED, READY, *events]), file, Path(tempfile.gettempdir()))
    return json.loads(file.getvalue())


def log_of(*events: AnyEvent) -> dict[str, Any]:
    """The log of a HAR that is valid."""
    made = written(*events)
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    shown = devtools_import.requests(made)
    assert [one.url for one in shown] == [entry["request"]["url"] for entry in made["log"]["entries"]]
    log: dict[str, Any] = made["log"]
    return log


def entry_of(one: Crossed, *more: AnyEvent) -> dict[str, Any]:
    (entry,) = log_of(*HEADS, WireTraffic(t=1, exchanges=(one,)), *more)["entries"]
    made: dict[str, Any] = entry
    return made


def closed(leg: str, how: str, by: str, t: int = 1, **more: Any) -> WireLegClosed:
    fields = {"t": t, "conn": 1, "leg": leg, "how": how, "by": by}
    return msgspec.convert(fields | more, type=WireLegClosed, strict=True)


def test_a_whole_exchange_is_told_with_all_its_parts() -> None:
    entry = entry_of(PLAIN)
    request, response = entry["request"], entry["response"]
    assert entry["startedDateTime"] == "2026-01-02T03:00:01.000Z"
    assert entry["time"] == 10
    unknown = {"blocked": -1, "dns": -1, "connect": -1, "ssl": -1}
    assert entry["timings"] == unknown | {"send": 2, "wait": 5, "receive": 3}
    assert request["url"] == "http://127.0.0.1:5000" + PLAIN.target
    assert request["queryString"][-2:] == [{"name": "sid", "value": "abc"}, {"name": "x", "value": ""}]
    assert request["headers"][1] == {"name": "Cookie", "value": "~0f"}
    assert request["postData"] == {
        "mimeType": "text/plain",
        "text": "42…",
        "comment": "the body was cut at its end",
    }
    assert (request["bodySize"], request["headersSize"], request["httpVersion"]) == (3, -1, "HTTP/1.1")
    assert response["content"] == {"size": 2, "mimeType": "text/html", "text": "ok"}
    assert (response["status"], response["bodySize"], response["redirectURL"]) == (200, 2, "")
    assert [one["_fault"] for one in log_of(OWN, WireTraffic(t=1, exchanges=(PLAIN,)))["entries"]] == [
        "overlap-poll"
    ]
    custom = {
        key: entry[key] for key in ("_sid", "_conn", "_n", "_client", "_kind", "_cause", "_fault", "_closedBy")
    }
    assert custom == {
        "_sid": "abc",
        "_conn": 1,
        "_n": 1,
        "_client": "c1",
        "_kind": "post",
        "_cause": None,
        "_fault": None,
        "_closedBy": None,
    }
    assert (entry["serverIPAddress"], entry["connection"], entry["_connectionId"]) == ("127.0.0.1", "5000", "1")
    assert "_error" not in entry
    assert "_webSocketMessages" not in entry


def test_the_400s_are_those_that_crossed_and_all_stand_in_the_order_of_their_beginnings() -> None:
    rows = [row(n=n, began=MONO + (97 * n % 60) * MS, status=400 if n % 3 else 200) for n in range(1, 51)]
    batches = [WireTraffic(t=n, exchanges=tuple(rows[n : n + 7])) for n in range(0, 50, 7)]
    entries = log_of(*HEADS, *batches, RunNote(t=9, text="x"))["entries"]
    assert sum(one["response"]["status"] == 400 for one in entries) == sum(one.status == 400 for one in rows) == 34
    began = [one["startedDateTime"] for one in entries]
    assert began == sorted(began)
    assert len(entries) == 50


OWN = WireOpened(t=0, conn=1, listener=0, client_port=0, upstream_port=1, fault="overlap-poll")
RESET = closed("client", "rst", "relay")
FIN = closed("client", "fin", "relay", half=True)
ASKED = closed("client", "fin", "peer", t=0, half=True)


@pytest.mark.parametrize(
    ("changes", "closings", "error"),
    [
        (CUT, [RESET], "net::ERR_CONNECTION_RESET"),
        (CUT, [closed("client", "rst", "fault", fault="reset")], "net::ERR_CONNECTION_RESET"),
        (CUT, [FIN], "net::ERR_EMPTY_RESPONSE"),
        (CUT, [ASKED, RESET], "net::ERR_ABORTED"),
        (CUT, [FIN, closed("client", "fin", "peer", t=2)], "net::ERR_EMPTY_RESPONSE"),
        (CUT | {"answered": MONO + 1005 * MS}, [FIN], "net::ERR_RESPONSE_HEADERS_TRUNCATED"),
        (CUT, [closed("client", "rst", "peer")], "net::ERR_ABORTED"),
        (CUT, [closed("server", "rst", "peer")], "net::ERR_FAILED"),
        (CUT, [], "net::ERR_FAILED"),
        ({"ending": "cut"}, [FIN], "net::ERR_CONTENT_LENGTH_MISMATCH"),
        ({"ending": "cut", "heads": (1, 3)}, [FIN], "net::ERR_INCOMPLETE_CHUNKED_ENCODING"),
        ({"ending": "cut"}, [RESET], "net::ERR_CONNECTION_RESET"),
        ({"ending": "cut", "heads": (1, 4)}, [RESET], "net::ERR_CONNECTION_RESET"),
        ({"ending": "cut", "heads": (1, 99)}, [FIN], "net::ERR_FAILED"),
        ({"ending": "cut"}, [closed("client", "fin", "peer")], "net::ERR_ABORTED"),
        ({"ending": "wire", "fault": "busy"}, [FIN], None),
        ({}, [RESET], None),
    ],
)
def test_a_failure_has_chromiums_name(
    changes: dict[str, Any], closings: list[AnyEvent], error: str | None
) -> None:
    entry = entry_of(row(**changes), *closings)
    assert entry.get("_error") == entry["response"].get("_error") == error


@pytest.mark.parametrize(
    ("closings", "who"),
    [
        ([closed("server", "rst", "peer"), closed("client", "rst", "relay")], "server"),
        ([ASKED, closed("server", "fin", "peer", t=5)], "client"),
        ([closed("server", "fin", "peer", half=True), FIN, closed("client", "fin", "peer")], "server"),
        ([closed("client", "rst", "fault", fault="reset")], "reset"),
        ([closed("client", "rst", "fault")], "fault"),
        ([RESET], None),
    ],
)
def test_who_ended_the_connection_is_told(closings: list[AnyEvent], who: str | None) -> None:
    assert entry_of(PLAIN, *closings)["_closedBy"] == who


def test_a_websocket_has_its_messages_whenever_they_were_recorded() -> None:
    changes = {
        "kind": "upgrade",
        "ending": "switched",
        "status": 101,
        "method": "GET",
        "sent": 0,
        "sent_body": None,
    }
    said = [
        Framed(conn=1, n=1, t=MONO + 3000 * MS, up=False, opcode=2, size=9),
        Framed(conn=1, n=1, t=MONO + 2500 * MS, up=True, opcode=1, size=6, data="2probe"),
        Framed(conn=1, n=1, t=MONO + 3500 * MS, up=True, opcode=8, size=0),
    ]
    early, late = WireTraffic(t=0, messages=tuple(said[:1])), WireTraffic(t=2, messages=tuple(said[1:]))
    (entry,) = log_of(early, *HEADS, WireTraffic(t=1, exchanges=(row(**changes),)), late)["entries"]
    zero = WALL.timestamp()
    assert entry["_webSocketMessages"] == [
        {"type": "send", "time": zero + 2.5, "opcode": 1, "data": "2probe", "_size": 6},
        {
            "type": "receive",
            "time": zero + 3,
            "opcode": 2,
            "data": "",
            "_size": 9,
            "comment": "binary data is not kept",
        },
        {"type": "send", "time": zero + 3.5, "opcode": 8, "data": "", "_size": 0},
    ]
    assert entry["request"]["url"].startswith("ws://127.0.0.1:5000/socket.io/")
    assert entry["_resourceType"] == "websocket"
    assert "postData" not in entry["request"]


def test_a_figure_that_is_not_known_is_not_0() -> None:
    blind = entry_of(row(ending="blind", status=None, asked=None, answered=None, got=0, sent=0, heads=(1, 0)))
    assert [blind["timings"][phase] for phase in ("send", "wait", "receive")] == [10, -1, -1]
    assert "lost sight" in blind["comment"]
    assert blind["request"]["bodySize"] == blind["request"]["headersSize"] == -1
    cut = entry_of(row(**CUT))
    assert [cut["timings"][phase] for phase in ("send", "wait", "receive")] == [2, 8, 0], (
        "it never began to receive"
    )
    for response in (blind["response"], cut["response"]):
        assert response["bodySize"] == response["content"]["size"] == response["headersSize"] == -1
    packed = entry_of(row(heads=(1, 3)))["response"]
    assert (packed["bodySize"], packed["content"]["size"]) == (2, -1)


@pytest.mark.parametrize("asked", [None, PLAIN.ended])
def test_an_answer_before_its_request_was_whole_waited_no_time(asked: int | None) -> None:
    timings = entry_of(row(asked=asked))["timings"]
    assert [timings[phase] for phase in ("send", "wait", "receive")] == [7, 0, 3]


def test_what_was_left_out_is_said() -> None:
    entry = entry_of(row(sent_body=None, got_body=None, heads=(98, 99)))
    assert "not kept" in entry["request"]["postData"]["comment"]
    assert "not kept" in entry["response"]["content"]["comment"]
    assert "text" not in entry["response"]["content"]
    for part in (entry["request"], entry["response"]):
        assert part["headers"] == []
        assert part["comment"] == "the headers are not in the records"
    assert entry["response"]["content"]["mimeType"] == "x-unknown"
    assert entry_of(row(heads=(1, 4)))["response"]["redirectURL"] == "/there"


@pytest.mark.parametrize(
    ("target", "path"),
    [("*", "/*"), ("http://other:1/x?y=://", "/x?y=://"), ("//[x/y", "//[x/y"), ("x?y=://z", "/x?y=://z")],
)
def test_a_strange_target_is_on_the_wire_all_the_same(target: str, path: str) -> None:
    assert entry_of(row(target=target))["request"]["url"] == "http://127.0.0.1:5000" + path


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ("a=1&&b&c==", [("a", "1"), ("b", ""), ("c", "=")]),
        ("a=%20+&b%3D=", [("a", "  "), ("b=", "")]),
        ("", []),
    ],
)
def test_a_query_is_told_in_its_parts(query: str, pairs: list[tuple[str, str]]) -> None:
    found = entry_of(row(target=f"/x?{query}"))["request"]["queryString"]
    assert [(one["name"], one["value"]) for one in found] == pairs


def test_the_page_is_the_run() -> None:
    started = msgspec.structs.replace(STARTED, title="A title")
    ready = RunReady(t=MONO + 4000 * MS, url=URL, upstream=URL)
    (page,) = log_of(started, ready)["pages"]
    assert (page["title"], page["startedDateTime"]) == ("A title", "2026-01-02T03:00:04.000Z")
    (page,) = log_of()["pages"]
    assert (page["title"], page["startedDateTime"]) == (URL, "2026-01-02T03:00:00.000Z")


def test_what_has_no_exchange_is_counted() -> None:
    lone = Framed(conn=7, n=1, t=1, up=True, opcode=1, size=1, data="2")
    gone = WireUnanswered(t=1, conn=8, n=1, method="GET", kind="poll", upstream_port=1)
    log = log_of(WireTraffic(t=1, messages=(lone, lone)), gone)
    assert log["entries"] == []
    expected = (
        "2 WebSocket messages belong to no recorded exchange; 1 unanswered requests belong to no recorded exchange"
    )
    assert log["comment"] == expected
    assert "comment" not in log_of(WireTraffic(t=1, exchanges=(PLAIN,)))


def test_without_an_installed_package_its_version_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert log_of()["creator"] == {"name": "sidlab", "version": "unknown"}


def refused(n: int, t: int, **more: Any) -> WireResponse:
    fields = {"t": t, "conn": 1, "n": n, "status": 400, "method": "POST", "kind": "post", "upstream_port": 77}
    return msgspec.convert(fields | {"sid": "abc"} | more, type=WireResponse, strict=True)


def test_the_400s_are_those_of_the_summary_with_its_causes() -> None:
    """Not of probes, nor what came while the run was being ended; the server knows the cause of a cut answer."""
    freeze = MONO + 2000 * MS
    rows = [row(n=n, status=400, cause="other" if n < 4 else "payload") for n in range(1, 5)]
    rows += [
        row(n=5, client=PROBE, status=400),
        row(n=6, status=400, answered=freeze - 1, ended=freeze + 2),
        row(n=7, status=400, answered=freeze + 1, ended=freeze + 2),
        row(n=8, began=freeze + 1, answered=None, status=None, ending="cut"),
        row(n=9, answered=None, status=None, ending="cut", ended=freeze + 2),
    ]
    answered = ServerAnswered(
        t=MONO, status=400, epoch="e", remote_port=77, n=1, method="POST", sid="old", cause="unknown-sid"
    )
    events = [
        refused(1, MONO),
        refused(2, MONO, sent_sid="old"),
        refused(3, MONO, text="what?"),
        refused(9, MONO, status=500),
        refused(4, MONO, cause="payload"),
        refused(6, freeze + 1),
        answered,
        msgspec.structs.replace(answered, status=500, sid="abc", cause="payload"),
        WireTraffic(t=1, exchanges=tuple(rows)),
        RunEnding(t=freeze, why="finished"),
    ]
    log = log_of(*events)
    found = [(one["_conn"], one["_cause"]) for one in log["entries"] if one["response"]["status"] == 400]
    assert sorted(found) == [(1, "other"), (1, "other"), (1, "payload"), (1, "unknown-sid")]
    assert len(log["entries"]) == 5
    comments = {one["_n"]: one.get("comment") for one in log["entries"]}
    assert comments.pop(9) == "it was under way when the run began to end"
    assert set(comments.values()) == {None}
    assert log["comment"] == "3 exchanges that were answered while the run was being ended are left out"


def test_messages_of_the_end_of_a_run_and_of_a_socket_that_does_not_count_are_left_out() -> None:
    freeze = MONO + 2000 * MS
    sockets = (row(kind="websocket", ending="switched", status=101), row(n=2, ending="switched", client=PROBE))
    said = [
        Framed(conn=1, n=n, t=freeze + late, up=True, opcode=1, size=1, data="2")
        for n in (1, 2)
        for late in (0, 1)
    ]
    log = log_of(WireTraffic(t=1, exchanges=sockets, messages=tuple(said)), RunEnding(t=freeze, why="finished"))
    (entry,) = log["entries"]
    assert len(entry["_webSocketMessages"]) == 1
    assert log["comment"] == (
        "2 WebSocket messages that came while the run was being ended are left out; "
        "1 WebSocket messages belong to no recorded exchange"
    )


def test_a_reader_no_one_here_wrote_opens_it() -> None:
    rows = (
        PLAIN,
        row(n=2, status=400),
        row(n=3, kind="websocket", ending="switched", status=101),
        row(n=4, **CUT),
    )
    parser = HarParser({"log": log_of(*HEADS, WireTraffic(t=1, exchanges=rows))})
    (page,) = parser.pages
    assert [entry.status for entry in page.entries] == [200, 400, 101, 0]
    assert page.entries[1].request.get_header_value("Content-Type") == "text/plain"
    assert {entry.startTime.isoformat() for entry in page.entries} == {"2026-01-02T03:00:01+00:00"}
    assert [entry.time for entry in page.entries] == [10, 10, 10, 10]


def attempt(t: int, **more: Any) -> ClientAttempt:
    fields = {"t": t, "client": "c1", "method": "GET", "kind": "handshake", "took": 0.25, "error": "E"}
    return msgspec.convert(fields | {"errno": "ECONNREFUSED"} | more, type=ClientAttempt, strict=True)


def test_a_connect_that_was_refused_is_told_by_its_client() -> None:
    freeze = MONO + 2000 * MS
    log = log_of(
        WireTraffic(t=1, exchanges=(row(kind="handshake", target="/chat/?EIO=4"),)),
        attempt(MONO + 500 * MS),
        attempt(MONO + 500 * MS, client="c2", kind="upgrade", sid="abc"),
        attempt(MONO + 600 * MS, errno="ECONNRESET"),
        attempt(freeze + 300 * MS),
        RunEnding(t=freeze, why="finished"),
    )
    first, second, crossed = log["entries"]
    assert (first["_client"], second["_client"], crossed["_client"]) == ("c1", "c2", "c1")
    assert first["_error"] == first["response"]["_error"] == "net::ERR_CONNECTION_REFUSED"
    assert first["request"]["url"] == "http://127.0.0.1:5000/chat/"
    assert (first["startedDateTime"], first["time"]) == ("2026-01-02T03:00:00.250Z", 250)
    assert first["timings"]["connect"] == 250
    assert (second["_sid"], second["_resourceType"], second["response"]["status"]) == ("abc", "websocket", 0)
    assert "nothing of it crossed" in first["comment"]


def test_it_can_be_made_again_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    recorder = Recorder(tmp_path)
    events = [STARTED, READY, *HEADS, WireTraffic(t=1, exchanges=(PLAIN,))]
    for one in records(events):
        recorder.record(one.seq, one.at, one.src, msgspec.json.encode(one.event))
    recorder.record(9, 9, "clients-0", b"not read for this")
    recorder.record(10, 10, "clients-0", msgspec.json.encode(attempt(MONO + 500 * MS)))
    recorder.close()
    (tmp_path / "session.har").write_text("an older one")
    path = har_file.remake(tmp_path)
    assert path == tmp_path / "session.har"
    expected = log_of(*HEADS, WireTraffic(t=1, exchanges=(PLAIN,)), attempt(MONO + 500 * MS))
    assert json.loads(path.read_bytes())["log"] == expected
    assert len(expected["entries"]) == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["events", "session.har"]
    (tmp_path / "events" / "wire.jsonl").write_text("noise\n")
    with pytest.raises(DamagedRecordError):
        har_file.remake(tmp_path)
    assert json.loads(path.read_bytes())["log"]["entries"], "the one that is there stays as it is"


def test_the_schema_refuses_what_is_not_a_har() -> None:
    made = written(WireTraffic(t=1, exchanges=(PLAIN,)))
    del made["log"]["entries"][0]["timings"]["wait"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(made)
