"""What is admitted, how it is weighed, and what explains what."""

from typing import Any

import pytest
from histories import History
from msgspec import structs

from harness.diagnosis.admit import admitted
from harness.diagnosis.judge import CITED, diagnose, findings
from harness.diagnosis.told import Told
from harness.events import (
    PROBE,
    ChildHello,
    ClientDisconnected,
    Crossed,
    Event,
    GuardSignalled,
    Record,
    RunEnding,
    RunProcessExited,
    RunServerDown,
    RunStarted,
    RunStep,
    ServerObeyed,
    WireBytes,
    WireClosed,
    WireFaultApplied,
    WireLegClosed,
    WireOpened,
    WireResponse,
    WireSidIssued,
    WireTraffic,
    WireUnanswered,
)


def see(event: Event) -> Any:
    seen = admitted(Record(seq=1, at=1, src="x", event=event))
    return None if seen is None else seen.event


@pytest.mark.parametrize(
    "event",
    [
        RunStep(t=1, by="scenario", do="restart"),
        RunServerDown(t=1, life=1, asked=True),
        WireFaultApplied(t=1, id=1, fault="reset", target="all"),
        ServerObeyed(t=1, epoch="e", do="crash"),
        GuardSignalled(t=1, signal="SIGKILL", pids=(1,)),
        ChildHello(t=1, role="wire", name="wire", pid=1),
        RunProcessExited(t=1, role="clients", name="clients-0", pid=1),
        WireSidIssued(t=1, conn=1, sid="s", transport="polling", client=PROBE),
    ],
)
def test_what_was_done_on_purpose_and_what_is_nobodys_word_is_not_admitted(event: Event) -> None:
    assert see(event) is None


def test_what_a_device_says_of_itself_is_no_evidence() -> None:
    lost = ClientDisconnected(t=1, client="lan:kim", generation=1, sid="s", reason="js:transport close")
    assert admitted(Record(seq=1, at=1, src="beacon", event=lost)) is None
    assert admitted(Record(seq=1, at=1, src="clients-0", event=lost)) is not None


def test_what_is_admitted_names_no_fault_and_no_scenario() -> None:
    leg = WireLegClosed(t=1, conn=1, leg="client", how="rst", by="fault", fault="reset")
    assert see(leg) == structs.replace(leg, fault=None)
    opened = WireOpened(t=1, conn=1, listener=0, client_port=0, upstream_port=2, fault="stale-sid")
    assert see(opened).fault is None
    answered = WireResponse(
        t=1, conn=1, n=1, status=400, method="GET", kind="poll", upstream_port=2, fault="status", sent_sid="s"
    )
    assert (see(answered).fault, see(answered).sent_sid) == (None, None)
    cut = WireUnanswered(t=1, conn=1, n=1, method="GET", kind="poll", upstream_port=2, fault="truncate")
    assert see(cut).fault is None
    started = RunStarted(t=1, run_id="r", scenario="incident", title="T", profile="gevent", wall="w", seed=7)
    assert (see(started).scenario, see(started).profile, see(started).seed) == ("", "", 0)
    assert see(RunEnding(t=1, why="interrupted")).why == "finished"
    assert see(RunProcessExited(t=1, role="server", name="s", pid=1, asked=True)).asked is False
    row = Crossed(1, 1, 1, 1, None, 2, "GET", "/", "HTTP/1.1", "page", "cut")
    assert see(WireTraffic(t=1, exchanges=(row,))) == WireTraffic(t=1)
    closed = WireClosed(t=1, conn=1, up=WireBytes(), down=WireBytes())
    assert see(closed) is closed


def test_an_empty_story_decides_nothing() -> None:
    found = diagnose(Told().story)
    assert found.kept == ()
    assert {one.verdict for one in found.verdicts} == {"undecided"}
    assert found.explained == {"http_400": (0, 0), "closes": (0, 0), "disconnects": (0, 0)}


def test_what_happens_after_the_run_began_to_end_is_no_part_of_it() -> None:
    run = History()
    run.at(1).freeze()
    run.at(2).answer(400, kind="handshake", cause="origin", body="poll")
    assert run.diagnosis().kept == ()


def test_the_ping_limits_are_the_runs_own() -> None:
    run = History()
    run.say(
        RunStarted(
            t=0, run_id="r", scenario="s", title="", profile="", wall="", seed=1, ping_interval=2, ping_timeout=3
        )
    )
    assert (run.told.story.ping_interval, run.told.story.ping_timeout) == (2, 3)


def test_an_answer_of_the_wires_own_and_one_of_a_page_are_no_refusals() -> None:
    run = History()
    run.answer(503, by="wire")
    run.answer(404, kind="page")
    assert run.told.story.refusals == []


def test_an_end_that_the_wire_made_is_one_that_neither_side_made_and_one_passed_on_counts_once() -> None:
    run = History()
    run.reset(1, leg="client", by="fault", fault="reset")
    run.reset(1, leg="server", by="fault", fault="reset")
    run.reset(2, leg="server")
    run.reset(2, leg="client", by="relay")
    assert [one.by for one in run.told.story.resets] == ["neither", "server"]


def test_two_that_weigh_the_same_explain_nothing() -> None:
    run = History()
    run.open("s1", "e1", None)
    for conn in (1, 2):
        run.at(conn).ask("s1", "a")
    run.at(4).answer(200, conn=2, sid="s1")
    run.at(5).reset(1, by="fault")
    run.lose("a", 1, "s1")
    found = run.diagnosis()
    assert set(found.kept) == {"network-drop", "overlapping-polls"}
    assert found.explained == {"http_400": (0, 0), "closes": (1, 1), "disconnects": (0, 1)}


def test_a_summary_holds_every_verdict_with_its_events() -> None:
    run = History()
    run.answer(400, kind="handshake", cause="origin", body="poll")
    held = findings(run.told.story)
    assert held[0] == {"hypothesis": "origin-refused", "verdict": "kept", "because": [1], "against": []}
    assert len(held) == len(run.diagnosis().verdicts)


def test_many_events_are_counted_and_some_are_cited() -> None:
    run = History()
    for _ in range(CITED + 10):
        run.answer(400, kind="handshake", cause="origin", body="poll")
    first = run.diagnosis().verdicts[0]
    assert (len(first.because), first.signs, first.explains) == (
        CITED,
        {"refused-for-its-origin": CITED + 10},
        CITED + 10,
    )
