"""`sidlab test document`, carried out: every claim of the document gets the verdict that it deserves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.evidence.verify import verify
from harness.experiments.figures import CLOSE_PACKET, MESSAGE, OTHER_BODY, PONG

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 30
"""A loaded machine takes several times as long as a machine with nothing else to do."""
VERDICTS = {
    "restart-stale-sid": "kept",
    "last-words": "kept",
    "goes-on-posting": "rejected",
    "origin-refused": "rejected",
    "origin-refused-another-400": "kept",
    "sticky-cookie-lost": "rejected",
    "protocol-version": "rejected",
    "protocol-version-another-400": "kept",
    "gthread-unsupported": "rejected",
    "threads-starved": "kept",
    "gevent-websocket-unconfigured": "kept",
    "fix-as-written": "rejected",
    "fix-closed": "kept",
    "fix-avoids-the-400": "rejected",
}


@pytest.mark.torture
@pytest.mark.timeout(MINUTES * 60 + 60)
def test_the_document_s_board(tmp_path: Path, bar: Callable[[str, object, object, bool], None]) -> None:
    words = [sys.executable, str(ROOT / "main.py"), "test", "document", "--json", "--out", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=MINUTES * 60, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    verdicts = {one["hypothesis"]: one for one in report["verdicts"]}
    told = {name: one["verdict"] for name, one in verdicts.items()}
    right = sum(told[name] == verdict for name, verdict in VERDICTS.items())
    bar("the document's claims: verdicts as they should be", len(VERDICTS), right, told == VERDICTS)
    assert told == VERDICTS

    assert report["state"] == "done"
    for one in verdicts.values():
        assert all(arm["of"] >= 4 for arm in one["arms"]), one
        assert (one["p"] is None) == (len(one["arms"]) == 1)
        assert one["p"] is None or one["p"] < 0.05
    incident = figures(verdicts["restart-stale-sid"], "incident")
    assert incident[MESSAGE] + incident[CLOSE_PACKET] > 0
    assert incident[PONG] == incident[OTHER_BODY] == 0
    for name in ("origin-refused", "protocol-version"):
        arm = figures(verdicts[name], "incident")
        assert {key for key in arm if key.startswith("diagnosis.")} == {"diagnosis.rejected"}
    run = Path(verdicts["restart-stale-sid"]["run"])
    assert verdicts["restart-stale-sid"]["because"]
    assert verify(run)["ok"]


def figures(verdict: dict[str, Any], arm: str) -> dict[str, int]:
    """What was added up over the runs of an arm."""
    found: dict[str, int] = next(one["figures"] for one in verdict["arms"] if one["arm"] == arm)
    return found
