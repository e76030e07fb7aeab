"""Has the pictures drawn: a child with Qt is given what a window would be given, and saves PNG files."""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path

from harness.children import Child
from harness.commands import Language, PicturesCharts, PicturesWindow, Theme
from harness.events import ChildFailed, PicturesSaved, Record
from harness.session.catalogue import catalogue
from harness.session.house import HarnessError
from harness.session.publish import Publisher
from harness.session.run import Run
from harness.snapshot import Logged

WINDOWS: tuple[tuple[Theme, Language], ...] = (("dark", "en"), ("light", "ko"))
DRAW_SECONDS = 30.0
LOG_LINES = 2_000
"""So many of the last lines of the event log are in a picture of the window: more than it can show."""


async def draw(run: Run, *, screenshots: bool) -> None:
    """Draw the charts, and the window where asked. What could not be drawn is noted in the evidence, and why."""
    leave = run.journal.listen(lambda record: _hear(run, record))
    try:
        child = await run.cast.spawn("pictures", "pictures")
        await _tell(run, child)
        child.send(PicturesCharts(folder=str(run.folder.path / "charts")))
        for theme, language in WINDOWS if screenshots else ():
            path = run.folder.path / "screenshots" / f"window-{theme}-{language}.png"
            child.send(PicturesWindow(path=str(path), theme=theme, language=language))
        if not await child.flush(0, DRAW_SECONDS):
            run.note("the pictures could not be drawn: see logs/pictures.log in the run folder")
        await child.stop()
    except HarnessError as error:
        run.note(f"no pictures could be drawn: {error}")
    finally:
        leave()


def _hear(run: Run, record: Record) -> None:
    match record.event:
        case ChildFailed(message=message) if record.src == "pictures":
            run.note(f"a picture could not be drawn: {message}")
        case PicturesSaved(path=path) if Path(path).parent.name == "screenshots":
            run.pictured(f"screenshots/{Path(path).name}")
        case _:
            pass


async def _tell(run: Run, child: Child) -> None:
    """Give the child what a window would have: the catalogue, the run as it stands, the end of the event log."""
    publisher = Publisher(run)
    lines: deque[Logged] = deque(maxlen=LOG_LINES)
    await asyncio.to_thread(run.recorder.sync)
    for record in run.folder.records():
        publisher.fold(record)
        if line := publisher.line(record):
            lines.append(line)
    for frame in (catalogue(run.house), publisher.snapshot(full=True), *lines):
        child.send(frame)
