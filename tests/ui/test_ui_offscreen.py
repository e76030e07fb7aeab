"""The whole window in a process of its own: offscreen with pictures, ended by a signal; and the pictures child."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage
from ui_made import RUN_ID, catalogue, lines, snapshot
from ui_matrix import whole

from harness.commands import ChildFlush, ChildQuit, PicturesCharts, PicturesWindow
from harness.frames import encode
from ui.offscreen import shots

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OFFSCREEN = """
import sys
from ui.app import run_offscreen
from ui.early import started
core = started([sys.executable, *sys.argv[1:]], offscreen=True)
sys.exit(run_offscreen(core, "incident", lambda words: print(words, flush=True)))
"""


WINDOW = """
import sys
from ui.app import run_window
from ui.early import started
print("here", flush=True)
sys.exit(run_window(started([sys.executable, *sys.argv[1:]])))
"""

EARLY = """
import sys, time
from ui.early import started
from ui.signals import signals
core = started([sys.executable, *sys.argv[1:]], offscreen=True)
print("here", flush=True)
while signals.asked is None:
    time.sleep(0.01)
from ui.app import run_window
sys.exit(run_window(core))
"""
"""While the window is still being loaded."""


def start(mode: str, folder: Path, code: str = OFFSCREEN) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)]), "HOME": str(folder / "home")}
    core = [str(HERE / "ui_fake_core.py"), mode, str(folder)]
    return subprocess.Popen(
        [sys.executable, "-c", code, *core],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def wait_for_core(pid: int) -> None:
    """Wait until the window has its core: from when on it handles signals."""
    deadline = time.monotonic() + 30
    while not psutil.Process(pid).children() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_run_without_a_screen_leaves_pictures_and_the_outcome(tmp_path: Path) -> None:
    process = start("plays", tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert err == ""
    assert out.splitlines()[-1] == f"passed; everything is in {tmp_path}"
    names = sorted(path.stem.partition("-")[2] for path in (tmp_path / "screenshots").glob("*.png"))
    final = [f"window-{theme}-{language}" for theme in ("dark", "light") for language in ("en", "ko")]
    assert set(final) <= set(names)
    assert len(names) == 6
    told = (tmp_path / "told.txt").read_text().split()
    assert sorted(told) == sorted(f"screenshots/{path.name}" for path in (tmp_path / "screenshots").iterdir())


def test_a_core_that_dies_ends_the_run_with_3(tmp_path: Path) -> None:
    out, _ = (process := start("dies", tmp_path)).communicate(timeout=60)
    assert process.returncode == 3
    assert "the core has ended: exit status 3" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize(
    ("number", "status", "code"),
    [(signal.SIGINT, 130, OFFSCREEN), (signal.SIGTERM, 143, WINDOW), (signal.SIGTERM, 143, EARLY)],
)
def test_a_signal_ends_the_window_in_good_order(
    tmp_path: Path, number: signal.Signals, status: int, code: str
) -> None:
    process = start("plays", tmp_path, code)
    assert process.stdout is not None
    process.stdout.readline()
    wait_for_core(process.pid)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (status, "")


def test_pictures_are_begun_before_the_end_and_in_every_look() -> None:
    planned = shots(45.0)
    assert [shot.at for shot in planned] == [15.0, 30.0, None, None, None, None]
    assert {(shot.theme, shot.language) for shot in planned[2:]} == {
        (theme, language) for theme in ("light", "dark") for language in ("en", "ko")
    }


def test_the_pictures_child_draws_charts_and_window(tmp_path: Path) -> None:
    code = "from ui.pictures import main; main()"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    charts, window = PicturesCharts(folder=str(tmp_path / "charts")), tmp_path / "shots" / "w.png"
    matrix = tmp_path / "shots" / "m.png"
    asked = (
        charts,
        PicturesWindow(path=str(window), theme="dark", language="ko"),
        PicturesWindow(path=str(matrix), view="matrix", width=1280, height=760),
        PicturesCharts(folder="/dev/null/x"),
    )
    frames = (catalogue(), snapshot(), *lines(30), *whole(), *asked, ChildFlush(id=7))
    child.stdin.write(b"".join(encode(frame) for frame in frames))
    child.stdin.flush()
    said = []
    for line in child.stdout:
        said.append(line.decode())
        if '"child.flushed"' in said[-1]:
            break
    child.stdin.write(encode(ChildQuit()))
    _, err = child.communicate(timeout=20)
    assert child.returncode == 0
    assert err == b""
    assert sum('"pictures.saved"' in line for line in said) == 5
    assert sum('"child.failed"' in line for line in said) == 1
    sizes = {path.stem: QImage(str(path)).width() for path in (tmp_path / "charts").iterdir()}
    assert sizes == {"disconnects": 2400, "http-400": 2400, "sid-churn": 2400}
    drawn = QImage(str(window))
    assert (drawn.width(), drawn.text("run_id")) == (3360, RUN_ID)
    assert QImage(str(matrix)).width() == 2560
