import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from harness import processes
from harness.exits import exit_of
from harness.processes import Identity, descendants, identify, is_alive, marked, new_mark, sweep, sweep_marked

WAIT = [sys.executable, "-c", "import signal; print(flush=True); signal.pause()"]
DAEMON = """
import os, signal
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
print(flush=True)
signal.pause()
"""
FORKS = [sys.executable, "-c", DAEMON]


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(WAIT, stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def of(process: subprocess.Popen[bytes]) -> Identity:
    identity = identify(process.pid)
    assert identity
    return identity


def test_a_process_is_alive_until_it_has_ended_and_a_zombie_is_not(waiting: subprocess.Popen[bytes]) -> None:
    identity = of(waiting)
    assert is_alive(identity)
    waiting.kill()
    os.waitid(os.P_PID, waiting.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(identity)  # a zombie
    waiting.wait()
    assert not is_alive(identity)


def test_the_same_pid_with_another_creation_time_is_another_process(waiting: subprocess.Popen[bytes]) -> None:
    another = of(waiting)._replace(created=1.0)
    assert not is_alive(another)
    processes.send_signal(another)
    assert sweep([another]) == set()
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(0.2)


def test_creation_time_does_not_depend_on_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    before = identify(os.getpid())
    monkeypatch.setattr(time, "time", lambda: 1.0)
    assert identify(os.getpid()) == before
    assert before
    if sys.platform == "linux":
        assert before.created < time.clock_gettime(time.CLOCK_BOOTTIME)


def test_identities_by_psutil_serve_the_same_end(
    monkeypatch: pytest.MonkeyPatch, waiting: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr(sys, "platform", "elsewhere")
    identity = of(waiting)
    assert is_alive(identity)
    processes.send_signal(identity)
    assert waiting.wait(5) == -signal.SIGKILL
    assert not is_alive(identity)


def test_signals_to_processes_that_are_gone_do_nothing() -> None:
    gone = Identity(2**22 + 1, 1.0)
    processes.send_signal(gone)
    processes.signal_group(gone.pid)
    assert identify(gone.pid) is None
    assert descendants(gone.pid) == set()


def test_sweeping_kills_a_stopped_process(waiting: subprocess.Popen[bytes]) -> None:
    waiting.send_signal(signal.SIGSTOP)
    assert sweep([of(waiting)]) == set()
    assert waiting.wait(5) == -signal.SIGKILL


def test_sweeping_says_who_is_left(waiting: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "send_signal", lambda _: None)
    assert sweep([of(waiting)], timeout=0.05) == {of(waiting)}


def test_marked_processes_are_found_wherever_they_have_gone() -> None:
    mark = new_mark()
    first = subprocess.Popen(FORKS, env={**os.environ, processes.MARKER: mark}, stdout=subprocess.PIPE)
    try:
        first.stdout.readline()
        first.stdout.readline()  # the daemon, which is no descendant of the first any more
        deadline = time.monotonic() + 10  # the one between them may still be on its way out
        while len(found := marked(mark)) != 2:
            assert time.monotonic() < deadline, found
        assert of(first) in found
        assert sweep_marked(mark) == set()
    finally:
        sweep_marked(mark)
        first.communicate()
    assert marked(mark) == set()


def test_a_mark_covers_the_marks_below_it_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    outer = f"/{secrets.token_hex(8)}"
    monkeypatch.setenv(processes.MARKER, outer)
    inner = new_mark()
    assert inner.startswith(outer + "/")
    process = subprocess.Popen(WAIT, env={**os.environ, processes.MARKER: inner}, stdout=subprocess.PIPE)
    process.stdout.readline()
    try:
        assert marked(outer) == marked(inner) == {of(process)}
        assert marked(outer[:-1]) == marked(inner + "0") == set()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (0, (0, None)),
        (3, (3, None)),
        (-9, (None, "SIGKILL")),
        (-15, (None, "SIGTERM")),
        (-200, (None, "signal 200")),
    ],
)
def test_a_status_is_a_code_or_a_signals_name(status: int, how: tuple[int | None, str | None]) -> None:
    assert exit_of(status) == how
