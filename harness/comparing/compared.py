"""Compares two sides, figure by figure: a function of their summaries alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

from harness.comparing.figures import Named, named, value_of
from harness.comparing.model import Beside, Compared, Comparison, Found, Setting, Value
from harness.comparing.sides import Side
from harness.comparing.spread import is_beyond, spread_between

_SHORT = 120
"""So many letters of a setting are told at most."""
_HEAD = ("scenario", "profile")
_MADE_OF = ("duration", "server", "clients", "steps")


def compare(a: Side, b: Side) -> Comparison:
    """The two sides, compared."""
    return Comparison(
        a=_beside(a),
        b=_beside(b),
        settings=tuple(_settings(a, b)),
        figures=tuple(_compared(one, a, b) for one in named(*a.summaries, *b.summaries)),
        findings=tuple(_findings(a, b)),
    )


def numbers(path: str, summaries: Iterable[dict[str, Any]]) -> list[float]:
    """What the runs measured at `path`, where it is a number that is known."""
    values = [value_of(path, one) for one in summaries]
    return [one for one in values if one is not None and not isinstance(one, bool)]


def middle(path: str, summaries: tuple[dict[str, Any], ...]) -> Value:
    """The figure of a side: the median of its numbers; a truth value only where it is everyone's."""
    values = [value_of(path, one) for one in summaries]
    truths = [one for one in values if isinstance(one, bool)]
    if truths:
        return all(truths) if len(truths) == len(values) else None
    known = [one for one in values if one is not None]
    return tidy(median(known)) if known else None


def tidy(number: float) -> float:
    """A number as people write it: whole where it is whole, else with six digits after the point at most."""
    return int(number) if float(number).is_integer() else round(number, 6)


def _compared(one: Named, a: Side, b: Side) -> Compared:
    left, right = middle(one.path, a.summaries), middle(one.path, b.summaries)
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return _row(one, left, right)
    difference = tidy(right - left)
    spread = spread_between(numbers(one.path, a.summaries), numbers(one.path, b.summaries))
    return _row(one, left, right, difference, spread)


def _row(
    one: Named, left: Value, right: Value, difference: float | None = None, spread: float | None = None
) -> Compared:
    return Compared(
        figure=one.path,
        a=left,
        b=right,
        difference=difference,
        beyond_spread=None if difference is None else is_beyond(difference, spread),
        spread=None if spread is None else round(spread, 6),
        part=one.part.kind,
        of=one.part.name,
        name=one.name,
    )


def _beside(side: Side) -> Beside:
    return Beside(
        name=side.name,
        path=str(side.path),
        runs=len(side.summaries),
        scenario=_each(one.get("scenario") for one in side.summaries),
        profile=_each(one.get("profile") for one in side.summaries),
        outcome=_each(one.get("outcome") for one in side.summaries),
    )


def _each(said: Iterable[Any]) -> str:
    """What they all say; of several things, how often each."""
    counts = Counter(str(one)[:_SHORT] for one in said if one is not None)
    if len(counts) < 2:
        return next(iter(counts), "")
    return ", ".join(f"{count} × {one}" for one, count in counts.most_common())


def _findings(a: Side, b: Side) -> Iterator[Found]:
    left, right = _verdicts(a), _verdicts(b)
    for name in dict.fromkeys((*left, *right)):
        yield Found(hypothesis=name, a=left.get(name), b=right.get(name))


def _verdicts(side: Side) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for summary in side.summaries:
        for one in summary.get("findings") or ():
            if isinstance(one, dict) and "hypothesis" in one and "verdict" in one:
                said.setdefault(str(one["hypothesis"])[:_SHORT], []).append(str(one["verdict"]))
    return {name: _each(words) for name, words in said.items()}


def _settings(a: Side, b: Side) -> Iterator[Setting]:
    left, right = _made(a), _made(b)
    for what in dict.fromkeys((*left, *right)):
        if left.get(what) != right.get(what):
            yield Setting(what=what, a=_short(left.get(what)), b=_short(right.get(what)))


def _made(side: Side) -> dict[str, str]:
    """How its runs were made, as its first one says; the seeds of a series follow one another."""
    summary, meta = side.summaries[0], side.metas[0]
    scenario, versions = meta.get("scenario"), meta.get("versions")
    parts = scenario if isinstance(scenario, dict) else {}
    found = {name: summary.get(name) for name in _HEAD}
    found |= {"seed": meta.get("seed"), "target": meta.get("target"), "command": meta.get("command")}
    found |= {name: parts.get(name) for name in _MADE_OF}
    found |= {f"version of {name}": one for name, one in (versions if isinstance(versions, dict) else {}).items()}
    return {name: _text(value) for name, value in found.items() if value is not None}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
