"""The figures of a summary, by their dotted paths as expectations name them, each with the part it belongs to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from harness.comparing.model import Value
from harness.metrics.expect import measure

BLOCKS = (
    "duration",
    "clients",
    "http_400",
    "http_5xx",
    "disconnects",
    "sids",
    "closes",
    "messages",
    "attempts",
    "pages",
    "away",
    "witnesses",
    "tap",
)
"""The blocks of a summary that hold figures, what matters most first."""
DEEPEST = 8
"""So deep a summary's figures lie at most; one that came from somewhere else may be deeper."""
LARGEST = 2**63


class Part(NamedTuple):
    """Whose figures they are: everybody's (`kind` is empty), those of a `group`, or of a behaviour on `trial`."""

    kind: Literal["", "group", "trial"] = ""
    name: str = ""


class Named(NamedTuple):
    """A figure: its whole path, the part it belongs to, and its name within that."""

    path: str
    part: Part
    name: str


def named(*summaries: dict[str, Any]) -> list[Named]:
    """Every figure that one of the summaries has, part by part, in the order in which they are read."""
    found: dict[str, Named] = {}
    for part in _parts(summaries):
        for summary in summaries:
            for one in _figures_of(summary, part):
                found.setdefault(one.path, one)
    blocks = {path[:at] for path in found for at, letter in enumerate(path) if letter == "."}
    return [one for path, one in found.items() if path not in blocks]


def value_of(path: str, summary: dict[str, Any]) -> Value:
    """The figure at `path`: a finite number or a truth value, else None."""
    found = measure(path, summary)
    if isinstance(found, bool) or (isinstance(found, int) and abs(found) < LARGEST):
        return found
    return found if isinstance(found, float) and math.isfinite(found) else None


def _parts(summaries: tuple[dict[str, Any], ...]) -> list[Part]:
    groups = dict.fromkeys(name for one in summaries for name in _dict(one.get("groups")))
    tried = dict.fromkeys(name for one in summaries for name in _behaviours(one))
    return [Part(), *(Part("group", name) for name in groups), *(Part("trial", name) for name in tried)]


def _figures_of(summary: dict[str, Any], part: Part) -> Iterator[Named]:
    match part.kind:
        case "group":
            path, found = f"groups.{part.name}", _dict(summary.get("groups")).get(part.name)
        case "trial":
            path, found = f"trial.behaviours.{part.name}", _behaviours(summary).get(part.name)
        case _:
            path, found = "", summary
    blocks = BLOCKS if part.kind != "trial" else tuple(_dict(found))
    for block in blocks:
        for name in _leaves(_dict(found).get(block), block) if block in _dict(found) else ():
            yield Named(f"{path}.{name}" if path else name, part, name)


def _leaves(found: Any, name: str, depth: int = 0) -> Iterator[str]:  # noqa: ANN401  # whatever a summary holds
    if isinstance(found, dict):
        for key, value in found.items() if depth < DEEPEST else ():
            yield from _leaves(value, f"{name}.{key}", depth + 1)
    elif found is None or isinstance(found, bool | int | float):
        yield name


def _behaviours(summary: dict[str, Any]) -> dict[str, Any]:
    return _dict(_dict(summary.get("trial")).get("behaviours"))


def _dict(found: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever a summary holds
    return found if isinstance(found, dict) else {}
