"""A comparison as a table for people, readable at 80 columns: what differs, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.comparing.model import Beside, Compared, Comparison, Value
from harness.evidence.logs import escape

UNKNOWN = "–"
BY_CHANCE = {True: "no", False: "may be", None: UNKNOWN}
"""Whether a difference may be chance, by what is known of whether it is beyond the spread."""
STYLES = {True: "bold", False: "dim", None: ""}
NOTE = (
    "more than chance: further apart than 19 of 20 pairs of alike runs; of many figures, one in twenty is so by "
    "chance alone"
)
NO_REPEATS = (
    "whether it is more than chance takes repeats: run one of them with --repeat 5, and compare the series"
)
TITLES = ("", "A", "B", "B less A", "by chance?")
WIDE = 80
SHORTEST_NAME = 20
"""So many letters a figure's name has at least on a line, though the table may be wider than 80 then."""
PADDING = 2
Names = Sequence[str]


def draw(comparison: Comparison, *, every: bool = False) -> RenderableType:
    """The whole comparison; `every`: the figures that are the same as well."""
    shown = [one for one in comparison.figures if every or one.differs]
    parts: list[RenderableType] = [_sides(comparison)]
    if comparison.settings:
        parts += [Text("\nmade differently", style="bold"), _plain((("", "A", "B"), *_settings(comparison)))]
    lines = [_line(one) for one in shown]
    widths = _widths(lines)
    for part, found in groupby(zip(shown, lines, strict=True), lambda one: (one[0].part, one[0].of)):
        parts += [Text(f"\n{heading(*part)}", style="bold"), _figures(list(found), widths)]
    if verdicts := [one for one in comparison.findings if every or one.a != one.b]:
        told = ((escape(one.hypothesis), word(one.a), word(one.b)) for one in verdicts)
        parts += [Text("\nverdicts", style="bold"), _plain((("", "A", "B"), *told))]
    return Group(
        *parts, *(Text(line, style="dim") for line in _remarks(comparison, len(comparison.figures) - len(shown)))
    )


def heading(part: str, of: str) -> str:
    """What a part is called."""
    return {"": "figures", "group": f"group {escape(of)}"}.get(part, f"on trial: {escape(of)}")


def number(value: Value, *, signed: bool = False) -> str:
    """A figure as it is shown; – where it is not known."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"+{text}" if signed and value > 0 else text


def word(said: str | None) -> str:
    """A word of a side; – where it has none."""
    return UNKNOWN if said is None else escape(said)


def _sides(comparison: Comparison) -> Table:
    return _plain(((name, *_said(side)) for name, side in (("A", comparison.a), ("B", comparison.b))), head=False)


def _said(side: Beside) -> tuple[str, str]:
    runs = f"{side.runs} runs: " if side.runs > 1 else ""
    return escape(side.name), f"{runs}{escape(side.scenario)}, {escape(side.profile)}, {escape(side.outcome)}"


def _settings(comparison: Comparison) -> Iterator[Names]:
    for one in comparison.settings:
        yield escape(one.what), word(one.a), word(one.b)


def _line(one: Compared) -> tuple[str, ...]:
    told = BY_CHANCE[one.beyond_spread] if one.differs else ""
    return escape(one.name), number(one.a), number(one.b), number(one.difference, signed=True), told


def _widths(lines: list[tuple[str, ...]]) -> list[int]:
    """As wide as all parts together need their columns, so that these stand below each other."""
    widest = [max(map(len, column), default=0) for column in zip(TITLES, *lines, strict=True)]
    room = WIDE - sum(widest[1:]) - PADDING * len(TITLES)
    return [min(widest[0], max(room, SHORTEST_NAME)), *widest[1:]]


def _figures(found: list[tuple[Compared, tuple[str, ...]]], widths: list[int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, PADDING, 0, 0))
    for title, width in zip(TITLES, widths, strict=True):
        last_or_first = title in {TITLES[0], TITLES[-1]}
        table.add_column(title, width=width, justify="left" if last_or_first else "right", overflow="fold")
    for one, line in found:
        table.add_row(*map(Text, line), style=STYLES[one.beyond_spread])
    return table


def _plain(rows: Iterator[Names] | Sequence[Names], *, head: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, PADDING, 0, 0), show_header=head)
    body = list(rows)
    for title in body.pop(0) if head else body[0]:
        table.add_column(title, overflow="fold")
    for row in body:
        table.add_row(*(Text(text) for text in row))
    return table


def _remarks(comparison: Comparison, same: int) -> Iterator[str]:
    yield ""
    if same:
        yield f"{same} figures are the same on both sides (--all shows them)"
    if any(one.beyond_spread is not None for one in comparison.figures):
        yield NOTE
    elif any(one.difference for one in comparison.figures):
        yield NO_REPEATS
