"""All faults of requests after one another in one run: the witnesses agree about what each of them saw."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.evidence.verify import verify
from harness.proxy.faults import catalogue

MAIN = Path(__file__).resolve().parents[2] / "main.py"
Bar = Callable[[str, object, object, bool], None]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(300)]

HEAD = """
title = "all faults of requests"
duration = {duration}
seed = {seed}
[server]
profile = "{profile}"
ping_interval = 2
ping_timeout = 1
[[clients]]
group = "polling"
count = 4
transports = ["polling"]
rate = 5.0
[[clients]]
group = "upgrade"
count = 3
transports = ["polling", "websocket"]
rate = 3.0
[[clients]]
group = "threads"
kind = "python-threads"
count = 3
transports = ["polling"]
rate = 3.0
"""
FAULT = """
[[steps]]
at = {at}
do = "fault"
fault = "{fault}"
{params}
"""
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("stale-sid", {"target": {"request": "post"}}),
    ("stale-sid", {"target": {"request": "poll"}, "times": "always", "which": "made"}),
    ("status", {"code": 503}),
    ("status", {"code": 413, "target": {"request": "post"}}),
    ("strip-upgrade", {}),
    ("bad-origin", {"target": {"request": "handshake"}}),
    ("bad-origin", {}),
    ("wrong-version", {}),
    ("drop-cookie", {"where": "both"}),
    ("overlap-poll", {}),
    ("truncate", {}),
    ("truncate", {"how": "reset"}),
    ("cached-handshake", {}),
    ("stale-sid", {"target": "upgrade", "times": "always"}),
    ("big-payload", {"target": "threads"}),
    ("restart-and-reset", {"how": "kill"}),
]
NEEDS_ANOTHER_SERVER = {"unsticky"}
EACH = 2.5
"""Seconds from one fault to the next."""
LASTS = 1.5
BACK = 20.0
"""Seconds in which every client is back: the libraries wait up to 7.5 s between two attempts."""


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {json.dumps(one)}" for name, one in value.items()) + "}"
    return json.dumps(value)


def scenario(profile: str, seed: int) -> str:
    parts = [HEAD.format(profile=profile, seed=seed, duration=3 + EACH * len(FAULTS) + BACK)]
    for index, (fault, params) in enumerate(FAULTS):
        lasts = {} if fault == "restart-and-reset" else {"duration": LASTS}
        lines = "\n".join(f"{name} = {toml(value)}" for name, value in {**lasts, **params}.items())
        parts.append(FAULT.format(at=round(3 + EACH * index, 2), fault=fault, params=lines))
    return "".join(parts)


@pytest.mark.parametrize(("profile", "seed"), [("gevent", 1), ("werkzeug-reloader", 2)])
def test_the_witnesses_agree_under_all_of_them(profile: str, seed: int, tmp_path: Path, bar: Bar) -> None:
    (tmp_path / "all.toml").write_text(scenario(profile, seed), encoding="utf-8")
    words = [sys.executable, str(MAIN), "run", str(tmp_path / "all.toml"), "--json", "--quiet"]
    process = subprocess.run(
        [*words, "--out", str(tmp_path)], capture_output=True, text=True, timeout=200, check=False
    )
    assert process.returncode == 0, process.stderr
    summary: dict[str, Any] = json.loads(process.stdout)
    seen = summary["witnesses"]
    unexplained = sum(seen[one]["unexplained"] for one in ("http_400", "disconnects", "sids"))
    bar(f"all faults of requests on {profile}: unexplained", 0, unexplained, unexplained == 0)
    assert seen["agree"] is True, seen
    tap = summary["tap"]
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"]
    assert verify(tmp_path / summary["run_id"]) == {"ok": True, "problems": []}
    back = {group: figures["clients"]["connected_at_end"] for group, figures in summary["groups"].items()}
    assert (back["polling"], back["upgrade"]) == (4, 3)
    # after too large a payload the server says goodbye, and a client does not come back from that by itself


def test_no_fault_of_requests_is_left_out() -> None:
    names = {one.name for one in catalogue() if one.family == "http"}
    assert names == {fault for fault, _ in FAULTS} | NEEDS_ANOTHER_SERVER
