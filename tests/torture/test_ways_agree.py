"""Runs in which the server fails in one way after the other: the witnesses agree, and all is well at last."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harness.events import AnyEvent, ClientDisconnected, RunReady, ServerBeat, ServerDisconnected
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify

MAIN = Path(__file__).resolve().parents[2] / "main.py"
Bar = Callable[[str, object, object, bool], None]
Step = dict[str, object]

pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform != "linux", reason="the ways that only Linux has are among them"),
]

HEAD = """
title = "ways to fail"
duration = {duration}
seed = 7
[server]
profile = "{profile}"
ping_interval = {interval}
ping_timeout = {timeout}
"""
GROUP = """
[[clients]]
group = "{transport}"
count = 3
transports = ["{transport}"]
rate = 3.0
"""
FOR_ONE_PROCESS: list[Step] = [
    {"do": "server", "way": "hang", "duration": 3.0},
    {"do": "server", "way": "block", "duration": 3.0},
    {"do": "server", "way": "full-backlog", "duration": 3.0},
    {"do": "server", "way": "clock-jump", "by": 3600.0, "duration": 3.0},
    {"do": "server", "way": "second-server", "duration": 8.0},
    {"do": "restart", "how": "crash"},
]
RESTARTS = ("graceful", "kill", "reload", "crash")
FOR_WORKERS: list[Step] = [
    {"do": "server", "way": "recycle"},
    {"do": "server", "way": "recycle", "how": "kill"},
    {"do": "server", "way": "hang", "whom": "one", "duration": 3.0},
    *(
        {"do": "fault", "fault": "restart-and-reset", "how": how}
        for how in ("graceful", "kill", "reload", "crash")
    ),
]
START = 20.0
"""By then every client is there, on a slow machine, too."""
EACH = 12.0
BACK = 20.0
"""Seconds in which every client is back: the libraries wait up to 7.5 s between two attempts."""


def scenario(profile: str, transports: tuple[str, ...], steps: list[Step], pings: tuple[int, int]) -> str:
    duration = START + EACH * len(steps) + BACK
    parts = [HEAD.format(profile=profile, duration=duration, interval=pings[0], timeout=pings[1])]
    parts += [GROUP.format(transport=transport) for transport in transports]
    for index, step in enumerate(steps):
        lines = [f"{key} = {json.dumps(value)}" for key, value in step.items()]
        parts.append("\n".join(["[[steps]]", f"at = {START + EACH * index}", *lines, ""]))
    return "\n".join(parts)


def played(text: str, folder: Path) -> tuple[dict[str, Any], list[AnyEvent]]:
    """Play it; the summary and the events, in their order."""
    (folder / "ways.toml").write_text(text, encoding="utf-8")
    words = [sys.executable, str(MAIN), "run", str(folder / "ways.toml"), "--json", "--quiet"]
    done = subprocess.run(
        [*words, "--out", str(folder / "runs")], capture_output=True, text=True, timeout=350, check=False
    )
    assert done.returncode == 0, done.stderr
    (path,) = (folder / "runs").iterdir()
    assert verify(path)["problems"] == []
    return json.loads(done.stdout), [record.event for record in RunFolder.reopen(path).records()]


@pytest.mark.parametrize(
    ("profile", "transports", "steps"),
    [
        ("werkzeug", ("polling", "websocket"), FOR_ONE_PROCESS),
        ("gevent", ("polling", "websocket"), FOR_ONE_PROCESS),
        ("gunicorn-gevent-2", ("websocket",), FOR_WORKERS),
    ],
)
def test_the_witnesses_agree_however_the_server_fails(
    tmp_path: Path, bar: Bar, profile: str, transports: tuple[str, ...], steps: list[Step]
) -> None:
    summary, _ = played(scenario(profile, transports, steps, (5, 20)), tmp_path)
    seen = summary["witnesses"]
    unexplained = sum(seen[one]["unexplained"] for one in ("http_400", "disconnects", "sids"))
    bar(f"ways to fail on {profile}: unexplained", 0, unexplained, unexplained == 0)
    assert seen["agree"] is True, seen
    assert summary["clients"]["connected_at_end"] == summary["clients"]["count"]


@pytest.mark.parametrize("profile", ["werkzeug", "gevent"])
def test_a_server_that_is_blocked_for_too_long_is_given_up_by_its_clients(
    tmp_path: Path, bar: Bar, profile: str
) -> None:
    """Longer than both pings: the clients go first, the server finds out when it goes on, and nothing restarts."""
    steps: list[Step] = [{"do": "server", "way": "block", "duration": 10.0}]
    _, events = played(scenario(profile, ("polling", "websocket"), steps, (2, 3)), tmp_path)
    (zero,) = [event.t for event in events if isinstance(event, RunReady)]
    span = (zero + int(START * 1e9), zero + int((START + 15) * 1e9))
    left = [event for event in events if isinstance(event, ClientDisconnected) and span[0] < event.t < span[1]]
    noticed = [event for event in events if isinstance(event, ServerDisconnected) and span[0] < event.t < span[1]]
    assert len({event.client for event in left}) == 6
    assert {event.reason for event in left} == {"python:transport error"}
    assert {event.reason for event in noticed} <= {
        "server:transport close",
        "server:transport error",
        "server:ping timeout",
    }
    earlier = (min(event.t for event in noticed) - max(event.t for event in left)) / 1e9
    bar(f"blocked for 10 s on {profile}: the clients go before the server notices", "> 0 s", earlier, earlier > 0)
    beats = sorted(event.t for event in events if isinstance(event, ServerBeat))
    silence = max((later - sooner) / 1e9 for sooner, later in pairwise(beats))
    bar(f"blocked for 10 s on {profile}: no beat for", ">= 9 s", silence, silence >= 9)
    assert len({event.epoch for event in events if isinstance(event, ServerBeat)}) == 1
