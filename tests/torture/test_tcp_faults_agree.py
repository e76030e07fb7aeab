"""All faults of TCP after one another in one run, with restarts: the witnesses agree, and all is well at last."""

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
title = "all faults of TCP"
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
rate = 3.0
[[clients]]
group = "socket"
count = 4
transports = ["websocket"]
rate = 3.0
[[clients]]
group = "threads"
kind = "python-threads"
count = 3
rate = 3.0
own_port = true
"""
FAULT = """
[[steps]]
at = {at}
do = "fault"
fault = "{fault}"
duration = 1.5
{params}
"""
RESTART = """
[[steps]]
at = {at}
do = "restart"
how = "{how}"
"""
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("hang", {}),
    ("half-close", {"end": "client"}),
    ("half-close", {"end": "server"}),
    ("bandwidth", {"rate": 5}),
    ("slice", {"size": 50, "gap": 2}),
    ("limit", {"after": 3000}),
    ("limit", {"after": 3000, "how": "close", "target": "50%"}),
    ("kill-after", {"after": 0.5}),
    ("idle-cut", {"after": 0.3}),
    ("idle-cut", {"after": 0.3, "how": "drop"}),
    ("latency", {"delay": 50, "jitter": 20, "distribution": "pareto"}),
    ("fail-first", {"first": 3, "how": "hang"}),
    ("flap", {"down_for": 0.3, "up_for": 0.4}),
    ("flap", {"down_for": 0.3, "up_for": 0.4, "how": "reset", "target": "polling"}),
    ("flap", {"down_for": 0.3, "up_for": 0.4, "how": "refuse"}),
    ("blackhole", {"direction": "down", "then": "reset"}),
    ("close", {"end": "server"}),
    ("reset", {"end": "client", "target": "socket"}),
    ("fail-first", {"first": 3}),
    ("refuse", {"target": "threads"}),
]
EACH = 2.0
"""Seconds from one fault to the next."""
BACK = 16.0
"""Seconds in which every client is back: the libraries wait up to 7.5 s between two attempts."""


def scenario(profile: str, how: str, seed: int) -> str:
    parts = [HEAD.format(profile=profile, seed=seed, duration=3 + EACH * len(FAULTS) + BACK)]
    for index, (fault, params) in enumerate(FAULTS):
        at = round(3 + EACH * index, 2)
        lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in params.items())
        parts.append(FAULT.format(at=at, fault=fault, params=lines))
        if index % 4 == 3:
            parts.append(RESTART.format(at=at + 0.5, how=how))
    return "".join(parts)


@pytest.mark.parametrize(
    ("profile", "how", "seed"),
    [("gevent", "kill", 1), ("werkzeug-reloader", "reload", 2)],
)
def test_the_witnesses_agree_under_all_of_them(
    profile: str, how: str, seed: int, tmp_path: Path, bar: Bar
) -> None:
    (tmp_path / "all.toml").write_text(scenario(profile, how, seed), encoding="utf-8")
    words = [sys.executable, str(MAIN), "run", str(tmp_path / "all.toml"), "--json", "--quiet"]
    process = subprocess.run(
        [*words, "--out", str(tmp_path)], capture_output=True, text=True, timeout=200, check=False
    )
    assert process.returncode == 0, process.stderr
    summary: dict[str, Any] = json.loads(process.stdout)
    seen = summary["witnesses"]
    unexplained = sum(seen[one]["unexplained"] for one in ("http_400", "disconnects", "sids"))
    bar(f"all faults of TCP on {profile}: unexplained", 0, unexplained, unexplained == 0)
    assert seen["agree"] is True, seen
    tap = summary["tap"]
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"]
    assert summary["clients"]["connected_at_end"] == 11
    assert [one["fault"] for one in summary["faults"]] == [fault for fault, _ in FAULTS]
    assert verify(tmp_path / summary["run_id"]) == {"ok": True, "problems": []}


def test_no_fault_of_tcp_is_left_out() -> None:
    assert {one.name for one in catalogue() if one.family == "tcp"} == {fault for fault, _ in FAULTS}
