"""A recording of a million events: opened, filtered and compared, with bounded time and memory.

What is bounded is the processor's time, which is the clock's on a machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest
from made_recording import busy, recorded

from harness.comparing.compared import compare
from harness.comparing.sides import side_at
from harness.evidence.opening import opened
from harness.snapshot import CoreFrame, Snapshot

MAIN = Path(__file__).resolve().parents[2] / "main.py"
MESSAGES, A_SECOND = 250_000, 5_000
"""Four events each: a million events, 20,000 a second."""
FIRST_SECONDS, MEMORY = 2.0, 500 * 1024**2
Bars = Callable[[str, object, object, bool], None]

pytestmark = pytest.mark.torture


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("million"), busy(MESSAGES, A_SECOND))


def snapshots(core: subprocess.Popen[bytes]) -> Iterator[Snapshot]:
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(CoreFrame)
    assert core.stdout is not None
    for line in core.stdout:
        frame = decoder.decode(line)
        if isinstance(frame, Snapshot):
            yield frame


def test_the_first_picture_is_there_at_once_and_memory_is_bounded(million: Path, bar: Bars) -> None:
    argv = [sys.executable, str(MAIN), "_child", "core", "--replay", str(million)]
    began = time.perf_counter()
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as core:
        assert core.stdin is not None
        told = snapshots(core)
        first = next(told)
        shown, spent = time.perf_counter() - began, sum(psutil.Process(core.pid).cpu_times()[:2])
        whole = next(one for one in told if one.replay is not None and one.replay.reading is None)
        read = time.perf_counter() - began
        core.stdin.write(b'{"type":"replay.seek","t":10}\n')
        core.stdin.flush()
        asked = time.perf_counter()
        next(one for one in told if one.full and one.now == 10)
        back = time.perf_counter() - asked
        memory = _peak(core.pid)
        core.stdin.close()
    assert first.buckets
    assert whole.summary["messages"]["sent"] == 2 * MESSAGES, "a message counts once for each who is to hear it"
    limit = f"{FIRST_SECONDS} s of a processor"
    bar("replay: first picture of 1,000,000 events", limit, f"{spent:.2f} s", spent < FIRST_SECONDS)
    bar("replay: the same by the clock", "told", f"{shown:.2f} s", True)
    bar("replay: all of them folded", "told", f"{read:.1f} s", True)
    bar("replay: back to a fifth of it", "told", f"{back:.1f} s", True)
    bar("replay: memory", "500 MB", f"{memory / 1024**2:.0f} MB", memory < MEMORY)
    assert memory < MEMORY


def test_the_window_shows_it_soon_after_it_was_asked_for(million: Path, bar: Bars) -> None:
    program = MAIN.parent / "tests/programs/a_first_picture.py"
    argv = [sys.executable, str(program), str(MAIN.parent), str(million)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    runs = [subprocess.run(argv, env=environment, stdout=subprocess.PIPE, check=True) for _ in range(5)]
    seconds = sorted(float(one.stdout) for one in runs)
    bar("replay: the window's first picture, median of 5", "told", f"{seconds[2]:.2f} s", True)


def _peak(pid: int) -> int:
    """The most that a process had in memory; what it has now where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        (line,) = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    return int(psutil.Process(pid).memory_info().rss)


def test_it_is_filtered_and_compared(million: Path, bar: Bars) -> None:
    began = time.process_time()
    with opened(million) as evidence:
        found = sum(1 for _ in evidence.records(holding=b'"unknown-sid"'))
    filtered = time.process_time() - began
    assert found == 20
    began = time.perf_counter()
    side = side_at(million)  # without a summary: its writer was killed, and all is counted
    counted = time.perf_counter() - began
    (million / "summary.json").write_text(json.dumps(side.summaries[0]), encoding="utf-8")
    began = time.perf_counter()
    compare(side_at(million), side_at(million))
    compared = time.perf_counter() - began
    bar("filter 1,000,000 events on disk", "2 s of a processor", f"{filtered:.2f} s", filtered < 2)
    bar("compare two such runs", "2 s", f"{compared:.2f} s", compared < 2)
    bar("count one anew that has no summary", "told", f"{counted:.1f} s", True)
