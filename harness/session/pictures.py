"""Has the pictures drawn: a child with Qt is given what a window would be given, and saves PNG files."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from harness.children import Child
from harness.clock import seconds, utc_now
from harness.commands import Language, PictureOf, PicturesCharts, PicturesWindow, Theme, View
from harness.events import ChildFailed, PicturesSaved, Record
from harness.session.album import LOG_LINES, Album, Page, whole
from harness.session.catalogue import catalogue
from harness.session.house import HarnessError
from harness.session.moments import Moments
from harness.session.publish import Publisher
from harness.session.run import Run
from harness.snapshot import Logged, Snapshot

AtEnd = Literal["none", "window", "all"]
"""What is drawn of the window at the end of a run: nothing, the window as it opens, or all its views and parts."""

WINDOWS: tuple[tuple[Theme, Language], ...] = (("dark", "en"), ("light", "ko"))
_LOOKS: dict[AtEnd, tuple[tuple[Theme, Language], ...]] = {
    "none": (),
    "window": (("light", "en"),),  # as the charts are
    "all": WINDOWS,
}
_NAMES: dict[View, str] = {"overview": "window", "wire": "window-wire", "trial": "window-trial"}
_PARTS: dict[PictureOf, View] = {"requests": "wire", "board": "board"}
DRAW_SECONDS = 30.0
"""From one picture to the next; the first has to wait for Qt."""


def album_for(run: Run, *, by_themselves: bool) -> Album | None:
    """The album of a run without a window, where pictures are taken of it: by themselves, or by its steps."""
    if by_themselves:
        Moments(run)
    wanted = by_themselves or any(step.do == "screenshot" for step in run.scenario.steps)
    return Album(run) if wanted else None


async def draw(run: Run, at_end: AtEnd = "none", album: Album | None = None) -> None:
    """Draw the album's pages, the charts, and the window as asked. What could not be drawn is noted, and why."""
    drawn: list[str] = []
    leave = run.journal.listen(lambda record: _hear(run, record, drawn))
    pages = [] if album is None else album.pages
    try:
        child = await run.cast.spawn("pictures", "pictures")
        child.send(catalogue(run.house))
        for page in pages:
            _turn_to(child, page, run.folder.path / "screenshots")
        shown = await _tell(run, child, 0 if album is None else album.last_line)
        _order(run, child, shown, at_end)
        if not await _all_drawn(child, drawn):
            run.note("not every picture could be drawn: see logs/pictures.log in the run folder")
        await child.stop()
    except HarnessError as error:
        run.note(f"no pictures could be drawn: {error}")
    finally:
        leave()
    if album is not None and album.left_out:
        run.note(f"{album.left_out} pictures that were asked for were not taken: a run has {len(pages)} at most")


async def _all_drawn(child: Child, drawn: list[str]) -> bool:
    """Whether the child has done all it was asked; it has so long for each picture, however many there are."""
    before, asked = -1, 0
    while before < len(drawn):
        before, asked = len(drawn), asked + 1
        if await child.flush(asked, DRAW_SECONDS):
            return True
    return False


def _turn_to(child: Child, page: Page, folder: Path) -> None:
    """Have a page of the album drawn."""
    theme, language = WINDOWS[0]
    for frame in (page.snapshot, *page.lines):
        child.send(frame)
    stamp = f"{datetime.fromisoformat(page.moment):%Y%m%dT%H%M%SZ}"
    path, view = folder / f"{stamp}-{page.of}-{page.name}.png", _PARTS.get(page.of, "overview")
    child.send(
        PicturesWindow(path=str(path), theme=theme, language=language, view=view, of=page.of, moment=page.moment)
    )


def _order(run: Run, child: Child, shown: Snapshot, at_end: AtEnd) -> None:
    """Ask for the charts, and for the window, both as they stood when the run was over."""
    over = utc_now()
    if run.ended_at is not None:
        over -= timedelta(seconds=seconds(run.clock() - run.zero) - run.ended_at)
    moment = over.isoformat(timespec="seconds")
    for picture in _windows(run.folder.path / "screenshots", shown, at_end, moment):
        child.send(picture)
    child.send(PicturesCharts(folder=str(run.folder.path / "charts"), moment=moment))


def _windows(folder: Path, shown: Snapshot, at_end: AtEnd, moment: str) -> Iterator[PicturesWindow]:
    """The window as it opens; of all there is, its other views and its parts, the trial where the run was one."""
    views = {view: name for view, name in _NAMES.items() if view != "trial" or shown.summary.get("trial")}
    if at_end != "all":
        views = {"overview": "window"}
    parts = _PARTS if at_end == "all" else {}
    for theme, language in _LOOKS[at_end]:  # one look after the other: changing it takes longer than drawing
        for view, name in views.items():
            path = folder / f"{name}-{theme}-{language}.png"
            yield PicturesWindow(path=str(path), theme=theme, language=language, view=view, moment=moment)
        for of, view in parts.items():
            path = folder / f"{of}-{theme}-{language}.png"
            yield PicturesWindow(path=str(path), theme=theme, language=language, view=view, of=of, moment=moment)
        parts = {}  # in one look


def _hear(run: Run, record: Record, drawn: list[str]) -> None:
    match record.event:
        case ChildFailed(message=message) if record.src == "pictures":
            run.note(f"a picture could not be drawn: {message}")
        case PicturesSaved(path=path):
            drawn.append(path)
            if Path(path).parent.name == "screenshots":
                run.pictured(f"screenshots/{Path(path).name}")
        case _:
            pass


async def _tell(run: Run, child: Child, since: int) -> Snapshot:
    """Give the child what a window would have: the run as it stands, and the last log lines after `since`."""
    publisher = Publisher(run)
    lines: deque[Logged] = deque(maxlen=LOG_LINES)
    await asyncio.to_thread(run.recorder.sync)
    for record in run.folder.records():
        publisher.fold(record)
        if (line := publisher.line(record)) and record.seq > since:
            lines.append(line)
    shown = whole(publisher)
    for frame in (shown, *lines):
        child.send(frame)
    return shown
