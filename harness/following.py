"""What a person sees of many runs, on standard error: a bar on a terminal, plain lines in a pipe, or nothing.

A matrix and an experiment are followed alike; what a frame says, and how far it is, is theirs (`Told`).
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Generic, NamedTuple, Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from harness.plain import one_line

Frame_contra = TypeVar("Frame_contra", contravariant=True)


class At(NamedTuple):
    """How far it is: so many of so many, and what is under way now."""

    done: int
    total: int
    now: str


class Told(Protocol[Frame_contra]):
    """What frames come to, asked once for each frame, in their order."""

    def line(self, frame: Frame_contra) -> str:
        """A line worth reading, or nothing."""

    def at(self, frame: Frame_contra) -> At | None:
        """How far it is, where the frame says so."""


class Following(Generic[Frame_contra]):
    """Follows the runs and shows nothing, as --quiet asks: what is printed at the end says it."""

    def __enter__(self) -> Following[Frame_contra]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def tell(self, frame: Frame_contra) -> None:
        """Take what the conductor says."""


class Plain(Following[Frame_contra]):
    """Lines for a pipe."""

    def __init__(self, told: Told[Frame_contra]) -> None:
        self._told = told

    def tell(self, frame: Frame_contra) -> None:
        """Write the frame's line, if it has one."""
        if text := self._told.line(frame):
            sys.stderr.write(f"{one_line(text)}\n")


class Live(Following[Frame_contra]):
    """A bar, with the lines above it, for a terminal."""

    def __init__(self, told: Told[Frame_contra], what: str) -> None:
        self._told = told
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
            console=self._console,
        )
        self._task = self._bar.add_task(what, total=None, now="")

    def __enter__(self) -> Live[Frame_contra]:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def tell(self, frame: Frame_contra) -> None:
        """Move the bar, and put the frame's line above it."""
        if at := self._told.at(frame):
            self._bar.update(self._task, completed=at.done, total=at.total, now=at.now)
        if text := self._told.line(frame):
            self._console.print(Text(one_line(text)), soft_wrap=True)


def follow(told: Told[Frame_contra], what: str, *, quiet: bool) -> Following[Frame_contra]:
    """The progress that fits where standard error goes; `what` stands before the bar."""
    if quiet:
        return Following()
    return Live(told, what) if sys.stderr.isatty() else Plain(told)
