"""A run whose record is not whole is `unknown`: on a disk of any size, and where events came too fast."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_recorder import can_mount, limited

from harness.evidence import recorder as recording
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify
from harness.session.ending import close

sys.path.insert(0, str(Path(__file__).parents[1] / "programs"))
import a_sealer  # a program that is also looked into

SEALER = str(Path(a_sealer.__file__))
Bar = Callable[[str, object, object, bool], None]


def sealed_on(out: Path, *prefix: str, count: int = 1000) -> str:
    """Let another process record and seal a run; what it came to, as it printed it."""
    argv = [*prefix, sys.executable, SEALER, str(out), str(count)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True, env={"PYTHONPATH": root})
    return done.stdout.strip()


def check(said: str, kept: Path) -> bool:
    """Whether it passed; then it is whole and holds, else it is `unknown` with exit status 3, or no run at all."""
    runs = list(kept.iterdir()) if kept.is_dir() else []
    if said == "passed 0 whole":
        (run,) = runs
        assert RunFolder.open(run).state == "sealed"
        assert verify(run) == {"ok": True, "problems": []}
        return True
    assert said.startswith(("unknown 3 ", "no run: ", "passed 3 ")), said
    for run in runs:
        if said.startswith("passed 3 "):  # whole and sealed: only what can be made again had no room
            assert "session.har" in said
            assert verify(run)["ok"]
        else:
            assert RunFolder.open(run).state == "interrupted"
    return False


@pytest.mark.parametrize("kib", [64, pytest.param(None, id="all", marks=pytest.mark.torture)])
@pytest.mark.timeout(600)
def test_no_disk_is_small_enough_for_a_false_pass(tmp_path: Path, kib: int | None, bar: Bar) -> None:
    if not can_mount():
        pytest.skip("needs to mount a small disk: root on Linux")
    passed = []
    for size in range(8, 404, 4) if kib is None else [kib]:
        disk, kept = tmp_path / f"disk-{size}", tmp_path / f"kept-{size}"
        disk.mkdir()
        script = f'mount -t tmpfs -o size={size}k none {disk} && "$@" && cp -r {disk} {kept}'
        passed.append(check(sealed_on(disk, "unshare", "-m", "sh", "-c", script, "sh"), kept))
    if kib is None:
        assert passed == sorted(passed)
        assert passed[-1]
        bar("run on a disk of 8 KiB, 12 KiB, … 400 KiB", "unknown or whole", f"{len(passed)} sizes", True)
    else:
        assert passed == [False]


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.parametrize("kib", [16, pytest.param(None, id="all", marks=pytest.mark.torture)])
@pytest.mark.timeout(600)
def test_no_file_may_be_small_enough_for_a_false_pass(tmp_path: Path, kib: int | None) -> None:
    passed = []
    for size in range(0, 244, 4) if kib is None else [kib]:
        out = tmp_path / str(size)
        passed.append(check(sealed_on(out, *limited(size * 1024)), out))
    assert passed == sorted(passed)
    assert passed[-1] is (kib is None)


def test_a_run_whose_events_came_too_fast_is_unknown_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "BATCH_SECONDS", 60)  # nothing leaves the queue until it is asked for
    run = a_sealer.run_in(tmp_path)
    run.recorder._limit = 5_000
    for n in range(1000):
        run.journal.say(a_sealer.RunNote(t=n, text=a_sealer.WORDS))
    assert run.recorder.dropped
    result = asyncio.run(close(run, "finished", pictures=False))
    assert (result.outcome, result.status) == ("unknown", 3)
    assert result.trouble.endswith("more events than could be kept; ask for fewer clients or messages")
    assert RunFolder.open(run.folder.path).state == "interrupted"
    assert json.loads((run.folder.path / "summary.json").read_text())["outcome"] == "unknown"
    assert run.recorder.offered == run.recorder.written + run.recorder.dropped
