"""The protocols' own test suites say the same of a server with the wire in front of it as without it.

The suites are not part of this repository. Their folders (`test-suite` of github.com/socketio/engine.io-protocol
and of github.com/socketio/socket.io-protocol) are named by SIDLAB_ENGINEIO_SUITE and SIDLAB_SOCKETIO_SUITE; they
are copied into a temporary folder, where npm installs what they need.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import test_wire_child as wire_child
import wire_tools as tools

from harness.ports import free_port

SERVER = Path(__file__).parents[1] / "programs" / "a_conforming_server.py"
FOLDERS = {"engine.io": "SIDLAB_ENGINEIO_SUITE", "socket.io": "SIDLAB_SOCKETIO_SUITE"}
PINGS = (1000, 1000)
"""Interval and timeout in ms: the shortest that the embedded server has."""
TEST_MS = 5000
"""What a suite's test may take: several wait for pings."""
ROUNDS = 5
BLIND = 1
"""Connections on which the tap may lose track: Werkzeug writes an error page onto a WebSocket on which an invalid
packet came; the suite's own client finds no frames there either."""
SECONDS = 300
Verdicts = dict[str, str]


@contextlib.contextmanager
def serving(protocol: str) -> Iterator[int]:
    """The port of a server in a process of its own."""
    port = free_port()
    seconds = [str(ms / 1000) for ms in PINGS]
    command = [sys.executable, str(SERVER), protocol, str(port), *seconds]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # tracebacks: the suites provoke many
    try:
        wait_for_port(port)
        yield port
    finally:
        process.kill()
        process.wait()


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + tools.PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((tools.HOST, port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


@pytest.fixture(scope="module", params=FOLDERS)
def suite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A suite's protocol, and its folder with everything installed."""
    protocol = request.param
    source, npm = os.environ.get(FOLDERS[protocol]), shutil.which("npm")
    if source is None or npm is None:
        pytest.skip(f"needs npm, and {FOLDERS[protocol]}: the folder test-suite of socketio/{protocol}-protocol")
    folder = tmp_path_factory.mktemp("suite") / "test-suite"
    shutil.copytree(source, folder)
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=SECONDS
    )
    return protocol, folder


def run_suite(folder: Path, port: int) -> Verdicts:
    """What became of each test, by its whole name."""
    text = (folder / "test-suite.js").read_text("utf-8")
    for name, value in {
        "URL": f'"http://{tools.HOST}:{port}"',
        "PING_INTERVAL": str(PINGS[0]),
        "PING_TIMEOUT": str(PINGS[1]),
    }.items():
        text, count = re.subn(rf"^const {name} = .*;$", f"const {name} = {value};", text, flags=re.MULTILINE)
        assert count == 1, name
    (folder / "here.js").write_text(text, "utf-8")
    mocha = [str(folder / "node_modules" / ".bin" / "mocha"), "here.js", "--reporter", "json", "--exit"]
    mocha += ["--timeout", str(TEST_MS)]
    done = subprocess.run(mocha, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
    report = json.loads(done.stdout)
    failed = {test["fullTitle"] for test in report["failures"]}
    return {test["fullTitle"]: "fails" if test["fullTitle"] in failed else "passes" for test in report["tests"]}


def listed(direct: Verdicts, wired: Verdicts) -> str:
    return "\n".join(f"{direct[name]:6} {wired.get(name, 'is not run'):6} {name}" for name in direct)


def both(protocol: str, folder: Path) -> tuple[Verdicts, Verdicts]:
    """What a suite says of a server, and of one behind a wire."""
    with serving(protocol) as port:
        direct = run_suite(folder, port)
    with serving(protocol) as upstream, wire_child.running() as wire:
        fields = {"host": tools.HOST, "upstream_host": tools.HOST, "path": f"/{protocol}/"}
        wire.send("wire.open", port=0, upstream_port=upstream, **fields)
        wired = run_suite(folder, int(wire.wait("wire.listening")["port"]))
        wire.send("child.flush", id=1)
        assert wire.wait("wire.accounts")["lost"] <= BLIND
    return direct, wired


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_a_suite_says_the_same_through_the_wire(
    suite: tuple[str, Path],
    bar: Callable[[str, object, object, bool], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Some of their tests are races of timers: one differs when no round shows a verdict that both have had."""
    protocol, folder = suite
    seen: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for number in range(1, ROUNDS + 1):
        direct, wired = both(protocol, folder)
        assert direct.keys() == wired.keys()
        for had, verdicts in zip(seen, (direct, wired), strict=True):
            for name, verdict in verdicts.items():
                had[name].add(verdict)
        with capsys.disabled():
            print(f"\n{protocol}, round {number}: direct, through the wire\n{listed(direct, wired)}")  # noqa: T201
        differing = {name for name in direct if not seen[0][name] & seen[1][name]}
        if not differing:
            break
    passed = [sum(verdict == "passes" for verdict in verdicts.values()) for verdicts in (direct, wired)]
    differ = f", {len(differing)} differ" if differing else ""
    bar(
        f"{protocol} suite", f"{passed[0]} of {len(direct)}, the same tests", f"{passed[1]}{differ}", not differing
    )
