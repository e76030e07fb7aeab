"""The bridge: frames of a real process, its death, and its end when the window goes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from harness.commands import RunStart
from harness.snapshot import Catalogue, Snapshot
from harness.snapshot import FromCore as Frame
from ui.bridge import Bridge
from ui.i18n.languages import Languages
from ui.theme import Theme
from ui.window import Window

HERE = Path(__file__).parent
Make = Callable[[str], Bridge]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A bridge to a fake core of this mode."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE.parents[1]), str(HERE)]))
    return lambda mode: Bridge([sys.executable, str(HERE / "ui_fake_core.py"), mode, str(tmp_path)])


def drained(qtbot: QtBot, bridge: Bridge, enough: Callable[[list[Frame]], bool]) -> list[Frame]:
    frames: list[Frame] = []

    def look() -> bool:
        frames.extend(bridge.drain())
        return enough(frames)

    qtbot.waitUntil(look, timeout=20_000)
    return frames


def test_frames_come_in_order_and_what_is_no_frame_is_left_out(
    qtbot: QtBot, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    bridge = make("silent")
    bridge.start()
    (frame,) = drained(qtbot, bridge, bool)
    assert isinstance(frame, Catalogue)
    assert "this is no frame" in caplog.text
    bridge.close()
    assert "a word on stderr" in bridge.stderr_tail
    assert bridge.problem == ""


def test_a_command_reaches_the_core_and_its_run_comes_back(qtbot: QtBot, make: Make) -> None:
    bridge = make("plays")
    bridge.start()
    bridge.send(RunStart(name="window"))
    frames = drained(qtbot, bridge, lambda seen: any(isinstance(one, Snapshot) for one in seen))
    assert isinstance(frames[0], Catalogue)
    bridge.close()


def test_a_core_that_dies_is_told_with_its_last_words(qtbot: QtBot, make: Make) -> None:
    bridge = make("dies")
    bridge.start()
    drained(qtbot, bridge, lambda _seen: bool(bridge.problem))
    assert bridge.problem == "exit status 3"
    qtbot.waitUntil(lambda: bool(bridge.drain()) or "a word on stderr" in bridge.stderr_tail, timeout=5000)
    bridge.close()


def test_a_program_that_is_not_there_is_a_problem_and_no_hang() -> None:
    bridge = Bridge(["/no/such/program"])
    bridge.start()
    assert bridge.problem
    bridge.close()


@pytest.mark.parametrize("mode", ["silent", "stubborn"])
def test_closing_the_window_ends_the_core_in_time(
    qtbot: QtBot, make: Make, theme: Theme, languages: Languages, mode: str
) -> None:
    bridge = make(mode)
    window = Window(bridge, theme, languages)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.model.alive, timeout=20_000)
    core = psutil.Process(bridge.pid)
    before = time.monotonic()
    window.close()
    assert time.monotonic() - before < 10, "it waits for the core, but not for good"
    assert not core.is_running()
    window.deleteLater()


def test_the_window_lives_on_when_the_core_dies(
    qtbot: QtBot, make: Make, theme: Theme, languages: Languages
) -> None:
    bridge = make("silent")
    window = Window(bridge, theme, languages)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.model.alive, timeout=20_000)
    psutil.Process(bridge.pid).kill()
    qtbot.waitUntil(window.banner.isVisible, timeout=5000)
    assert not window.model.alive
    window.close()
    window.deleteLater()
