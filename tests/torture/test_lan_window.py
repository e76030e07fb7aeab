"""A window that was started with --lan: devices may take part in its first run, and in no later one unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from core_window import CoreWindow

from harness import commands as ask

pytestmark = pytest.mark.torture

SCENARIO = {"title": "nobody but devices", "server": {"profile": "gevent"}}


@pytest.mark.parametrize(("word", "switched"), [("127.0.0.1", True), ("nowhere0", False)])
async def test_the_lan_is_switched_on_for_the_first_run_and_what_can_t_be_is_said(
    tmp_path: Path, word: str, switched: bool
) -> None:
    window = await CoreWindow.open(word)
    try:
        start = ask.RunStart(scenario=SCENARIO, name="lan", out=str(tmp_path))
        window.ask(start)
        await window.until(lambda w: w.now.lan.on if switched else w.now.lan.why)
        assert window.now.state == "running"
        await window.until(lambda w: switched or w.rejected)
        assert [told.command for told in window.rejected] == ([] if switched else ["run.switch-lan"])
        first = window.now.run_id
        window.ask(start)
        await window.until(lambda w: w.now.run_id != first and w.now.state == "running", 90)
        await window.until(lambda w: w.now.now is not None and w.now.now > 0.5)
        assert not window.now.lan.on
    finally:
        await window.close()
