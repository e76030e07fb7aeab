"""Runs with real pages, as a person has them: every process real, QtWebEngine among them."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from harness.clients.kinds import browser
from harness.events import (
    AnyEvent,
    ClientCapped,
    ClientConnected,
    ClientDisconnected,
    ClientStarted,
    ClientUpgraded,
)
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PATIENCE = 60.0
Bar = Callable[[str, object, object, bool], None]

pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(browser.needs()), reason=f"needs {browser.needs()}"),
]


def scenario(folder: Path, groups: str, steps: str = "", duration: float = 20) -> Path:
    file = folder / "pages.toml"
    file.write_text(
        f'title = "Pages"\nduration = {duration}\nseed = 7\n[server]\nprofile = "gevent"\n{groups}\n{steps}'
    )
    return file


def words(file: Path, out: Path) -> list[str]:
    return [sys.executable, str(MAIN), "run", str(file), "--json", "--quiet", "--out", str(out)]


def run(file: Path, out: Path) -> tuple[dict[str, Any], list[AnyEvent]]:
    process = subprocess.run(words(file, out), capture_output=True, text=True, timeout=200, check=False)
    assert process.returncode == 0, process.stderr + process.stdout
    summary = json.loads(process.stdout)
    folder = RunFolder.open(out / summary["run_id"])
    assert verify(folder.path) == {"ok": True, "problems": []}
    return summary, [record.event for record in folder.records()]


def of(events: list[AnyEvent], kind: type[AnyEvent]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_twenty_pages_are_connected_and_none_waits_for_a_connection(tmp_path: Path, bar: Bar) -> None:
    groups = '[[clients]]\ngroup = "pages"\nkind = "browser"\ncount = 20\ntransports = ["polling"]\nrate = 1.0\n'
    summary, events = run(scenario(tmp_path, groups, duration=30), tmp_path)
    connected, capped = summary["clients"]["connected_at_end"], summary["attempts"]["capped"]
    zero = of(events, ClientStarted)[0].t
    last = max(event.t for event in of(events, ClientConnected) if event.generation == 1)
    bar("20 pages: connected", 20, connected, connected == 20)
    bar("20 pages: waited for a connection", 0, capped, capped == 0)
    bar(
        "20 pages: seconds until the last was connected", "≤ 20", round((last - zero) / 1e9, 1), last - zero < 20e9
    )
    assert summary["witnesses"]["agree"] is True
    assert summary["messages"]["lost"] == 0


def test_tabs_of_one_person_meet_the_cap_and_it_is_named(tmp_path: Path, bar: Bar) -> None:
    groups = (
        '[[clients]]\ngroup = "tabs"\nkind = "browser"\ncount = 9\nbehaviour = "many-tabs"\n'
        'transports = ["polling"]\nrate = 0.2\n'
    )
    summary, events = run(scenario(tmp_path, groups), tmp_path)
    capped = of(events, ClientCapped)
    bar("many tabs: clients that waited", "≥ 1", summary["attempts"]["capped"], bool(capped))
    assert {one.open for one in capped} == {6}
    assert summary["witnesses"]["agree"] is True


def test_transports_and_behaviours_are_those_of_any_client(tmp_path: Path) -> None:
    groups = "".join(
        f'[[clients]]\ngroup = "{name}"\nkind = "browser"\ncount = 1\ntransports = {transports}\n'
        f'behaviour = "{behaviour}"\nrate = 5.0\n'
        for name, transports, behaviour in [
            ("ws", ["websocket"], "plain"),
            ("up", ["polling", "websocket"], "plain"),
            ("nulled", ["polling"], "singleton-nulled"),
            ("closed", ["polling"], "singleton-closed"),
            ("f5", ["polling"], "new-page"),
        ]
    )
    steps = '[[steps]]\nat = 10\ndo = "restart"\nhow = "kill"\ndowntime = 1.0\n'
    summary, events = run(scenario(tmp_path, groups, steps, duration=25), tmp_path)
    assert {event.client for event in of(events, ClientUpgraded)} == {"up-1"}
    reasons = {event.client: event.reason for event in of(events, ClientDisconnected)}
    assert set(reasons) == {"ws-1", "up-1", "nulled-1", "closed-1", "f5-1"}
    assert all(reason.startswith("js:") for reason in reasons.values())
    sockets = {name: group["clients"]["sockets_at_end"] for name, group in summary["groups"].items()}
    assert sockets.pop("nulled") > 1  # each failed connect of each socket had it make another
    assert sockets == {"ws": 1, "up": 1, "closed": 1, "f5": 1}
    assert Counter(event.client for event in of(events, ClientStarted)).most_common(1)[0][1] == 1
    assert summary["witnesses"]["agree"] is True


def listening(process: subprocess.Popen[str]) -> set[tuple[str, int]]:
    """Where the pages' process of a run listens."""
    found = set()
    for child in psutil.Process(process.pid).children(recursive=True):
        if "pages" in child.cmdline()[-3:]:
            found |= {(at.laddr.ip, at.laddr.port) for at in child.net_connections() if at.status == "LISTEN"}
    return found


def knocks(port: int, origin: str | None, host: str = "127.0.0.1") -> int:
    """What DevTools answer to a WebSocket of a page of this origin."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {
        "Host": f"{host}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | ({} if origin is None else {"Origin": origin})
    try:
        connection.request("GET", "/devtools/browser", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_the_debugging_port_is_on_loopback_refuses_pages_and_goes_with_the_run(tmp_path: Path) -> None:
    groups = '[[clients]]\ngroup = "p"\nkind = "browser"\ncount = 1\n'
    with subprocess.Popen(
        words(scenario(tmp_path, groups, duration=15), tmp_path), stdout=subprocess.PIPE
    ) as process:
        end = time.monotonic() + PATIENCE
        while not (ports := listening(process)) and time.monotonic() < end:
            time.sleep(0.2)
        [(address, port)] = ports
        assert address == "127.0.0.1"
        assert knocks(port, "http://evil.example") == 403
        assert knocks(port, "http://127.0.0.1:8400") == 403
        assert knocks(port, None, host="evil.example") >= 400
        process.communicate(timeout=PATIENCE)
    with pytest.raises(ConnectionRefusedError):
        knocks(port, None)
