"""Several processes that serve as one: they start, reload and end together, whatever ends one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from served import ROOT, left, until

from harness.ports import free_port
from server import company, ports
from server.company import Company, Part, PartError

Start = Callable[..., subprocess.Popen[str]]
PROGRAM = ROOT / "tests" / "programs" / "a_company.py"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def run(*second: str) -> subprocess.Popen[str]:
        words = [str(PROGRAM), str(tmp_path), str(free_port()), str(free_port()), *second]
        started.append(
            subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield run
    for one in started:
        one.kill()
        one.communicate(timeout=20)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def ready(one: subprocess.Popen[str], folder: Path) -> list[psutil.Process]:
    until(lambda: (folder / "ready").exists() or one.poll() is not None, "the two")
    found = psutil.Process(one.pid).children()
    assert len(found) == 2
    return found


def test_what_one_is_told_is_its_first_line(start: Start, tmp_path: Path) -> None:
    parts = ready(start(), tmp_path)
    file = tmp_path / f"first-{parts[0].pid}"
    until(lambda: file.exists() and file.read_text() == "hello\n", "what the first was told")


def test_a_part_that_crashes_ends_all_and_is_named(start: Start, tmp_path: Path) -> None:
    one = start()
    parts = ready(one, tmp_path)
    parts[1].kill()
    assert one.wait(20) == company.UNABLE
    assert not left(parts)
    assert one.stderr
    assert one.stderr.read() == "server: second ended by SIGKILL, and the others with it\n"


def test_terminated_it_ends_all(start: Start, tmp_path: Path) -> None:
    one = start()
    parts = ready(one, tmp_path)
    one.terminate()
    assert one.wait(20) == company.TERMINATED
    assert not left(parts)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the end of standard input must do")
def test_killed_it_leaves_nothing(start: Start, tmp_path: Path) -> None:
    one = start()
    parts = ready(one, tmp_path)
    one.kill()
    assert one.wait(20) == -signal.SIGKILL
    assert not left(parts)


def test_one_that_never_listens_for_it_has_ended_is_named(start: Start) -> None:
    one = start(sys.executable, "-c", "raise SystemExit(5)")
    assert one.wait(20) == company.UNABLE
    assert one.stderr
    assert one.stderr.read() == "server: second ended with status 5, and the others with it\n"


def test_a_touch_starts_one_after_the_other_anew(start: Start, tmp_path: Path) -> None:
    one = start()
    before = ready(one, tmp_path)
    os.utime(tmp_path / "reload", (1, 1))
    until(lambda: len(list(tmp_path.glob("*-*"))) == 4, "two more of them")
    assert not left(before)
    assert one.poll() is None
    one.terminate()
    assert one.wait(20) == company.TERMINATED


# --- without a process of its own -----------------------------------------------------------------------------


def test_what_cannot_be_started_is_named() -> None:
    with pytest.raises(PartError, match="nobody cannot be started: "):
        Company().start(Part("nobody", ["/no/such/program"], ("127.0.0.1", 1)))


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "START_SECONDS", 0.0)
    one, port = Company(), free_port()
    try:
        with pytest.raises(PartError, match=rf"deaf did not listen on port {port} within 0 s"):
            one.start(Part("deaf", [sys.executable, "-c", "input()"], ("127.0.0.1", port)))
    finally:
        one.end()


def test_one_that_does_not_heed_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "END_SECONDS", 0.05)
    port = free_port()
    deaf = (
        "import signal, socket; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"one = socket.create_server(('127.0.0.1', {port})); signal.pause()"
    )
    one = Company()
    one.start(Part("deaf", [sys.executable, "-c", deaf], ("127.0.0.1", port), told="x", closes=True))
    one.end()
    [process] = one._running.values()
    assert process.returncode == -signal.SIGKILL


def test_a_loss_of_standard_input_is_told_by_the_end() -> None:
    one = Company()
    with pytest.raises(PartError, match="brief ended"):
        one.start(Part("brief", [sys.executable, "-c", ""], ("127.0.0.1", free_port()), told="x" * 1_000_000))
    one.end()


def test_free_ports_differ_and_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ports.free_ports(3)
    assert len(set(found)) == 3
    assert not any(ports.listens("0.0.0.0", port) for port in found)
    monkeypatch.setattr(ports, "_is_free", lambda _port: False)
    with pytest.raises(OSError, match="no 2 free ports between"):
        ports.free_ports(2)
