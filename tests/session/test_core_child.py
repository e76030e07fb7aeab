"""The core as a window has it: commands in, snapshots out, every process real."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from core_window import CoreWindow

from harness import commands as ask
from harness.events import RunNote, RunStepDone
from harness.evidence.folder import RunFolder


@pytest.fixture
async def window() -> AsyncIterator[CoreWindow]:
    window = await CoreWindow.open()
    yield window
    if window.process.returncode is None:
        await window.close()


def children(window: CoreWindow) -> list[psutil.Process]:
    return psutil.Process(window.process.pid).children(recursive=True)


def verdicts(window: CoreWindow) -> list[dict[str, Any]]:
    """The board as a summary would hold it."""
    assert window.board is not None
    return [
        {
            "hypothesis": one.hypothesis,
            "verdict": one.verdict,
            "because": [cited.seq for cited in one.because],
            "against": [cited.seq for cited in one.against],
        }
        for one in window.board.verdicts
    ]


async def test_free_play_from_first_frame_to_sealed_folder(window: CoreWindow, tmp_path: Path) -> None:
    await window.until(lambda w: w.catalogue is not None)
    assert window.catalogue is not None
    assert {"gevent", "werkzeug", "werkzeug-reloader"} <= {one.name for one in window.catalogue.profiles}
    assert {"reset", "close", "refuse", "blackhole", "latency"} <= {one.name for one in window.catalogue.faults}

    window.ask(ask.RunStart(out=str(tmp_path)))
    await window.until(lambda w: w.now.state == "running" and w.connected() == 5)
    assert window.now.server.profile == "werkzeug-reloader"
    assert window.now.server.state == "up"
    assert window.listens_at() <= {"127.0.0.1", "::1"}  # a default start: nobody else reaches anything

    before = window.now.server.epoch
    window.ask(ask.RunRestartServer(how="reload"))
    await window.until(lambda w: w.now.server.life == 2 and w.now.server.state == "up" and w.connected() == 5)
    assert window.now.server.epoch != before
    await window.until(lambda w: "restart-stale-sid" in w.kept())
    window.ask(ask.RunApplyFault(fault="reset"))
    await window.until(lambda w: any(mark.name == "reset" for mark in w.marks.values()))

    group = ask.ClientGroup(group="clients", count=8, transports=("polling",), rate=5.0)
    window.ask(ask.RunSetClients(group=group))
    await window.until(lambda w: w.connected() == 8)
    window.ask(ask.RunAddNote(text="<b>여덟</b>"))
    await window.until(lambda w: any(isinstance(line.event, RunNote) for line in w.log))

    window.ask(ask.RunStop())
    await window.until(lambda w: w.now.state == "sealed")
    folder = Path(window.now.folder)
    assert RunFolder.open(folder).state == "sealed"
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["clients"]["count"] == 8
    assert summary["witnesses"]["agree"] is True
    assert verdicts(window) == summary["findings"]
    drawn = sum(value for (figure, _, _), value in window.bars.items() if figure == "disconnects")
    assert drawn == summary["disconnects"]["total"] > 0
    refused = sum(value for (figure, _, _), value in window.bars.items() if figure == "http-400")
    assert refused == summary["http_400"]["total"]
    assert sum(row.status == 400 for row in window.requests.values()) == refused
    assert sum(row.opened is not None for row in window.sessions.values()) == summary["sids"]["issued"]
    assert {row.name for row in window.touched} == {"reset"}
    met = [row for row in window.requests.values() if row.fault or row.closed_by == "reset"]
    cut = {(row.closed_by, row.error) for row in met if row.ending != "complete"}  # the others were over before it
    assert cut <= {("reset", "net::ERR_CONNECTION_RESET")}
    assert all(child.status() == psutil.STATUS_ZOMBIE for child in children(window))


async def test_what_cannot_be_done_is_said_and_recorded(window: CoreWindow, tmp_path: Path) -> None:
    window.ask(ask.RunApplyFault(fault="reset"))
    await window.until(lambda w: w.rejected)
    assert "start one first" in window.rejected[-1].message
    window.ask(ask.RunStart(name="no-such-scenario", out=str(tmp_path)))
    await window.until(lambda w: len(w.rejected) == 2)
    assert "no such scenario" in window.rejected[-1].message

    scenario = {"title": "quiet", "server": {"profile": "gevent"}}
    window.ask(ask.RunStart(name="quiet", scenario=scenario, out=str(tmp_path)))
    await window.until(lambda w: w.now.state == "running")
    window.ask(ask.RunRestartServer(how="reload"))
    await window.until(lambda w: len(w.rejected) == 3)
    assert "has no reload" in window.rejected[-1].message
    window.ask(ask.RunApplyFault(fault="latency", params={"delay": -1}))
    await window.until(lambda w: len(w.rejected) == 4)
    assert "delay must be" in window.rejected[-1].message
    window.ask(ask.RunApplyFault(fault="refuse", target=ask.Target(clients=("clients-1",))))
    await window.until(lambda w: len(w.rejected) == 5)
    assert "own_port = true" in window.rejected[-1].message
    assert sum(isinstance(line.event, RunStepDone) and not line.event.ok for line in window.log) == 3

    window.ask(ask.RunStopServer())
    await window.until(lambda w: w.now.server.state == "down")
    window.ask(ask.RunStartServer(profile="werkzeug"))
    await window.until(lambda w: w.now.server.state == "up")
    assert window.now.server.profile == "werkzeug"


async def test_a_core_that_loses_its_window_ends_everything_and_seals_as_interrupted(
    window: CoreWindow, tmp_path: Path
) -> None:
    window.ask(ask.RunStart(out=str(tmp_path)))
    await window.until(lambda w: w.connected() == 5)
    tree = children(window)
    assert len(tree) >= 4  # wire, guard, clients, server
    assert await window.close() == 0
    _, alive = psutil.wait_procs(tree, timeout=2)
    assert alive == []
    assert RunFolder.open(Path(window.now.folder)).state == "interrupted"
