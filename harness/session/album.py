"""What a window would have shown at the moments of which there are to be pictures, kept until they can be drawn.

Drawing costs what the run needs for itself, so pictures of a run without a window are drawn when it is over, each
from the snapshot of its own moment.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import cast

import msgspec
from msgspec import structs

from harness.clock import utc_now
from harness.commands import PictureOf
from harness.events import Record, RunPictureDue, RunStep
from harness.session.publish import Publisher
from harness.session.run import Run
from harness.snapshot import LanCard, Logged, Snapshot

MOST = 40
"""So many pages at most: a scenario may ask for a picture each second."""
LOG_LINES = 2_000
"""So many of the last lines of the event log are in a picture of the window: more than it can show."""


@dataclass(frozen=True)
class Page:
    """A moment: what is to be drawn, what its picture is called, when it was, and what a window is told of it."""

    of: PictureOf
    name: str
    moment: str
    _snapshot: bytes
    lines: tuple[Logged, ...]

    @property
    def snapshot(self) -> Snapshot:
        """The run as it stood; kept as its line, which takes a tenth of the room."""
        return msgspec.json.decode(self._snapshot, type=Snapshot)


class Album:
    """The pages of one run. `left_out`: moments for which there was no room."""

    def __init__(self, run: Run) -> None:
        self.pages: list[Page] = []
        self.left_out = 0
        self._run = run
        self._publisher = Publisher(run)
        self._lines: deque[Logged] = deque(maxlen=LOG_LINES)
        run.journal.listen(self._fold)

    @property
    def last_line(self) -> int:
        """The number of the last line of the event log that a page holds; 0 for none."""
        return max((line.seq for page in self.pages for line in page.lines[-1:]), default=0)

    def _fold(self, record: Record) -> None:
        self._publisher.fold(record)
        if line := self._publisher.line(record):
            self._lines.append(line)
        match record.event:
            case RunPictureDue(name=name):
                self._keep("window", f"at-{name}")
            case RunStep(do="screenshot", detail=detail):
                self._keep(cast("PictureOf", detail.get("of") or "window"), "asked")
            case _:
                pass

    def _keep(self, of: PictureOf, name: str) -> None:
        if len(self.pages) == MOST:
            self.left_out += 1
            return
        told = msgspec.json.encode(whole(self._publisher))
        moment = utc_now().isoformat(timespec="seconds")
        self.pages.append(Page(of, name, moment, told, tuple(self._lines)))
        self._lines.clear()


def whole(publisher: Publisher) -> Snapshot:
    """The run as it stands, for a picture: the LAN is left out, since its card holds the token that lets in."""
    return structs.replace(publisher.snapshot(full=True), lan=LanCard())
