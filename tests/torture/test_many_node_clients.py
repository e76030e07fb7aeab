"""Clients under Node, as a run has them: beside Python's through restarts, and a thousand in one process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import libraries
from harness.clients import node_program
from harness.commands import ClientGroup, ClientsQuiet
from harness.events import ChildDropped, ClientConnected, ClientReceived, ClientSent, ClientStopped

CLIENTS = Path(__file__).parents[1] / "clients"
MAIN = Path(__file__).parents[2] / "main.py"
COUNT = 1000

Bar = Callable[[str, object, object, bool], None]

pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(node_program.needs()), reason="Node, or what npm brings, is not here"),
]

MIXED = """
title = "Node's clients beside Python's, through restarts and a reset"
duration = 30.0
seed = 5

[server]
profile = "werkzeug-reloader"
"""
GROUP = """
[[clients]]
group = "{group}"
kind = "{kind}"
count = 3
rate = 10.0
transports = {transports}
library = "{library}"
"""
STEPS = """
[[steps]]
at = 4.0
do = "restart"
how = "reload"

[[steps]]
at = 14.0
do = "restart"
how = "kill"

[[steps]]
at = 24.0
do = "fault"
fault = "reset"
"""


def mixed() -> str:
    """A scenario with the incident's library and the newest, over each transport, and Python beside them."""
    oldest, *others = libraries.versions()
    newest = others[-1] if others else oldest
    groups = {
        "python": ("python", ["polling"], ""),
        "polling": ("node", ["polling"], oldest),
        "newest": ("node", ["polling"], newest),
        "websocket": ("node", ["websocket"], oldest),
        "upgrade": ("node", ["polling", "websocket"], newest),
    }
    made = [
        GROUP.format(group=group, kind=kind, transports=json.dumps(transports), library=library)
        for group, (kind, transports, library) in groups.items()
    ]
    return MIXED + "".join(made) + STEPS


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("node")
    (out / "mixed.toml").write_text(mixed())
    command = [sys.executable, str(MAIN), "run", str(out / "mixed.toml"), "--out", str(out), "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_wire_server_and_clients_agree(summary: dict[str, Any], bar: Bar) -> None:
    counts = {name: figure for name, figure in summary["witnesses"].items() if isinstance(figure, dict)}
    unexplained = sum(figure["unexplained"] for figure in counts.values())
    bar("clients under Node: what no witness explains", 0, unexplained, unexplained == 0)
    assert summary["witnesses"]["agree"], counts
    assert counts["http_400"]["clients"] > 0


def test_each_has_its_own_words_and_all_come_back(summary: dict[str, Any]) -> None:
    reasons = summary["disconnects"]["by_reason"]
    assert {reason.partition(":")[0] for reason in reasons} == {"python", "js"}
    assert reasons["js:transport close"] > 0
    assert reasons["js:transport error"] > 0
    assert summary["clients"]["connected_at_end"] == summary["clients"]["count"] == 15


def wait_for(enough: Callable[[], bool], seconds: float) -> float:
    """Seconds until it was enough; looks seldom, to leave the processors to those who work."""
    began = time.monotonic()
    while not enough():
        assert time.monotonic() - began < seconds
        time.sleep(0.2)
    return time.monotonic() - began


def test_a_thousand_in_one_process(monkeypatch: pytest.MonkeyPatch, bar: Bar) -> None:
    monkeypatch.syspath_prepend(str(CLIENTS))
    from clients_bench import Chat, Shard, failures, listening, run

    with listening() as listener, Chat(listener), Shard(under="node") as shard:
        told = lambda kind: len(shard.of(kind))  # noqa: E731 - one word for what is asked often
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        one = ClientGroup(group="one", kind="node", transports=("websocket",), count=1)
        shard.send(run(url, one))
        wait_for(lambda: told(ClientConnected) == 1, 60)
        process = shard.process
        before = process.memory_info().rss
        group = ClientGroup(group="g", kind="node", count=COUNT, transports=("websocket",), rate=1.0)
        shard.send(run(url, group))
        took = wait_for(lambda: told(ClientConnected) > COUNT, 120)
        began, used = time.monotonic(), sum(process.cpu_times()[:2])
        wait_for(lambda: told(ClientReceived) >= 10 * COUNT, 60)
        share = (sum(process.cpu_times()[:2]) - used) / (time.monotonic() - began)
        kib = (process.memory_info().rss - before) / 1024 / COUNT
        shard.send(ClientsQuiet())
        shard.flush(1)
        wait_for(lambda: told(ClientReceived) == told(ClientSent), 20)
        assert shard.quit()[0] == 0
        assert told(ClientStopped) == COUNT + 1
        assert told(ChildDropped) == 0
        assert failures(shard.events) == []
    bar("1,000 clients in one Node connected (s)", 60, round(took, 1), took <= 60)
    bar("1,000 clients in one Node, KiB a client", 120, round(kib), kib <= 120)
    bar("1,000 clients in one Node, a message a second: CPU", 0.8, round(share, 2), share <= 0.8)
