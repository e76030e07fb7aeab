"""Where a request lies on the waterfall: its phases as spans of pixels. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from harness.snapshot import RequestRow

Phase = Literal["sending", "waiting", "receiving", "open"]
"""Until the request is complete; until its answer begins; until that is complete; and a WebSocket's life."""
SHORTEST = 2.0
"""Pixels that the shortest span has, so that nothing that was is invisible."""
NARROWEST = 0.01
"""Seconds that the whole width shows at least."""


class Part(NamedTuple):
    """A span of pixels, from the left edge."""

    left: float
    right: float
    phase: Phase


class View(NamedTuple):
    """The seconds of the run that the whole width shows; `now` ends what is under way."""

    low: float
    high: float
    now: float


def view_of(rows: Iterable[RequestRow], now: float) -> View:
    """The view that shows these rows; what is under way, and a WebSocket, may go on beyond its right edge."""
    begun, ended = [], []
    for row in rows:
        begun.append(row.began)
        ended.append(row.began if row.ended is None or row.ending == "switched" else row.ended)
    if not begun:
        return View(0.0, 1.0, now)
    low, high = min(begun), max(ended)
    return View(low, max(high, low + NARROWEST), now)


def end_of(row: RequestRow, now: float) -> float:
    """When it was over; now, where it is not."""
    return max(row.began, now) if row.ended is None else row.ended


def parts(row: RequestRow, view: View, width: float) -> list[Part]:
    """The phases of a request, each at least `SHORTEST` wide, and none beyond the width."""
    end = end_of(row, view.now)
    asked = min(row.asked if row.asked is not None else row.answered or row.began, end)
    answered = min(row.answered if row.answered is not None else end, end)
    last: Phase = "open" if row.ending == "switched" or row.status == 101 else "receiving"
    spans: list[tuple[float, float, Phase]] = [(row.began, asked, "sending"), (asked, answered, "waiting")]
    if row.answered is not None:
        spans.append((answered, end, last))
    scale = width / (view.high - view.low)
    made: list[Part] = []
    at = _clamped((row.began - view.low) * scale, width - SHORTEST)
    for start, stop, phase in spans:
        right = _clamped((stop - view.low) * scale, width)
        if stop > start or phase == spans[-1][2]:
            right = min(max(right, at + SHORTEST), width)
            made.append(Part(at, right, phase))
            at = min(right, width - SHORTEST)
    return made


def _clamped(x: float, most: float) -> float:
    return min(max(x, 0.0), most)


def took(row: RequestRow) -> float | None:
    """Seconds from its first byte to its end; None while it is under way."""
    return None if row.ended is None else max(0.0, row.ended - row.began)


def took_text(seconds: float | None) -> str:
    """A duration with three digits: 840 µs, 12.3 ms, 25.0 s; empty when it is not known."""
    if seconds is None:
        return ""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 0.9995:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds:.3g} s" if seconds < 999.5 else f"{seconds:.0f} s"
