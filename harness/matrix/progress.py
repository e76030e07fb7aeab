"""What a person sees while a matrix is measured, on standard error: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from harness.matrix.model import MatrixCell, MatrixFound, MatrixPlanned
from harness.matrix.table import line
from harness.plain import one_line

Frame = MatrixPlanned | MatrixCell | MatrixFound


class Following(Protocol):
    """Follows one matrix."""

    def __enter__(self) -> Following: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def tell(self, frame: Frame) -> None:
        """Take what the conductor says."""


def said(frame: Frame) -> str:
    """A frame as a line worth reading, or nothing."""
    match frame:
        case MatrixPlanned(cells=cells, jobs=jobs, folder=folder):
            away = sum(not one.available for one in cells)
            lacking = f", {away} unavailable" if away else ""
            return f"{len(cells) - away} cells to measure{lacking}, {jobs} at a time, into {folder}"
        case MatrixCell(state="measured", done=done, total=total, cell=cell):
            return f"[{done}/{total}] {line(cell)}"
        case MatrixFound(finding=finding) if finding.notable:
            return f"{finding.profile}: {finding.title}: {finding.value} {finding.unit}".rstrip()
        case _:
            return ""


class Plain:
    """Lines for a pipe."""

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, frame: Frame) -> None:
        """Write the frame's line, if it has one."""
        if text := said(frame):
            sys.stderr.write(f"{one_line(text)}\n")


class Live:
    """A bar, with what was measured above it, for a terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("matrix"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
            console=self._console,
        )
        self._task = self._bar.add_task("matrix", total=None, now="")
        self._running: list[str] = []

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, frame: Frame) -> None:
        """Move the bar, and put the frame's line above it."""
        if isinstance(frame, MatrixCell):
            name = " × ".join(frame.cell.key)
            self._running = [one for one in self._running if one != name]
            if frame.state == "running":
                self._running.append(name)
            now = self._running[-1] if self._running else ""
            self._bar.update(self._task, completed=frame.done, total=frame.total, now=now)
        if text := said(frame):
            self._console.print(Text(one_line(text)), soft_wrap=True)


class Silent:
    """Nothing at all, as --quiet asks."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, frame: Frame) -> None:
        """Nothing: the table says it."""


def following(*, quiet: bool) -> Following:
    """The progress that fits where standard error goes."""
    if quiet:
        return Silent()
    return Live() if sys.stderr.isatty() else Plain()
