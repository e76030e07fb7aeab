"""The last lines of a run without a window: the expectations, what the faults touched, the folder."""

from __future__ import annotations

from typing import Any

from harness.events import AnyEvent, Record, RunLan, RunReady, RunServerRelieved, RunStep
from harness.progress import Story, judged


def fault(name: str, touched: int, clients: list[str | None] | None) -> dict[str, Any]:
    rows = None if clients is None else [{"client": client} for client in clients]
    return {"fault": name, "target": "all", "touched": touched, "connections": rows}


def test_the_verdict_names_what_each_fault_touched() -> None:
    summary = {
        "expectations": [
            {"text": "one", "held": True, "measured": 3},
            {"text": "two", "held": None, "measured": None},
        ],
        "faults": [
            fault("reset", 1, ["a-1"]),
            fault("latency", 9, [*(f"b-{n % 6}" for n in range(8)), None]),
            fault("refuse", 0, []),
            fault("status", 3, None),
        ],
        "trial": None,
        "findings": [
            {"hypothesis": "origin-refused", "verdict": "kept", "because": [1, 2, 3, 4, 5, 6], "against": []},
            {"hypothesis": "network-drop", "verdict": "undecided", "because": [7], "against": []},
            {"hypothesis": "clock-jump", "verdict": "kept", "because": [8], "against": []},
        ],
        "outcome": "unknown",
    }
    assert [line for line, _ in judged(summary, "runs/x")] == [
        "✓ one (measured 3)",
        "? two (measured not known)",
        "kept: origin-refused: The server does not accept the page's origin (CORS). (events 1, 2, 3, 4, 5 …)",
        "kept: clock-jump: The server's clock jumped, and it took sessions for silent that were not. (event 8)",
        "reset on all touched 1 connection: a-1",
        "latency on all touched 9 connections: b-0, b-1, b-2, b-3, b-4 …",
        "refuse on all touched 0 connections",
        "status on all touched 3 connections",
        "unknown: runs/x",
    ]


def test_a_trial_is_a_table_and_its_sentences() -> None:
    def tried(sockets: int | None, away: int | None, bodies: dict[str, int] | None) -> dict[str, Any]:
        return {
            "pages": 3,
            "sockets_per_page": {"mean": sockets, "min": sockets, "max": sockets},
            "http_400": {"total": 4, "by_body": bodies},
            "lost": 5,
            "duplicated": 6,
            "copies_max": 7,
            "recovery": {"p50": None if sockets is None else 1.25, "p95": None, "max": None},
            "requests_while_away": away,
        }

    summary = {
        "expectations": [],
        "faults": [],
        "findings": [],
        "trial": {
            "behaviours": {
                "plain": tried(1, 8, {"message": 3, "close-packet": 1, "poll": 0}),
                "singleton-nulled": tried(None, None, None),
            },
            "says": [
                {"text": "%s leaks %s", "args": ["singleton-nulled", 4.5], "verdict": "wrong"},
                {"text": "%s is right", "args": ["plain"], "verdict": "right"},
            ],
        },
        "outcome": "passed",
    }
    lines = judged(summary, "runs/x", "4f7c35")
    assert lines[-1][0] == "root hash of the evidence, for the ticket: 4f7c35"
    assert [(line, colour) for line, colour in lines[3:5]] == [
        ("✗ singleton-nulled leaks 4.5", "red"),
        ("✓ plain is right", "green"),
    ]
    heads, plain, nulled = (line for line, _ in lines[:3])
    assert len({len(heads), len(plain), len(nulled)}) == 1
    assert " ".join(plain.split()) == "plain 3 1.0 (at most 1) 4 (3 message, 1 close-packet) 5 6 7 1.25 s 8"
    assert " ".join(nulled.split()) == "singleton-nulled 3 – 4 5 6 7 – –"


def test_a_way_to_fail_is_told_when_it_is_asked_and_when_it_is_over() -> None:
    said: list[str] = []
    events: list[AnyEvent] = [
        RunReady(t=0, url="http://127.0.0.1:1", upstream=""),
        RunStep(t=1_000_000_000, by="scenario", do="server", detail={"way": "hang", "duration": 3.0}),
        RunServerRelieved(t=4_000_000_000, id=1, way="hang"),
    ]
    story = Story(said.append)
    for seq, event in enumerate(events):
        story.fold(Record(seq=seq, at=event.t, src="session", event=event))
    assert said[1:] == ["   1.00 s  server hang 3.0", "   4.00 s  hang is over"]


def test_that_the_lan_takes_no_part_any_more_is_told_with_the_reason() -> None:
    lines: list[str] = []
    story = Story(lines.append)
    switched = [
        RunReady(t=0, url="http://a", upstream="http://b"),
        RunStep(t=0, by="command line", do="lan", detail={"to": "on", "interface": ""}),
        RunLan(t=1, on=True, interface="eth0", address="192.0.2.1", port=8460),
        RunLan(t=2_000_000_000, on=False, why="the process beacon has ended by itself"),
        RunLan(t=3_000_000_000, on=False),
    ]
    for event in switched:
        story.fold(Record(seq=1, at=0, src="session", event=event))
    assert lines[1:] == [
        "   0.00 s  lan on",
        "   2.00 s  the LAN takes no part: the process beacon has ended by itself",
    ]
