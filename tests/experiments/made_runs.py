"""Runs of experiments made by hand: summaries with the figures that questions read, and no more."""

from __future__ import annotations

from typing import Any

from harness.experiments.weighing import Seen

Figures = dict[str, Any]


def made_summary(figures: Figures | None = None, findings: dict[str, str] | None = None) -> Figures:
    """A summary in which nothing happened, but for these figures by their dotted paths."""
    summary: Figures = {
        "clients": {"count": 3, "connected_at_end": 3, "sockets_at_end": 3},
        "disconnects": {"total": 0},
        "sids": {"issued": 3},
        "http_400": {"total": 0, "by_cause": {}, "by_body": {}},
        "http_5xx": {"total": 0},
        "messages": {"sent": 0, "delivered": 0, "lost": 0, "duplicated": 0},
        "pages": {"sockets": {"max": 1}},
        "groups": {},
        "findings": [
            {"hypothesis": name, "verdict": verdict, "because": [1, 2], "against": [3]}
            for name, verdict in (findings or {}).items()
        ],
    }
    for path, value in (figures or {}).items():
        *blocks, last = path.split(".")
        block = summary
        for key in blocks:
            block = block[key]
        block[last] = value
    return summary


def seen(
    scenario: str, number: int, figures: Figures | None = None, findings: dict[str, str] | None = None
) -> Seen:
    """One run that counts."""
    summary = made_summary(figures, findings)
    return Seen(f"runs/{scenario}-{number}", scenario, summary, {"http_400": (2, 3), "closes": (0, 0)})
