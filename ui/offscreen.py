"""Directs a run nobody looks at: takes the window's pictures at their times, and knows how the run came out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from harness.snapshot import Snapshot
from ui.i18n.languages import Language
from ui.tokens import ThemeName
from ui.window import Window

LAST_SECONDS = 4.0
"""So long before the end, at least, the last pictures are begun: saved after the end they are no evidence."""
SPARE = 1.5
"""How much longer than the slowest so far each of them may take."""
_STATUS = {"passed": 0, "failed": 1, "unknown": 3}


class Shot(NamedTuple):
    """A picture to take at a second of the run, or (None) as late as all of those can still be taken."""

    at: float | None
    theme: ThemeName
    language: Language

    @property
    def name(self) -> str:
        """What its file is called by, after what is on it."""
        return f"{self.theme}-{self.language}"


def shots(duration: float) -> list[Shot]:
    """Two pictures on the way, and near the end one in each theme and language."""
    ways: list[tuple[ThemeName, Language]] = [("light", "en"), ("dark", "en"), ("light", "ko"), ("dark", "ko")]
    on_the_way = [Shot(duration / 3, "light", "en"), Shot(duration * 2 / 3, "dark", "en")]
    return on_the_way + [Shot(None, theme, language) for theme, language in ways]


class Director:
    """Looks at each frame of the window: takes the next picture when it is due, closes it when the run is over."""

    def __init__(self, window: Window, progress: Callable[[str], None]) -> None:
        self.status = 3
        self._window = window
        self._progress = progress
        self._left: list[Shot] | None = None
        self._told = ""
        self._slowest = 0.0
        self._begun: float | None = None
        self._over = False
        window.framed.connect(self._look)

    def _look(self) -> None:
        if self._over:
            return
        model = self._window.model
        self._plan()
        self._tell(model.snapshot)
        self._take(model.snapshot)
        if not model.alive and self._window.problem:
            self._end(f"the core has ended: {self._window.problem}")
        elif model.snapshot.state == "idle" and model.refused:
            self._end(model.refused)
        elif model.snapshot.state in {"sealed", "failed"}:
            self._finish()

    def _plan(self) -> None:
        snapshot = self._window.model.snapshot
        if self._left is None and snapshot.run_id:
            self._left = shots(snapshot.duration or 0.0)
            self._progress(f"run {snapshot.run_id}: {snapshot.scenario}")

    def _take(self, snapshot: Snapshot) -> None:
        if snapshot.state != "running" or snapshot.now is None or not self._left:
            return
        shot = self._left[0]
        if snapshot.now < self._due(shot, snapshot.duration or 0.0):
            return
        if self._begun is None:  # the layouts find their sizes before the next frame
            self._begun = time.monotonic()
            self._window.theme.use(shot.theme)
            self._window.languages.use(shot.language)
            return
        path = self._window.capture(name=shot.name)
        self._slowest = max(self._slowest, time.monotonic() - self._begun)
        self._left, self._begun = self._left[1:], None
        self._progress(f"picture {path}")

    def _due(self, shot: Shot, duration: float) -> float:
        """The second of the run at which a picture is to be begun."""
        if shot.at is not None:
            return shot.at
        return duration - max(LAST_SECONDS, len(self._left or ()) * self._slowest * SPARE)

    def _tell(self, snapshot: Snapshot) -> None:
        done = sum(row.state in {"done", "failed"} for row in snapshot.plan)
        told = f"{snapshot.state}, {done} of {len(snapshot.plan)} steps done" if snapshot.run_id else ""
        if told and told != self._told:
            self._told = told
            self._progress(told)

    def _finish(self) -> None:
        model = self._window.model
        outcome = model.ended.outcome if model.ended is not None else "unknown"
        self.status = 3 if model.snapshot.message else _STATUS[outcome]
        trouble = f": {model.snapshot.message}" if model.snapshot.message else ""
        self._end(f"{outcome}{trouble}; everything is in {model.snapshot.folder}")

    def _end(self, words: str) -> None:
        self._over = True
        self._progress(words)
        self._window.close()
