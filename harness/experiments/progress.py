"""What a person sees of an experiment, on standard error: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from harness.experiments.model import Answer, ExperimentPlanned, ExperimentTold

Frame = ExperimentPlanned | ExperimentTold


class Following(Protocol):
    """Follows one experiment."""

    def __enter__(self) -> Following: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def tell(self, frame: Frame) -> None:
        """Take what the conductor says."""


class Saying:
    """Puts frames into lines worth reading; what has been said already is not said again."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def line(self, frame: Frame) -> str:
        """The frame's line, or nothing."""
        if isinstance(frame, ExperimentPlanned):
            return (
                f"{frame.title} {frame.total} runs, {frame.jobs} at a time, about {frame.seconds:.0f} s, "
                f"into {frame.folder}"
            )
        now = {one.hypothesis: standing(one) for one in frame.verdicts}
        news = [line for name, line in now.items() if self._said.get(name) != line]
        self._said = now
        return f"[{frame.done}/{frame.total}] {'; '.join(news)}" if frame.done and news else ""


def standing(answer: Answer) -> str:
    """A question as it stands: its verdict, and in how many runs of each arm it happened."""
    arms = ", ".join(f"{arm.words} {arm.happened}/{arm.of}" for arm in answer.arms)
    return f"{answer.hypothesis} {answer.verdict} ({arms})"


class Plain:
    """Lines for a pipe."""

    def __init__(self) -> None:
        self._saying = Saying()

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, frame: Frame) -> None:
        """Write the frame's line, if it has one."""
        if text := self._saying.line(frame):
            sys.stderr.write(f"{text}\n")


class Live:
    """A bar, with what has come of it above, for a terminal."""

    def __init__(self) -> None:
        self._saying = Saying()
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("runs"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
            console=self._console,
        )
        self._task = self._bar.add_task("runs", total=None, now="")

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, frame: Frame) -> None:
        """Move the bar, and put the frame's line above it."""
        if isinstance(frame, ExperimentTold):
            self._bar.update(self._task, completed=frame.done, total=frame.total, now=", ".join(frame.running))
        if text := self._saying.line(frame):
            self._console.print(Text(text), soft_wrap=True)


class Silent:
    """Nothing at all, as --quiet asks."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, frame: Frame) -> None:
        """Nothing: what is printed at the end says it."""


def following(*, quiet: bool) -> Following:
    """The progress that fits where standard error goes."""
    if quiet:
        return Silent()
    return Live() if sys.stderr.isatty() else Plain()
