"""What a person sees of a run without a window, on standard error: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from harness.clock import seconds
from harness.events import (
    PROBE,
    ChildFailed,
    Record,
    RunEnding,
    RunLan,
    RunNote,
    RunProcessExited,
    RunReady,
    RunServerDown,
    RunServerReady,
    RunServerRelieved,
    RunStep,
    RunStepDone,
    WireBypass,
    WireResponse,
    WireSidIssued,
    WireTlsFailed,
)
from harness.kept_table import kept_lines
from harness.plain import one_line
from harness.session.run import Run
from harness.trial_table import trial_lines

MOST_FAULTS = 10
MOST_NAMES = 5


class Progress(Protocol):
    """Follows one run; `verdict` closes with what it came to."""

    def __enter__(self) -> Progress: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def say(self, line: str) -> None:
        """One line for the person, which is no event and stands in no record."""

    def verdict(self, summary: dict[str, Any], folder: str, root: str = "") -> None:
        """Say how each expectation fared, where the evidence is, and the root hash it was sealed with."""


class Story:
    """Folds events into lines worth reading: what was done, and what came of it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._zero: int | None = None
        self._last = ""
        self.refused = 0
        self.sids = 0

    def fold(self, record: Record) -> None:
        """Take one event."""
        event = record.event
        if isinstance(event, WireResponse):
            self.refused += event.status == 400 and event.client != PROBE
        elif isinstance(event, WireSidIssued):
            self.sids += event.client != PROBE
        elif isinstance(event, ChildFailed | RunServerDown) and self._zero is None:
            pass  # the run cannot be opened, and says why itself
        elif line := self._line(record) or trouble(record) or self._once(beside(record)):
            at = 0.0 if self._zero is None else max(0.0, seconds(event.t - self._zero))
            self._say(f"{at:7.2f} s  {line}")

    def _once(self, line: str) -> str:
        """Nothing when it was said last: each connection may fail alike."""
        last, self._last = self._last, line or self._last
        return "" if line == last else line

    def _line(self, record: Record) -> str:
        match record.event:
            case RunReady(t=t, url=url):
                self._zero = t
                return f"ready at {url}"
            case RunStep(do=do, detail=detail):
                what = " ".join(str(value) for value in detail.values() if value not in {None, "", 0})
                return f"{do} {what}".strip()
            case RunServerReady(life=life, took=took) if self._zero is not None:
                again = " again" if life > 1 else ""
                return f"server answers{again} after {took:.2f} s; so far {self.refused} × 400, {self.sids} sids"
            case RunServerRelieved(way=way):
                return f"{way} is over"
            case RunEnding(why=why) if self._zero is not None:
                return f"{why}: {self.refused} × 400, {self.sids} sids"
            case _:
                return ""


def trouble(record: Record) -> str:
    """What went wrong, in words."""
    match record.event:
        case RunStepDone(do=do, ok=False, why=why):
            return f"{do} could not be done: {why}"
        case RunProcessExited(name=name, code=code, signal=signal, asked=False):
            return f"{name} ended: {signal or f'exit code {code}'}"
        case RunNote(text=text):
            return text
        case ChildFailed(message=message):
            return message
        case RunLan(on=False, why=why) if why:
            return f"the LAN takes no part: {why}"
        case _:
            return ""


def beside(record: Record) -> str:
    """What keeps clients from the wire, or leads them past it, in words."""
    match record.event:
        case WireTlsFailed(why=why) | RunServerDown(asked=False, why=why):
            return why
        case WireBypass(path=path, address=address, where=where):
            what = "sends its reader to" if where == "location" else "names"
            return f"{path} {what} {address}, which leads past the wire: what goes there is not seen"
        case _:
            return ""


def judged(summary: dict[str, Any], folder: str, root: str = "") -> list[tuple[str, str]]:
    """The lines of the verdict, each with the colour of its mark."""
    marks = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}
    lines = []
    for one in summary["expectations"]:
        mark, colour = marks[one["held"]]
        measured = "not known" if one["measured"] is None else one["measured"]
        lines.append((f"{mark} {one['text']} (measured {measured})", colour))
    lines += trial_lines(summary["trial"])
    lines += kept_lines(summary["findings"])
    lines += [(_felt(fault), "dim") for fault in summary["faults"][-MOST_FAULTS:]]
    sealed = [(f"root hash of the evidence, for the ticket: {root}", "dim")] if root else []
    return [*lines, (f"{summary['outcome']}: {folder}", "bold"), *sealed]


def _felt(fault: dict[str, Any]) -> str:
    """What a fault touched, and of whom the first connections were."""
    touched = fault["touched"]
    names = list(dict.fromkeys(one["client"] for one in fault["connections"] or () if one["client"]))
    whose = f": {', '.join(names[:MOST_NAMES])}{' …' if len(names) > MOST_NAMES else ''}" if names else ""
    return (
        f"{fault['fault']} on {fault['target']} touched {touched} connection{'' if touched == 1 else 's'}{whose}"
    )


class Plain:
    """Lines for a pipe."""

    def __init__(self, run: Run) -> None:
        run.journal.listen(Story(self.say).fold)

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def verdict(self, summary: dict[str, Any], folder: str, root: str = "") -> None:
        """The expectations, one a line."""
        for line, _ in judged(summary, folder, root):
            self.say(line)

    def say(self, line: str) -> None:
        """As it is."""
        sys.stderr.write(f"{one_line(line)}\n")


class Live:
    """A bar and the story above it, for a terminal."""

    def __init__(self, run: Run) -> None:
        self._console = Console(stderr=True)
        self._story = Story(self.say)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("[red]{task.fields[refused]}[/red] × 400 · {task.fields[sids]} sids"),
            console=self._console,
        )
        self._task = self._bar.add_task(run.scenario.name, total=run.scenario.duration, refused=0, sids=0)
        self._zero: int | None = None
        run.journal.listen(self._fold)

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def verdict(self, summary: dict[str, Any], folder: str, root: str = "") -> None:
        """The expectations, one a line, in colour."""
        for line, colour in judged(summary, folder, root):
            self._console.print(Text(one_line(line), style=colour), soft_wrap=True)

    def _fold(self, record: Record) -> None:
        self._story.fold(record)
        if isinstance(record.event, RunReady):
            self._zero = record.event.t
        if self._zero is not None:
            self._bar.update(
                self._task,
                completed=seconds(record.at - self._zero),
                refused=self._story.refused,
                sids=self._story.sids,
            )

    def say(self, line: str) -> None:
        """Above the bar."""
        self._console.print(Text(one_line(line)), soft_wrap=True)


class Silent:
    """Nothing but what is said for this person alone, as --quiet asks."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def say(self, line: str) -> None:
        """The person asked for it: without it there is no joining."""
        sys.stderr.write(f"{one_line(line)}\n")

    def verdict(self, summary: dict[str, Any], folder: str, root: str = "") -> None:
        """Nothing: the exit status and the folder say it."""


def progress_for(run: Run, *, quiet: bool) -> Progress:
    """The progress that fits where standard error goes."""
    if quiet:
        return Silent()
    return Live(run) if sys.stderr.isatty() else Plain(run)
