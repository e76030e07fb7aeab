"""Each fault in a short run: what the witnesses say agrees, and the HAR's 400s are the summary's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import har_check
import pytest

from harness.evidence.verify import verify
from harness.proxy.faults import catalogue

MAIN = Path(__file__).resolve().parents[2] / "main.py"
Bar = Callable[[str, object, object, bool], None]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(200)]

SCENARIO = """
title = "one fault"
duration = 9.0
seed = 3
[server]
profile = "werkzeug-reloader"
[[clients]]
group = "polling"
count = 3
transports = ["polling"]
rate = 5.0
[[clients]]
group = "upgrading"
count = 2
rate = 5.0
[[steps]]
at = {at}
do = "fault"
duration = 4.0
{fault}
[[steps]]
at = 3.5
do = "fault"
fault = "reset"
[[steps]]
at = 4.5
do = "restart"
how = "reload"
"""
JOINING = """
title = "joining under a cached handshake"
duration = 22.0
seed = 3
[server]
profile = "gevent"
ping_interval = 2
ping_timeout = 1
[[clients]]
group = "polling"
count = 2
transports = ["polling"]
rate = 2.0
[[steps]]
at = 0.1
do = "fault"
fault = "cached-handshake"
duration = 10.0
[[steps]]
at = 1.0
do = "clients"
group = "polling"
count = 3
[[steps]]
at = 4.0
do = "clients"
group = "polling"
count = 6
"""
FAULTS = [
    # fault, when it sets in, and the figure that must show it
    ('fault = "stale-sid"', 1.5, "http_400.by_cause.unknown-sid"),
    ('fault = "stale-sid"\ntimes = "always"', 1.5, "http_400.by_cause.unknown-sid"),
    ('fault = "stale-sid"\nwhich = "any"', 1.5, "http_400.by_cause.unknown-sid"),
    ('fault = "overlap-poll"', 0.1, None),
    ('fault = "cached-handshake"', 0.0, None),
    ('fault = "strip-upgrade"', 0.0, "http_400.total"),
    ('fault = "wrong-version"', 0.0, "http_400.by_cause.protocol-version"),
    ('fault = "bad-origin"', 1.5, "http_400.by_cause.origin"),
    ('fault = "drop-cookie"', 0.1, None),
    ('fault = "status"', 1.5, "http_5xx.total"),
    ('fault = "status"\ncode = 400', 1.5, "witnesses.http_400.answered_by_wire"),
    ('fault = "big-payload"', 1.5, "http_400.total"),
    ('fault = "truncate"', 1.5, "closes.injected"),
    ('fault = "restart-and-reset"', 1.5, None),
    ('fault = "truncate"\nhow = "reset"\nafter = 0', 1.5, "closes.injected"),
]
ELSEWHERE = {"unsticky"}
"""It needs a second server, and then one that is not ours."""


@pytest.mark.parametrize(("fault", "at", "figure"), FAULTS)
def test_the_witnesses_agree_under(fault: str, at: float, figure: str | None, tmp_path: Path, bar: Bar) -> None:
    summary = agreed(SCENARIO.format(fault=fault, at=at), fault.replace("\n", " "), tmp_path, bar)
    assert figure is None or measured(summary, figure) > 0


@pytest.mark.parametrize("name", [one.name for one in catalogue() if one.family == "tcp"])
def test_the_witnesses_agree_under_a_fault_of_tcp(name: str, tmp_path: Path, bar: Bar) -> None:
    agreed(SCENARIO.format(fault=f'fault = "{name}"', at=1.5), name, tmp_path, bar)


def test_clients_that_join_under_a_cached_handshake(tmp_path: Path, bar: Bar) -> None:
    """They hold one session together, and whoever leaves ends it for all."""
    agreed(JOINING, "joining under a cached handshake", tmp_path, bar)


def agreed(scenario: str, name: str, tmp_path: Path, bar: Bar) -> dict[str, Any]:
    """Run a scenario, after which everybody agrees; returns its summary."""
    (tmp_path / "one.toml").write_text(scenario, encoding="utf-8")
    words = [sys.executable, str(MAIN), "run", str(tmp_path / "one.toml"), "--json", "--quiet"]
    process = subprocess.run(
        [*words, "--out", str(tmp_path)], capture_output=True, text=True, timeout=100, check=False
    )
    assert process.returncode == 0, process.stderr
    summary: dict[str, Any] = json.loads(process.stdout)
    seen = summary["witnesses"]
    unexplained = sum(seen[one]["unexplained"] for one in ("http_400", "disconnects", "sids"))
    bar(f"{name}: unexplained", 0, unexplained, unexplained == 0)
    assert seen["agree"] is True, seen
    tap = summary["tap"]
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"]
    assert tap["lost"] == 0
    assert verify(tmp_path / summary["run_id"]) == {"ok": True, "problems": []}
    har_check.checked(tmp_path / summary["run_id"])
    return summary


def measured(summary: Any, figure: str) -> int:
    for name in figure.split("."):
        summary = summary[name]
    return int(summary)


def test_no_fault_of_requests_is_left_out() -> None:
    tried = {fault.partition("\n")[0].removeprefix('fault = "').removesuffix('"') for fault, _, _ in FAULTS}
    assert {one.name for one in catalogue() if one.family == "http"} == tried | ELSEWHERE
