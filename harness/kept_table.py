"""The causes that a run's diagnosis keeps, in lines for a terminal."""

from __future__ import annotations

from typing import Any

from harness.diagnosis.hypotheses import hypotheses

CITED = 5


def kept_lines(findings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """A line for each cause that is kept, with the events it rests on, and its colour; none when none is kept."""
    claims = {one.name: one.claim for one in hypotheses()}
    kept = [one for one in findings if one["verdict"] == "kept"]
    return [(f"kept: {one['hypothesis']}: {claims[one['hypothesis']]} ({_cited(one)})", "cyan") for one in kept]


def _cited(finding: dict[str, Any]) -> str:
    because = finding["because"]
    more = " …" if len(because) > CITED else ""
    return f"event{'' if len(because) == 1 else 's'} {', '.join(map(str, because[:CITED]))}{more}"
