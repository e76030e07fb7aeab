"""The one time axis of all charts: which seconds are in view, and whether the view follows the run. No Qt."""

from __future__ import annotations

from typing import Literal

Span = Literal["minute", "five", "whole"]

SPANS: dict[Span, float | None] = {"minute": 60.0, "five": 300.0, "whole": None}
SHORTEST = 20.0
"""A young run is shown on an axis of so many seconds, so that its first bars are not walls."""
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)


class Timeline:
    """The view: the last so many seconds or the whole run while it follows, anything else after zoom or drag."""

    def __init__(self) -> None:
        self.span: Span = "five"
        self.following = True
        self._held = (0.0, SHORTEST)
        self._now = 0.0
        self._bucket = 1.0

    def advance(self, now: float, bucket: float) -> None:
        """The run is at second `now`; a view that follows moves once a bucket, not once a frame."""
        self._now, self._bucket = now, max(bucket, 1e-3)

    def choose(self, span: Span) -> None:
        """Follow the run again, showing this much of it."""
        self.span, self.following = span, True

    def hold(self, low: float, high: float) -> None:
        """Stay at these seconds: the person has zoomed or dragged."""
        self.following, self._held = False, (low, high)

    def view(self) -> tuple[float, float]:
        """The seconds in view."""
        if not self.following:
            return self._held
        end = (int(self._now / self._bucket) + 1) * self._bucket
        length = SPANS[self.span]
        if length is None or end <= length:
            return 0.0, max(end, SHORTEST)
        return end - length, end


def clock_text(seconds: float) -> str:
    """Seconds of the run as m:ss, or h:mm:ss from one hour on."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
