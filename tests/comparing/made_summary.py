"""Summaries and run folders made by hand, small."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.evidence.folder import RunFolder

GROUPS = "polling", "stock.slow"


def summary(http_400: int | None = 7, recovery: float | None = 1.5, **more: Any) -> dict[str, Any]:
    """A summary with what matters here; of the groups one has a dot in its name."""
    figures = {
        "clients": {"count": 5, "connected_at_end": 5, "recovery": {"p50": recovery, "max": recovery}},
        "http_400": {"total": http_400, "by_cause": {"unknown-sid": http_400 or 0}},
        "disconnects": {"total": 3, "by_reason": {"python:transport error": 3}},
        "messages": {"sent": 100, "lost": 4, "duplicated": 0},
    }
    return {
        "schema": 1,
        "run_id": "a-run",
        "scenario": "incident",
        "profile": "werkzeug-reloader",
        "outcome": "passed",
        "started": "2026-01-01T00:00:00+00:00",
        "duration": 20.0,
        **figures,
        "witnesses": {"http_400": {"unexplained": 0}, "agree": True},
        "groups": dict.fromkeys(GROUPS, figures),
        "trial": None,
        "findings": [
            {"hypothesis": "restart-stale-sid", "verdict": "kept" if http_400 else "rejected", "because": []}
        ],
        "expectations": [],
        "tap": {"lost": 0},
        **more,
    }


def run_folder(out: Path, made: dict[str, Any], seed: int = 7, **meta: Any) -> Path:
    """A sealed run folder with this summary and no events."""
    folder = RunFolder.create(out, str(made["scenario"]), datetime.now(UTC))
    folder.write_meta({"seed": seed, "scenario": {"name": made["scenario"], "duration": 20.0}, **meta})
    (folder.path / "summary.json").write_text(json.dumps(made), encoding="utf-8")
    folder.seal("sealed")
    return folder.path


def series_folder(out: Path, *made: dict[str, Any]) -> Path:
    """A series of runs with these summaries."""
    out.mkdir(parents=True)
    runs = [{"run": run_folder(out, one, seed=number).name, "seed": number} for number, one in enumerate(made)]
    (out / "series.json").write_text(json.dumps({"schema": 1, "runs": runs}), encoding="utf-8")
    return out
