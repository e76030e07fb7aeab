"""A series: the same scenario several times, as one: the median of each figure, and how far its runs lie apart."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.comparing.baseline import ALONE, Baseline
from harness.comparing.compared import middle, numbers, tidy
from harness.comparing.figures import named, value_of
from harness.comparing.sides import SERIES
from harness.comparing.spread import spread_between
from harness.evidence.folder import write_atomically
from harness.metrics.expect import Outcome, judge


@dataclass(frozen=True)
class Repeat:
    """One run of a series: its folder's name, where chance began, its summary, the exit status it would have."""

    run: str
    seed: int
    summary: dict[str, Any]
    status: int


@dataclass
class Series:
    """The runs so far of a series in `folder`, and what they are held against, if anything."""

    folder: Path
    scenario: str
    asked: int
    baseline: Baseline | None = None
    repeats: list[Repeat] = field(default_factory=list)

    def contents(self) -> dict[str, Any]:
        """What `series.json` says. `spread`: so far from the median another run of it lies by chance."""
        summaries = self.summaries
        expectations, outcome = self._judged()
        return {
            "schema": 1,
            "series": self.folder.name,
            "scenario": self.scenario,
            "profile": next((one["profile"] for one in summaries), None),
            "repeat": self.asked,
            "outcome": outcome,
            "runs": [
                {"run": one.run, "seed": one.seed, "outcome": one.summary["outcome"], "status": one.status}
                for one in self.repeats
            ],
            "figures": [_figure(one.path, summaries) for one in named(*summaries)],
            "expectations": expectations,
        }

    @property
    def summaries(self) -> tuple[dict[str, Any], ...]:
        """The summaries of its runs."""
        return tuple(one.summary for one in self.repeats)

    def write(self) -> dict[str, Any]:
        """Write `series.json` as it stands, and return what it says. OSError."""
        contents = self.contents()
        text = json.dumps(contents, indent=1, ensure_ascii=False)
        write_atomically(self.folder / SERIES, f"{text}\n".encode())
        return contents

    def _judged(self) -> tuple[list[dict[str, Any]], Outcome]:
        """The medians held against the baseline; and the worst outcome of those and of every run."""
        summaries = self.summaries
        expected = self.baseline.expectations(summaries) if self.baseline is not None and summaries else ()
        medians = {one.figure: middle(one.figure, summaries) for one in expected}
        expectations, outcome = judge(expected, medians)
        outcomes: list[Outcome] = [outcome, *(one["outcome"] for one in summaries)]
        short = len(summaries) < self.asked
        return expectations, worst([*outcomes, "unknown"] if short else outcomes)


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """What several outcomes come to; as with expectations, a failure outweighs what is not known."""
    order: tuple[Outcome, ...] = ("failed", "unknown", "passed")
    return next(one for one in order if one in outcomes)


def make_folder(out: Path, scenario: str, now: datetime) -> Path:
    """A new folder under `out` for the run folders of a series. OSError."""
    name = re.sub(r"[^\w-]", "-", scenario)[:60].strip("-") or "run"
    time = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = (out / f"{time}-{name}-series-{secrets.token_hex(3)}").absolute()
    path.mkdir(parents=True)
    return path


def _figure(path: str, summaries: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    values = numbers(path, summaries)
    spread = spread_between(values, ALONE)
    return {
        "figure": path,
        "median": middle(path, summaries),
        "low": tidy(min(values)) if values else None,
        "high": tidy(max(values)) if values else None,
        "spread": None if spread is None else tidy(spread),
        "values": [value_of(path, one) for one in summaries],
    }
