"""The window as a person has it: clicks on the real window, the real core behind it, every process real.

Offscreen by default; `QT_QPA_PLATFORM=xcb xvfb-run -a pytest tests/window` does the same on an X server.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from harness.children import child_argv
from harness.commands import RunStart, RunStop
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify
from ui.bridge import Bridge
from ui.i18n.languages import Languages
from ui.theme import Theme
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Live:
    """A window on a real core in free play."""

    def __init__(self, qtbot: QtBot, app: QApplication, out: Path) -> None:
        self.qtbot = qtbot
        self.bridge = Bridge(child_argv("core"))
        self.window = Window(self.bridge, Theme(app, "light"), Languages("en"))
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.begin(RunStart(out=str(out)))

    def until(self, held: Callable[[], bool], seconds: float = 60) -> None:
        self.qtbot.waitUntil(held, timeout=round(seconds * 1000))

    def connected(self) -> int:
        return sum(row.state == "connected" for row in self.window.model.clients.values())

    def click(self, button: QPushButton) -> None:
        self.until(button.isEnabled, 20)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def restart(self, how: str) -> None:
        before = self.window.model.snapshot.server.life
        self.click(self.window.server.ways[how])
        self.until(lambda: self._answers_again(before))

    def _answers_again(self, before: int) -> bool:
        server = self.window.model.snapshot.server
        return server.life > before and server.state == "up" and self.connected() == 5

    def drawn(self, figure: str) -> float:
        series = self.window.model.series.get(figure)
        return 0 if series is None else sum(series.totals().values())


@pytest.fixture
def live(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Live]:
    made = Live(qtbot, qapp, tmp_path)
    made.until(lambda: made.connected() == 5)
    yield made
    made.window.close()


def test_clicks_end_in_charts_and_a_table_that_agree_with_the_summary(live: Live) -> None:
    for how in ("reload", "graceful", "kill"):
        live.restart(how)
    faults = live.window.faults
    live.click(faults.chooser.buttons["reset"])
    live.click(faults.apply)
    live.until(lambda: any(mark.name == "reset" for mark in live.window.model.marks.values()))
    live.window.clients.count.setValue(20)
    live.click(live.window.clients.apply)
    live.until(lambda: live.connected() == 20)

    live.bridge.send(RunStop())
    live.until(lambda: live.window.model.snapshot.state == "sealed")
    model = live.window.model
    folder = Path(model.snapshot.folder)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["witnesses"]["agree"] is True
    assert live.drawn("disconnects") == summary["disconnects"]["total"] >= 15
    assert live.drawn("http-400") == summary["http_400"]["total"] >= 1
    assert live.drawn("sid-churn") == summary["sids"]["issued"] >= 35
    assert len(model.clients) == summary["clients"]["count"] == 20
    assert sum(row.reconnects for row in model.clients.values()) == summary["clients"]["reconnects"]
    assert live.window.table.model.rowCount() == 20
    assert RunFolder.open(folder).state == "sealed"
    assert verify(folder) == {"ok": True, "problems": []}


def test_closing_the_window_ends_every_process_and_the_folder_says_interrupted(live: Live) -> None:
    folder = Path(live.window.model.snapshot.folder)
    tree = psutil.Process(live.bridge.pid).children(recursive=True)
    assert len(tree) >= 4
    live.window.close()
    _, alive = psutil.wait_procs(tree, timeout=2)
    assert alive == []
    assert RunFolder.open(folder).state == "interrupted"
    assert verify(folder)["ok"]


def test_a_window_that_is_killed_leaves_no_process_and_a_folder_that_says_interrupted(tmp_path: Path) -> None:
    main = Path(__file__).resolve().parents[2] / "main.py"
    window = psutil.Popen(
        [sys.executable, str(main)], cwd=tmp_path, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    try:
        folder = _running(tmp_path)
        tree = window.children(recursive=True)
        assert len(tree) >= 5  # core, wire, guard, clients, server
    finally:
        window.kill()
        window.wait()
    _, left = psutil.wait_procs(tree, timeout=20)  # 2 s is measured by the kill rounds, where nothing else runs
    assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []  # init may reap late
    assert (folder / "STATE").read_text().strip() == "interrupted"
    assert verify(folder)["ok"]
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["outcome"] == "unknown"


def _running(out: Path) -> Path:
    """The folder of the run that has begun under `out`, once its clients are connected."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for folder in out.glob("runs/*"):
            clients = folder / "events" / "clients-0.jsonl"
            if clients.exists() and clients.read_bytes().count(b'"client.connected"') >= 5:
                return folder
        threading.Event().wait(0.05)
    raise AssertionError("the window started no run")
