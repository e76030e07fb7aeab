"""A box before the wire: clients come by it, and a run waits until it leads there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from harness.scenarios.reader import read
from harness.session import run as of_run
from harness.session.house import HarnessError
from harness.session.probe import Answer
from harness.session.run import Run
from main import house


def through(tmp_path: Path, via: str) -> Run:
    return Run(house(), read("incident"), tmp_path, via=via)


def led(run: Run) -> None:
    try:
        asyncio.run(run._led_by_the_box("/socket.io/"))
    finally:
        run.recorder.close()


def test_a_run_waits_for_a_box_that_is_not_there_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, str]] = []

    async def knock(host: str, port: int, path: str) -> Answer:
        asked.append((host, port, path))
        return Answer(sid="s" if len(asked) == 3 else None)

    monkeypatch.setattr(of_run, "knock", knock)
    monkeypatch.setattr(of_run, "GLANCE_SECONDS", 0.01)
    led(through(tmp_path, "http://127.0.0.1:8500"))
    assert asked == [("127.0.0.1", 8500, "/socket.io/")] * 3


def test_one_that_leads_nowhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def knock(*_at: object) -> Answer:
        return Answer()

    monkeypatch.setattr(of_run, "knock", knock)
    monkeypatch.setattr(of_run, "VIA_SECONDS", 0.0)
    with pytest.raises(HarnessError, match="--via: no handshake came through http://box"):
        led(through(tmp_path, "http://box.example"))


def test_without_a_box_nobody_waits(tmp_path: Path) -> None:
    led(through(tmp_path, ""))
