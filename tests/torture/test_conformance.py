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
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import test_wire_child as wire_child
import wire_tools as tools

from harness.ports import free_port

SERVER = Path(__file__).parents[1] / "programs" / "a_conforming_server.py"
FOLDERS = {"engine.io": "SIDLAB_ENGINEIO_SUITE", "socket.io": "SIDLAB_SOCKETIO_SUITE"}
PINGS = [(1000, 1000), (300, 200)]
"""Interval and timeout in ms: as the embedded server has them at the shortest, and as the suites have them."""
SECONDS = 120
Verdicts = dict[str, str]


@contextlib.contextmanager
def serving(protocol: str, pings: tuple[int, int]) -> Iterator[int]:
    """The port of a server in a process of its own."""
    port = free_port()
    seconds = [str(ms / 1000) for ms in pings]
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


def run_suite(folder: Path, port: int, pings: tuple[int, int]) -> Verdicts:
    """What became of each test, by its whole name."""
    text = (folder / "test-suite.js").read_text("utf-8")
    for name, value in {
        "URL": f'"http://{tools.HOST}:{port}"',
        "PING_INTERVAL": str(pings[0]),
        "PING_TIMEOUT": str(pings[1]),
    }.items():
        text, count = re.subn(rf"^const {name} = .*;$", f"const {name} = {value};", text, flags=re.MULTILINE)
        assert count == 1, name
    (folder / "here.js").write_text(text, "utf-8")
    mocha = [str(folder / "node_modules" / ".bin" / "mocha"), "here.js", "--reporter", "json", "--exit"]
    done = subprocess.run(mocha, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
    report = json.loads(done.stdout)
    failed = {test["fullTitle"] for test in report["failures"]}
    return {test["fullTitle"]: "fails" if test["fullTitle"] in failed else "passes" for test in report["tests"]}


def listed(direct: Verdicts, wired: Verdicts) -> str:
    return "\n".join(f"{direct[name]:6} {wired.get(name, 'is not run'):6} {name}" for name in direct)


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.parametrize("pings", PINGS, ids=str)
def test_a_suite_says_the_same_through_the_wire(
    suite: tuple[str, Path],
    pings: tuple[int, int],
    bar: Callable[[str, object, object, bool], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    protocol, folder = suite
    with serving(protocol, pings) as port:
        direct = run_suite(folder, port, pings)
    with serving(protocol, pings) as upstream, wire_child.running() as wire:
        fields = {"host": tools.HOST, "upstream_host": tools.HOST, "path": f"/{protocol}/"}
        wire.send("wire.open", port=0, upstream_port=upstream, **fields)
        wired = run_suite(folder, int(wire.wait("wire.listening")["port"]), pings)
        wire.send("child.flush", id=1)
        accounts = wire.wait("wire.accounts")
    with capsys.disabled():
        print(f"\n{protocol}, pings {pings} ms: direct, through the wire\n{listed(direct, wired)}")  # noqa: T201
    assert accounts["lost"] == 0
    passed = [sum(verdict == "passes" for verdict in verdicts.values()) for verdicts in (direct, wired)]
    same = direct == wired
    bar(
        f"{protocol} suite at {pings} ms",
        f"{passed[0]} of {len(direct)}, by name",
        f"{passed[1]}, by name {same}",
        same,
    )
