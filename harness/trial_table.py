"""A trial of behaviours as a table of plain text, and what it came to, for whoever reads a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HEADS = ("", "pages", "sockets a page", "400s", "lost", "twice", "copies", "back after", "while away")
MARKS = {"wrong": ("✗", "red"), "right": ("✓", "green")}


def trial_lines(trial: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """The lines, each with its colour; none without a trial."""
    if trial is None:
        return
    rows = [HEADS, *(_row(name, figures) for name, figures in trial["behaviours"].items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells), "bold" if row is HEADS else ""
    for said in trial["says"]:
        mark, colour = MARKS[said["verdict"]]
        yield f"{mark} {said['text'] % tuple(said['args'])}", colour


def _row(name: str, figures: dict[str, Any]) -> tuple[str, ...]:
    sockets = figures["sockets_per_page"]
    return (
        name,
        str(figures["pages"]),
        _known(sockets["mean"], ".1f") + (f" (at most {sockets['max']})" if sockets["max"] is not None else ""),
        _refused(figures["http_400"]),
        str(figures["lost"]),
        str(figures["duplicated"]),
        str(figures["copies_max"]),
        _known(figures["recovery"]["p50"], ".2f", " s"),
        _known(figures["requests_while_away"], "d"),
    )


def _refused(refused: dict[str, Any]) -> str:
    """How many, and what they carried where that was seen."""
    bodies = [f"{count} {body}" for body, count in (refused["by_body"] or {}).items() if count]
    return f"{refused['total']} ({', '.join(bodies)})" if bodies else str(refused["total"])


def _known(value: float | None, form: str, unit: str = "") -> str:
    return "–" if value is None else f"{value:{form}}{unit}"
