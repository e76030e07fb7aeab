"""The last lines of a run without a window: the expectations, what the faults touched, the folder."""

from __future__ import annotations

from typing import Any

from harness.progress import judged


def fault(name: str, touched: int, clients: list[str | None] | None) -> dict[str, Any]:
    rows = None if clients is None else [{"client": client} for client in clients]
    return {"fault": name, "target": "all", "touched": touched, "connections": rows}


def test_the_verdict_names_what_each_fault_touched() -> None:
    summary = {
        "expectations": [
            {"text": "one", "held": True, "measured": 3},
            {"text": "two", "held": None, "measured": None},
        ],
        "faults": [
            fault("reset", 1, ["a-1"]),
            fault("latency", 9, [*(f"b-{n % 6}" for n in range(8)), None]),
            fault("refuse", 0, []),
            fault("status", 3, None),
        ],
        "outcome": "unknown",
    }
    assert [line for line, _ in judged(summary, "runs/x")] == [
        "✓ one (measured 3)",
        "? two (measured not known)",
        "reset on all touched 1 connection: a-1",
        "latency on all touched 9 connections: b-0, b-1, b-2, b-3, b-4 …",
        "refuse on all touched 0 connections",
        "status on all touched 3 connections",
        "unknown: runs/x",
    ]
