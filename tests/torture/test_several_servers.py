"""Runs against what several processes serve, and Node: the witnesses agree, and the sticky two differ."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.profiles import profiles

MAIN = Path(__file__).resolve().parents[2] / "main.py"

pytestmark = [pytest.mark.torture, pytest.mark.timeout(400)]

SCENARIO = """
title = "several servers"
duration = {seconds}
seed = 3
[server]
profile = "{profile}"
[[clients]]
group = "polling"
count = 3
transports = ["polling"]
rate = 5.0
[[clients]]
group = "threads"
kind = "python-threads"
count = 2
transports = ["polling"]
rate = 5.0
[[clients]]
group = "websocket"
count = 2
transports = ["websocket"]
rate = 5.0
"""
RESTARTS = """
[[steps]]
at = 8.0
do = "restart"
how = "{first}"
[[steps]]
at = 17.0
do = "restart"
how = "{then}"
"""


def run(folder: Path, profile: str, more: str = "") -> dict[str, Any]:
    """Run it; its summary."""
    if needs := profiles()[profile].needs():
        pytest.skip(needs)
    scenario = folder / "several.toml"
    scenario.write_text(SCENARIO.format(profile=profile, seconds=26.0 if more else 8.0) + more)
    argv = [sys.executable, str(MAIN), "run", str(scenario), "--json", "--out", str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("profile", "refused"), [("sticky-2", False), ("redis-2", False), ("round-robin-2", True), ("node", False)]
)
def test_only_round_robin_refuses_polling(tmp_path: Path, profile: str, refused: bool) -> None:
    summary = run(tmp_path, profile)
    assert summary["witnesses"]["agree"] is True
    polling = [summary["groups"][group]["http_400"] for group in ("polling", "threads")]
    assert (sum(one["total"] for one in polling) > 0) is refused
    assert all(one["total"] == one["by_cause"]["unknown-sid"] for one in polling)
    websocket = summary["groups"]["websocket"]
    assert websocket["http_400"]["total"] == 0
    assert websocket["clients"]["connected_at_end"] == 2
    assert websocket["messages"]["delivered"] > 0


@pytest.mark.parametrize(
    ("profile", "first", "then"),
    [
        ("sticky-2", "reload", "kill"),
        ("redis-2", "graceful", "reload"),
        ("round-robin-2", "kill", "graceful"),
        ("node", "reload", "kill"),
    ],
)
def test_the_witnesses_agree_over_restarts(tmp_path: Path, profile: str, first: str, then: str) -> None:
    summary = run(tmp_path, profile, RESTARTS.format(first=first, then=then))
    assert summary["witnesses"]["agree"] is True, summary["witnesses"]
