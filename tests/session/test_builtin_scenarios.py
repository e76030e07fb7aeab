"""The built-in scenarios, run as a person would, and what each of them has to show."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import har_check
import pytest

from harness import netns
from harness.events import ClientAttempt, ServerConnected, ServerDisconnected, WireFaultTouched, WireResponse
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify

MAIN = Path(__file__).resolve().parents[2] / "main.py"
Bar = Callable[[str, object, object, bool], None]

LACKING = netns.lacking()
NEEDS_PACKETS = pytest.mark.skipif(bool(LACKING), reason=f"faults of packets need {LACKING}")
ALL_LOST = """
title = "Every packet is lost for four seconds"
duration = 14.0
[server]
profile = "gevent"
ping_interval = 1
ping_timeout = 1
[[clients]]
group = "polling"
count = 3
transports = ["polling"]
rate = 5.0
[[clients]]
group = "websocket"
count = 3
transports = ["websocket"]
rate = 5.0
[[steps]]
at = 2.0
do = "fault"
fault = "loss"
percent = 100
duration = 4.0
"""

pytestmark = [pytest.mark.torture, pytest.mark.timeout(900)]


def run(name: str, out: Path) -> tuple[dict[str, Any], RunFolder]:
    words = [sys.executable, str(MAIN), "run", name, "--json", "--quiet", "--out", str(out)]
    process = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)
    assert process.returncode == 0, process.stderr + process.stdout
    summary = json.loads(process.stdout)
    folder = RunFolder.open(out / summary["run_id"])
    assert verify(folder.path) == {"ok": True, "problems": []}
    assert_balanced(summary)
    return summary, folder


def assert_balanced(summary: dict[str, Any]) -> None:
    tap, messages = summary["tap"], summary["messages"]
    assert tap["lost"] == 0
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"]
    assert messages["sent"] == messages["delivered"] + messages["lost"] + messages["unknown"]
    assert summary["witnesses"]["agree"] is True
    assert all(summary["witnesses"][figure]["unexplained"] == 0 for figure in ("http_400", "disconnects", "sids"))
    assert summary["clients"]["connected_at_end"] == summary["clients"]["count"]


@pytest.mark.parametrize("turn", range(1, 11))
def test_incident(turn: int, tmp_path: Path, bar: Bar) -> None:
    summary, folder = run("incident", tmp_path)
    refused = [
        record.event
        for record in folder.records()
        if isinstance(record.event, WireResponse) and record.event.status == 400
    ]
    stale = {event.client for event in refused if event.cause == "unknown-sid"}
    met = {f"polling-{number}" for number in range(1, 6)} & stale
    kinds = [event.body for event in refused]
    bar(f"incident {turn}: polling clients that met a stale sid", 5, len(met), len(met) == 5)
    assert len(met) == 5
    assert None not in kinds
    assert summary["http_400"]["total"] == len(refused) == sum(summary["http_400"]["by_body"].values())
    entries = har_check.checked(folder.path)
    in_har = sum(one["response"]["status"] == 400 for one in entries)
    bar(f"incident {turn}: 400s of the HAR", len(refused), in_har, in_har == len(refused))


@pytest.mark.parametrize("turn", range(1, 6))
def test_the_fix_as_written_leaks_and_repeats_every_time(turn: int, tmp_path: Path, bar: Bar) -> None:
    summary, _ = run("fix-on-trial", tmp_path)
    tried = summary["trial"]["behaviours"]
    nulled = tried["singleton-nulled"]
    leaked, again = nulled["sockets_per_page"], nulled["duplicated"]
    bar(f"fix-on-trial {turn}: live sockets a page, as written", "≥ 2", leaked["min"], leaked["min"] >= 2)
    bar(f"fix-on-trial {turn}: messages heard again, as written", "≥ 1", again, again >= 1)
    assert leaked["min"] >= 2
    assert again >= 1
    for name in ("plain", "singleton-closed"):
        one = tried[name]
        ends = (one["sockets_per_page"]["min"], one["sockets_per_page"]["max"], one["duplicated"])
        right = ends == (1, 1, 0)
        bar(f"fix-on-trial {turn}: fewest and most sockets a page, repeats: {name}", (1, 1, 0), ends, right)
        assert right
    assert tried["singleton-closed"]["http_400"]["total"] >= 1
    assert tried["websocket-only"]["http_400"]["total"] == 0
    said = {(one["args"][0], one["verdict"]) for one in summary["trial"]["says"]}
    assert {("singleton-nulled", "wrong"), ("plain", "right"), ("websocket-only", "right")} <= said


@pytest.mark.parametrize("turn", range(1, 11))
def test_a_reset_in_the_gap_leaves_nothing_unexplained(turn: int, tmp_path: Path, bar: Bar) -> None:
    summary, _ = run("reset-in-the-gap", tmp_path)
    seen = summary["witnesses"]["http_400"]
    bar(f"reset in the gap {turn}: unexplained", 0, seen["unexplained"], seen["unexplained"] == 0)
    assert summary["closes"]["injected"] > 0


@pytest.mark.parametrize("name", ["websocket-only", "wifi-drop"])
def test_no_server_loss_or_no_polling_no_400(name: str, tmp_path: Path, bar: Bar) -> None:
    summary, _ = run(name, tmp_path)
    stale = summary["http_400"]["by_cause"]["unknown-sid"]
    bar(f"{name}: unknown-sid", 0, stale, stale == 0)
    assert stale == 0
    assert summary["disconnects"]["total"] > 0


def test_wifi_lost_shows_stale_400s_after_the_servers_ping_timeout(tmp_path: Path, bar: Bar) -> None:
    summary, folder = run("wifi-lost", tmp_path)
    records = list(folder.records())
    timed_out = {
        event.sid: event.t
        for event in (record.event for record in records)
        if isinstance(event, ServerDisconnected) and event.reason == "server:ping timeout"
    }
    stale = [
        record.event
        for record in records
        if isinstance(record.event, WireResponse) and record.event.cause == "unknown-sid"
    ]
    bar("wifi-lost: stale 400s, all after the ping timeout of their session", "≥ 1", len(stale), bool(stale))
    assert stale
    assert all(event.sid in timed_out and timed_out[event.sid] < event.t for event in stale)
    assert len({record.event.epoch for record in records if isinstance(record.event, ServerConnected)}) == 1
    assert summary["http_400"]["total"] == len(stale)


@NEEDS_PACKETS
def test_a_weak_wifi_is_late_and_no_more(tmp_path: Path, bar: Bar) -> None:
    summary, folder = run("wifi-weak", tmp_path)
    did = {record.event.did for record in folder.records() if isinstance(record.event, WireFaultTouched)}
    lost = summary["messages"]["lost"]
    bar("wifi-weak: messages lost", 0, lost, lost == 0)
    assert did == {"lost", "duplicated", "overtaken", "corrupted"}
    assert summary["disconnects"]["total"] == 0


@NEEDS_PACKETS
def test_when_every_packet_is_lost_the_server_gives_sessions_up_and_all_come_back(
    tmp_path: Path, bar: Bar
) -> None:
    file = tmp_path / "all-lost.toml"
    file.write_text(ALL_LOST)
    summary, folder = run(str(file), tmp_path)
    stale = summary["http_400"]["by_cause"].get("unknown-sid", 0)
    bar("every packet lost for 4 s: stale 400s without a restart", "≥ 1", stale, stale >= 1)
    assert stale >= 1
    assert summary["clients"]["reconnects"] >= summary["clients"]["count"]
    assert (
        len({record.event.epoch for record in folder.records() if isinstance(record.event, ServerConnected)}) == 1
    )


def test_hard_kill_shows_refused_connects(tmp_path: Path, bar: Bar) -> None:
    summary, folder = run("hard-kill", tmp_path)
    refused = {
        record.event.client
        for record in folder.records()
        if isinstance(record.event, ClientAttempt) and record.event.errno == "ECONNREFUSED"
    }
    bar("hard-kill: clients refused", summary["clients"]["count"], len(refused), len(refused) > 0)
    assert len(refused) == summary["clients"]["count"]
