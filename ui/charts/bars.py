"""Bars of a stack as rectangles in pixels: pure arithmetic on arrays. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ui.charts.layer import Scale
from ui.series import Values

GAP_FROM = 5
"""Bars at least this many pixels wide leave one pixel free on their right."""

Rects = npt.NDArray[np.float64]


def columns(scale: Scale, first: float, count: int, seconds: float) -> tuple[Rects, Rects]:
    """Left edges and widths in pixels of `count` columns from number `first` on, each `seconds` wide."""
    edges = scale.x((first + np.arange(count + 1)) * seconds)
    widths = np.diff(edges)
    wide = widths >= GAP_FROM
    widths[wide] -= 1
    return edges[:-1], np.maximum(widths, 1)


def stacked(scale: Scale, values: Values, first: float, seconds: float) -> list[Rects]:
    """For each row of `values` its bars as rows of (x, y, width, height), standing on the rows before it.

    Heights are differences of rounded edges, so a column's parts meet without a gap, and the whole is as high as
    its sum. A value above nothing is at least one pixel high.
    """
    left, widths = columns(scale, first, values.shape[1], seconds)
    bottoms = np.full(values.shape[1], scale.height)
    sums = np.cumsum(values, axis=0)
    rows = []
    for value, total in zip(values, sums, strict=True):
        tops = np.minimum(scale.y(total), np.where(value > 0, bottoms - 1, bottoms))
        shown = value > 0
        rows.append(np.column_stack([left, tops, widths, bottoms - tops])[shown])
        bottoms = tops
    return rows
