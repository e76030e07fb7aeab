"""Has the pictures drawn: a child with Qt is given what a window would be given, and saves PNG files."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from harness.children import Child
from harness.commands import Language, PicturesCharts, PicturesWindow, Theme, View
from harness.events import ChildFailed, PicturesSaved, Record
from harness.session.catalogue import catalogue
from harness.session.house import HarnessError
from harness.session.publish import Publisher
from harness.session.run import Run
from harness.snapshot import LanCard, Logged, Snapshot

WINDOWS: tuple[tuple[Theme, Language], ...] = (("dark", "en"), ("light", "ko"))
_NAMES: dict[View, str] = {"overview": "window", "wire": "window-wire", "trial": "window-trial"}
DRAW_SECONDS = 30.0
LOG_LINES = 2_000
"""So many of the last lines of the event log are in a picture of the window: more than it can show."""


async def draw(run: Run, *, screenshots: bool) -> None:
    """Draw the charts, and the window where asked. What could not be drawn is noted in the evidence, and why."""
    leave = run.journal.listen(lambda record: _hear(run, record))
    try:
        child = await run.cast.spawn("pictures", "pictures")
        shown = await _tell(run, child)
        child.send(PicturesCharts(folder=str(run.folder.path / "charts")))
        for picture in _windows(run.folder.path / "screenshots", shown) if screenshots else ():
            child.send(picture)
        if not await child.flush(0, DRAW_SECONDS):
            run.note("the pictures could not be drawn: see logs/pictures.log in the run folder")
        await child.stop()
    except HarnessError as error:
        run.note(f"no pictures could be drawn: {error}")
    finally:
        leave()


def _windows(folder: Path, shown: Snapshot) -> Iterator[PicturesWindow]:
    """The window as it opens, with what crossed the wire, and with the trial, where the run was one."""
    views = {view: name for view, name in _NAMES.items() if view != "trial" or shown.summary.get("trial")}
    for view, name in views.items():
        for theme, language in WINDOWS:
            path = folder / f"{name}-{theme}-{language}.png"
            yield PicturesWindow(path=str(path), theme=theme, language=language, view=view)


def _hear(run: Run, record: Record) -> None:
    match record.event:
        case ChildFailed(message=message) if record.src == "pictures":
            run.note(f"a picture could not be drawn: {message}")
        case PicturesSaved(path=path) if Path(path).parent.name == "screenshots":
            run.pictured(f"screenshots/{Path(path).name}")
        case _:
            pass


async def _tell(run: Run, child: Child) -> Snapshot:
    """Give the child what a window would have: the catalogue, the run as it stands, the end of the event log.

    The LAN is left out, since its card holds the token that lets devices in.
    """
    publisher = Publisher(run)
    lines: deque[Logged] = deque(maxlen=LOG_LINES)
    await asyncio.to_thread(run.recorder.sync)
    for record in run.folder.records():
        publisher.fold(record)
        if line := publisher.line(record):
            lines.append(line)
    shown = structs.replace(publisher.snapshot(full=True), lan=LanCard())
    for frame in (catalogue(run.house), shown, *lines):
        child.send(frame)
    return shown
