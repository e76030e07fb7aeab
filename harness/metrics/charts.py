"""The bars of the charts: what the figures counted in each bucket of time."""

from __future__ import annotations

from harness.events import AnyEvent
from harness.metrics.counts.base import seconds
from harness.metrics.figures import charted
from harness.snapshot import Bucket, Figure

Bar = tuple[str, str, int]
"""Figure, series key, number of the bucket."""


class Charts:
    """Counts in buckets of `width` seconds, from the second the run was ready; what came before waits for it."""

    def __init__(self, width: float = 1.0) -> None:
        self._width = width
        self._ready: int | None = None
        self._early: list[tuple[int, Figure, str, float]] = []
        self._bars: dict[Bar, float] = {}
        self._changed: set[Bar] = set()

    def ready(self, t: int) -> None:
        """Second 0."""
        self._ready = t
        early, self._early = self._early, []
        for counted in early:
            self._add(t, *counted)

    def fold(self, event: AnyEvent) -> None:
        """Let every figure look at the event."""
        for figure, fold in charted():
            counted = fold(event)
            if counted is None:
                continue
            if self._ready is None:
                self._early.append((event.t, figure, *counted))
            else:
                self._add(self._ready, event.t, figure, *counted)

    def _add(self, ready: int, t: int, figure: Figure, key: str, amount: float) -> None:
        bar = (figure.name, key, int(seconds(t - ready) // self._width))
        per = self._width if figure.unit.endswith("/s") else 1
        self._bars[bar] = self._bars.get(bar, 0) + amount / per
        self._changed.add(bar)

    def changed(self) -> list[Bucket]:
        """The bars that changed since the last call."""
        changed, self._changed = self._changed, set()
        return [self._bucket(bar) for bar in sorted(changed)]

    def all(self) -> list[Bucket]:
        """Every bar there is."""
        return [self._bucket(bar) for bar in sorted(self._bars)]

    def _bucket(self, bar: Bar) -> Bucket:
        figure, key, number = bar
        return Bucket(figure=figure, key=key, start=number * self._width, value=self._bars[bar])
