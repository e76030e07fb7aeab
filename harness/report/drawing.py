"""Where everything of a chart lies, in the units of its viewBox; `report.html` draws it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import NamedTuple

from harness.report.parts import Chart, Marked

WIDTH, HEIGHT = 760, 222
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 44, 36
MOST_TICKS = 10
LINES = 3
"""Labels of marks stand on so many lines, in turn."""


class Box(NamedTuple):
    """A bar: where it lies, of which series (from 0), and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    series: int
    key: str
    start: float
    value: float


class Tick(NamedTuple):
    """A value of an axis and where it is."""

    at: float
    value: float


class Flag(NamedTuple):
    """A mark: its line at `x`, shaded to `x + width`, with its label at height `y`; `flip`: left of the line."""

    x: float
    width: float
    y: float
    mark: Marked
    flip: bool


@dataclass(frozen=True)
class Drawn:
    """A chart, ready to be drawn."""

    chart: Chart
    keys: tuple[str, ...]
    boxes: tuple[Box, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    flags: tuple[Flag, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def drawn(chart: Chart) -> Drawn:
    """Lay the chart out: series are stacked, the largest at the bottom."""
    totals: dict[str, float] = defaultdict(float)
    columns: dict[float, float] = defaultdict(float)
    for bar in chart.bars:
        totals[bar.key] += bar.value
        columns[bar.start] += bar.value
    keys = tuple(sorted(totals, key=lambda key: (-totals[key], key)))
    step = nice(max(columns.values()) / 4)
    most = step * ceil(max(columns.values()) / step)
    first = min(0.0, *(bar.start for bar in chart.bars))
    long = max(chart.seconds - first, chart.width)
    wide, high = (WIDTH - LEFT - RIGHT) / long, (HEIGHT - TOP - BOTTOM) / most
    return Drawn(
        chart=chart,
        keys=keys,
        boxes=tuple(_boxes(chart, keys, wide, high, first)),
        across=_ticks(nice(long / MOST_TICKS), chart.seconds, lambda value: LEFT + (value - first) * wide),
        up=_ticks(step, most, lambda value: HEIGHT - BOTTOM - value * high),
        flags=tuple(_flags(chart, wide, first)),
    )


def nice(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that is at least this, and at least 1."""
    if least <= 1:
        return 1.0
    unit = 10.0 ** floor(log10(least))
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= least)


def _boxes(chart: Chart, keys: tuple[str, ...], wide: float, high: float, first: float) -> list[Box]:
    reached: dict[float, float] = defaultdict(float)
    boxes = []
    for bar in sorted(chart.bars, key=lambda bar: (bar.start, keys.index(bar.key))):
        below = reached[bar.start]
        reached[bar.start] = below + bar.value
        x, y = LEFT + (bar.start - first) * wide, HEIGHT - BOTTOM - reached[bar.start] * high
        width, height = max(1.0, chart.width * wide - 0.6), bar.value * high
        boxes.append(Box(_tidy(x), _tidy(y), _tidy(width), _tidy(height), keys.index(bar.key), *bar))
    return boxes


def _ticks(step: float, most: float, place: Callable[[float], float]) -> tuple[Tick, ...]:
    return tuple(Tick(_tidy(place(step * n)), step * n) for n in range(int(most / step + 1e-9) + 1))


def _flags(chart: Chart, wide: float, first: float) -> list[Flag]:
    flags = []
    for number, mark in enumerate(sorted(chart.marks, key=lambda one: one.start)):
        end = chart.seconds if mark.end is None else min(mark.end, chart.seconds)
        x = LEFT + (mark.start - first) * wide
        flip = x > WIDTH * 0.82
        width, height = max(0.0, (end - mark.start) * wide), 12.0 + 12 * (number % LINES)
        flags.append(Flag(_tidy(x), _tidy(width), height, mark, flip))
    return flags


def _tidy(value: float) -> float:
    return round(value, 2)
