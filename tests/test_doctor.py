"""The doctor: what is ready, what is missing, and the command that mends it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from harness import doctor
from harness.cli import examining
from harness.clients import node_program
from harness.doctor import Finding
from harness.setup import page, system
from harness.setup.system import Need
from harness.snapshot import Choice
from main import main

GOOD = Finding(name="good", ok=True, found="1.0", essential=True)
BAD = Finding(name="bad [red]", ok=False, found="is not installed", mend="mend it", essential=True)
LACK = Finding(name="lack", ok=False, found="none", mend="bring it")


def test_this_machine_has_what_is_essential(capsys: pytest.CaptureFixture[str]) -> None:
    """What `make test` runs on is ready by definition."""
    assert main(["doctor", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    essential = [row for row in rows if row["essential"]]
    assert all(row["ok"] for row in essential)
    assert {"Python 3.11 or newer", "Qt starts without a screen"} <= {row["name"] for row in essential}
    assert all(row["mend"] for row in rows if not row["ok"])
    assert not any(row["mend"] for row in rows if row["ok"])


@pytest.mark.parametrize(("findings", "status"), [([GOOD, LACK], 0), ([GOOD, BAD, LACK], 3)])
def test_the_status_tells_whether_the_essentials_are_there(
    findings: list[Finding],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(examining, "examine", lambda _profiles: findings)
    assert main(["doctor"]) == status
    said = capsys.readouterr().out
    assert ("MISSING" in said) == (status == 3)
    assert "lack:\n    bring it\n" in said
    assert ("bad [red]:\n    mend it\n" in said) == (status == 3)


def test_what_a_profile_lacks_is_said_with_the_command_that_brings_it() -> None:
    here = Choice(name="here", title="a")
    there = Choice(name="there", title="b", available=False, needs="the program nginx", brings="get nginx")
    count, lack = doctor.served([here, there])
    assert (count.ok, count.found) == (True, "1 of 2")
    assert (lack.name, lack.found, lack.mend) == ("profile there", "needs the program nginx", "get nginx")
    assert not lack.ok
    assert not lack.essential


@pytest.mark.parametrize(
    ("wanted", "ok"),
    [(f"click>={metadata.version('click')}", True), ("click>=999", False), ("no-such-package>=1", False)],
)
def test_packages_are_measured_against_what_will_do(wanted: str, ok: bool) -> None:
    finding = doctor.package(Requirement(wanted), essential=True)
    assert finding.ok is ok
    assert finding.mend == ("" if ok else f"{sys.executable} -m pip install '{wanted}'")


def test_a_program_without_metadata_is_told_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "DISTRIBUTION", "no-such-distribution")
    [finding] = doctor.packages()
    assert (finding.ok, finding.essential, finding.mend) == (False, True, doctor.setup_command())


def test_the_browser_extra_is_looked_at_and_not_essential() -> None:
    [extra] = [one for one in doctor.packages() if "browsers" in one.name]
    assert not extra.essential
    assert "hatchling" not in " ".join(one.name for one in doctor.packages())


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        ("raise SystemExit('libEGL.so.1: cannot open shared object file')", "libEGL.so.1: cannot open"),
        ("raise SystemExit(7)", "it ended with status 7"),
        ("import time; time.sleep(60)", "it did not within 0.2 s"),
        ("pass", ""),
    ],
)
def test_why_qt_does_not_start(probe: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "QT_PROBE", probe)
    monkeypatch.setattr(doctor, "QT_SECONDS", 0.2 if "sleep" in probe else 60.0)
    assert doctor.start_qt().startswith(words)
    assert bool(doctor.start_qt()) == bool(words)


def test_what_real_pages_need_comes_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = [Need("libnss3", "libnss3.so", essential=True)]
    monkeypatch.setattr(system, "missing_for_pages", lambda: lacking)
    found = doctor.real_pages()
    assert (found.ok, found.found, found.mend) == (False, "no libnss3.so", system.BROWSER_COMMAND)
    lacking.clear()
    assert doctor.real_pages().ok


def test_missing_libraries_come_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = [
        Need("libegl1", "libEGL.so.1", essential=True),
        Need("libxcb-cursor0", "libxcb-cursor.so.0", essential=False),
        Need("xvfb", "Xvfb", essential=False),
    ]
    monkeypatch.setattr(system, "missing", lambda: lacking)
    monkeypatch.setattr(doctor, "start_qt", lambda: "libEGL.so.1: cannot open")
    starts, window, memory, font, _ = doctor.qt()
    assert (starts.ok, window.ok, memory.ok, font.ok) == (False, False, False, True)
    assert starts.mend.endswith("--no-install-recommends libegl1")
    assert window.found == "no libxcb-cursor.so.0"
    assert memory.mend.endswith("--no-install-recommends xvfb")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_the_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not doctor.display().ok
    monkeypatch.setenv("DISPLAY", ":7")
    assert doctor.display() == Finding(name="a display for the window", ok=True, found="DISPLAY=:7")


def test_the_page_s_client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(page, "FOLDER", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    client, npm = doctor.chat_page()
    assert (client.ok, client.found, npm.ok) == (False, "server/npm is not there", False)
    assert client.mend == npm.mend == doctor.setup_command()


def test_node_for_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_program, "find_node", lambda: "/opt/node")
    lacking = "Node 18 or newer"
    for needs, found, mend in (("", "/opt/node", ""), (lacking, lacking, doctor.setup_command())):
        monkeypatch.setattr(node_program, "needs", lambda needs=needs: needs)
        finding = doctor.node()
        assert (finding.ok, finding.found, finding.mend) == (not needs, found, mend)


def test_what_the_system_refuses_is_told_in_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> str:
        raise OSError("no free port")

    finding = doctor.attempt("a port", refuses)
    assert (finding.ok, finding.found) == (False, "no free port")


@pytest.mark.parametrize("lacking", ["", "Linux, as root, with /dev/net/tun (Operation not permitted)"])
def test_network_namespaces(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.netns, "lacking", lambda: lacking)
    found = doctor.network_namespaces()
    assert found.ok == (not lacking)
    assert lacking in found.found
    assert bool(found.mend) == bool(lacking)


def test_the_table_can_be_read_in_a_pipe() -> None:
    env = {**os.environ, "COLUMNS": "60", "PYTHONIOENCODING": "ascii"}
    argv = [sys.executable, "-m", "main", "doctor"]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ready" in done.stdout
    assert "\x1b" not in done.stdout
