"""A long recording: nothing is dropped at 20,000 events a second, and it is read back in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLOOD = str(Path(__file__).parents[1] / "programs" / "a_flood.py")
MOST_MB = 500
Bar = Callable[[str, object, object, bool], None]


def flooded(out: Path, count: int, rate: int) -> dict[str, Any]:
    env = {"PYTHONPATH": str(Path(__file__).parents[2])}
    argv = [sys.executable, FLOOD, str(out), str(count), str(rate)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=600, check=True, env=env)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_recording_is_whole_and_read_back(tmp_path: Path) -> None:
    found = flooded(tmp_path, 2_000, 20_000)
    assert (found["offered"], found["written"], found["dropped"], found["error"]) == (2_000, 2_000, 0, None)
    assert found["read"] == 2_000
    assert found["filtered"] == 4


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_a_million_events(tmp_path: Path, bar: Bar) -> None:
    count, rate = 1_000_000, 20_000
    found = flooded(tmp_path, count, rate)
    whole = found["written"] == found["read"] == count and not found["dropped"]
    bar("1,000,000 events written at 20,000 a second", "0 dropped", f"{found['dropped']} dropped", whole)
    slowest = count / rate * 1.1
    bar("the time that took", f"<= {slowest:.0f} s", f"{found['took']:.1f} s", found["took"] <= slowest)
    bar("memory while writing and reading back", f"< {MOST_MB} MB", f"{found['mb']:.0f} MB", found["mb"] < MOST_MB)
    seconds = f"{found['reading']:.1f} s all, {found['filtering']:.1f} s one client's"
    bar("1,000,000 events read back", "all of them", seconds, found["filtered"] == count // 500)
