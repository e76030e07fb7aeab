"""A baseline: what a run's figures were once, and the expectations that come of it: none may be worse.

A baseline is a `summary.json`, a `series.json`, or the small file that `--write-baseline` makes, which holds the
guarded figures only. What is worse stands in `worse.py`. Where the baseline is of several runs, a figure has to be
worse by more than these differ among themselves (`spread.py`), too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from harness.comparing.compared import numbers, tidy
from harness.comparing.figures import LARGEST, named, value_of
from harness.comparing.spread import spread_between
from harness.comparing.worse import Guarded, guard_of
from harness.evidence.folder import write_atomically
from harness.evidence.opening import DOCUMENT_BYTES
from harness.options import OptionError, shown
from harness.scenarios.model import Expectation

ALLOWED = "a summary.json, a series.json, or a file that --write-baseline made"
ALONE = (0.0,)
"""Stands for the figure of one run that is still to come: how many there will be matters, not what it is."""

Values = dict[str, list[float | bool]]
"""The known values of each figure, one of each run."""
Summaries = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Baseline:
    """The values of the guarded figures of the runs that others are held against."""

    scenario: str
    values: Values

    def expectations(self, summaries: Summaries = ()) -> tuple[Expectation, ...]:
        """What is asked of one run to come, or of the runs with these summaries: no figure may be worse."""
        made = (_expected(path, values, summaries) for path, values in self.values.items())
        return tuple(one for one in made if one is not None)


def read_baseline(file: Path, scenario: str) -> Baseline:
    """The baseline in a file, for a run of this scenario. OptionError, one line, when it is none for that."""
    found = _json(file)
    baseline = Baseline(str(found.get("scenario")), _values(found))
    if not baseline.expectations():
        raise OptionError(f"--baseline: {file} knows no figure that can get worse; allowed is {ALLOWED}")
    if baseline.scenario != scenario:
        raise OptionError(
            f"--baseline: {file} is of the scenario {shown(baseline.scenario[:60])}, and this run is of {scenario}"
        )
    return baseline


def write_baseline(file: Path, summaries: Summaries) -> None:
    """Write the guarded figures of these runs, as what later ones are held against. OSError."""
    made = {
        "schema": 1,
        "baseline_of": [one["run_id"] for one in summaries],
        "scenario": summaries[0]["scenario"],
        "profile": summaries[0]["profile"],
        "figures": guarded(summaries),
    }
    write_atomically(file, (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode())


def guarded(summaries: Summaries) -> Values:
    """The known values of each guarded figure: everybody's, and those of each group where there are several."""
    every = named(*summaries)
    several = len({one.part for one in every if one.part.kind == "group"}) > 1
    parts = ("", "group") if several else ("",)
    paths = [one.path for one in every if one.part.kind in parts and guard_of(one.name)]
    found = {path: _known(value_of(path, summary) for summary in summaries) for path in paths}
    return {path: values for path, values in found.items() if values}


def _json(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(DOCUMENT_BYTES))
    except OSError as why:
        raise OptionError(f"--baseline: {file} cannot be read: {why.strerror}") from None
    except (ValueError, RecursionError) as why:
        raise OptionError(f"--baseline: {file} is not JSON ({why}): allowed is {ALLOWED}") from None
    if not isinstance(found, dict):
        raise OptionError(f"--baseline: {file} is no JSON object: allowed is {ALLOWED}")
    return found


def _values(found: dict[str, Any]) -> Values:
    match found.get("figures"):
        case dict() as figures:
            told: Iterable[tuple[object, object]] = figures.items()
        case list() as figures:
            told = ((one.get("figure"), one.get("values")) for one in figures if isinstance(one, dict))
        case _:
            return guarded((found,))
    values = {str(path): _known(of) for path, of in told if isinstance(of, list)}
    return {path: of for path, of in values.items() if of}


def _known(values: Iterable[Any]) -> list[float | bool]:
    return [one for one in values if isinstance(one, bool | int | float) and abs(one) < LARGEST]


def _expected(path: str, values: list[float | bool], summaries: Summaries) -> Expectation | None:
    guard = _guard(path)
    if guard is None or guard.needless(values):
        return None
    if guard.worse == "false":
        return Expectation(figure=path, equals=True, text=f"{path} is true, as in the baseline")
    room = max(
        guard.share * abs(median(values)),
        guard.least,
        spread_between(values, numbers(path, summaries) or ALONE) or 0.0,
    )
    return _bounded(path, guard, median(values), room)


def _bounded(path: str, guard: Guarded, middle: float, room: float) -> Expectation:
    text = f"{path} is no worse than the baseline's {tidy(middle):,}"
    if guard.worse == "less":
        bound = tidy(middle - room)
        return Expectation(figure=path, at_least=bound, text=f"{text}: at least {bound:,}")
    bound = tidy(middle + room)
    return Expectation(figure=path, at_most=bound, text=f"{text}: at most {bound:,}")


def _guard(path: str) -> Guarded | None:
    """The guard of a figure by its whole path; the name of a group may have dots in it."""
    return next((guard for name in _names(path) if (guard := guard_of(name)) is not None), None)


def _names(path: str) -> Iterator[str]:
    yield path
    if path.startswith("groups."):
        parts = path.split(".")
        yield from (".".join(parts[at:]) for at in range(2, len(parts)))
