"""Takes the window's pictures: of all of it or of a part, when a person, a scenario or the run itself wants one.

While a run goes on they are evidence, and lie in its folder's `screenshots`. Once it is sealed nothing may be
added to that: they lie beside it then, in `pictures`, and so do those of a replay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from harness.commands import PictureOf, RunSavedPicture, View
from harness.snapshot import Snapshot
from ui.capture import Stamp, file_name, free, picture, save
from ui.limits import limits_of
from ui.portrait import portrait

if TYPE_CHECKING:
    from ui.window import Window

EVIDENCE, BESIDE = "screenshots", "pictures"
_GOING = {"starting", "running"}


class Taken(NamedTuple):
    """A picture, and how what is on it is called."""

    name: str
    image: QImage
    stamp: Stamp


class Place(NamedTuple):
    """Where a picture goes: a folder, and a room of it. `evidence`: of a run; `matrix`: the one that it is of."""

    folder: Path
    room: str
    evidence: bool = False
    matrix: str = ""


class Camera:
    """The camera of one window."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def take(self, of: PictureOf = "window", *, figure: str = "", name: str = "") -> list[Path]:
        """Save pictures of this (of one figure's chart, or of all) and tell the core; none when there is no run.

        `name`: what the picture is called. OSError when one can't be written.
        """
        place = self._place(of)
        if place is None:
            return []
        return [self._save(taken, place, name) for taken in self.shoot(of, figure=figure, run=place.matrix)]

    def shoot(
        self, of: PictureOf, *, figure: str = "", run: str = "", at: datetime | None = None
    ) -> Iterator[Taken]:
        """The pictures themselves; `run`: whose they are, if not the run's; `at`: when what they show was."""
        window = self._window
        if of == "charts":
            yield from self._charts(figure, at)
        elif of == "window":
            yield self._of(window, of, run, at)
        else:
            view, part = window.parts[of]
            with self._shown(view):
                yield self._of(part, of, run, at)

    def answer(self) -> None:
        """Take what the run itself, or its scenario, wants of this moment."""
        place = self._place("charts")
        for wish in self._window.model.take_wishes():
            if place is not None and place.evidence:
                self.take(wish.of, name=wish.name)

    def _save(self, taken: Taken, place: Place, name: str) -> Path:
        called = file_name(taken.stamp, f"{taken.name}-{name}" if name else taken.name)
        path = free(place.folder / place.room / called)
        save(taken.image, taken.stamp, path)
        if place.evidence:
            self._window.send(RunSavedPicture(path=path.relative_to(place.folder).as_posix()))
        return path

    def _charts(self, figure: str, at: datetime | None) -> Iterator[Taken]:
        window, model = self._window, self._window.model
        for one in model.figures():
            if figure in {"", one.name}:
                stamp = self._stamp(window.charts, "", at)
                image = portrait(window.theme, model, one, window.charts.timeline.view(), stamp)
                yield Taken(f"chart-{one.name}", image, stamp)

    def _of(self, widget: QWidget, name: str, run: str, at: datetime | None) -> Taken:
        stamp = self._stamp(widget, run, at)
        return Taken(name, picture(widget, stamp, self._window.theme.tokens), stamp)

    def _stamp(self, widget: QWidget, run: str, at: datetime | None) -> Stamp:
        snapshot, catalogue = self._window.model.snapshot, self._window.model.catalogue
        versions = catalogue.versions if catalogue is not None else {}
        moment = None if run else snapshot.now
        shown = at or (None if run else replayed(snapshot))
        limits, run_id = limits_of(widget), run or snapshot.run_id
        return Stamp.now(run_id, versions, shown, moment=moment, limits=limits, raw=snapshot.raw)

    def _place(self, of: PictureOf) -> Place | None:
        """Where a picture goes; None where there is nobody's folder to put it into."""
        window = self._window
        run, planned = window.model.snapshot, window.model.matrix.planned
        if of == "window" and window.view == "matrix" and planned is not None:
            return Place(Path(planned.folder), EVIDENCE, matrix=Path(planned.folder).name)
        if not run.folder:
            return None
        if run.state in _GOING and run.replay is None:
            return Place(Path(run.folder), EVIDENCE, evidence=True)
        bundle = Path(run.folder).is_file()
        return Place(Path(run.folder).with_suffix("") if bundle else Path(run.folder), BESIDE)

    @contextmanager
    def _shown(self, view: View) -> Iterator[None]:
        """Have a page of the window open, and the one before open again; nothing is painted in between."""
        window, before = self._window, self._window.view
        if view != before:
            window.show_view(view)
        try:
            yield
        finally:
            if view != before:
                window.show_view(before)


def replayed(snapshot: Snapshot) -> datetime | None:
    """When the moment was that a replay shows; None where that is not known, or the run is no replay."""
    started, card = snapshot.summary.get("started"), snapshot.replay
    if card is None or snapshot.now is None or not started:
        return None
    return datetime.fromisoformat(str(started)) + timedelta(seconds=snapshot.now - card.begin)
