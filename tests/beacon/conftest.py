"""Fixtures of the beacon's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from opened import Beacon

from harness.children import ChildExit, child_argv, spawn


@pytest.fixture
async def beacon(tmp_path: Path) -> AsyncIterator[Beacon]:
    one = Beacon()
    ends: list[ChildExit] = []
    one.child = await spawn(
        "beacon", "beacon", child_argv("beacon"), deliver=one.hear, exited=ends.append, log=tmp_path / "beacon.log"
    )
    await one.open()
    yield one
    end = await one.child.stop()
    assert end.stderr_tail == ""
