"""What a report is made of, before it is HTML or Markdown: sentences with figures, tables, lists, charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Unit = Literal["", "s", "bytes", "second"]
Tone = Literal["", "strong", "good", "fair", "bad", "muted"]


class Figure(NamedTuple):
    """Something measured: `value` (None: not known), and the `query` by which it is found again in the evidence.

    A query is a key of summary.json (`http_400.total`), or one of the report's own, each explained in it:
    `cut_off.…`, `event.<number>.at`, `explained.…`, `signs.…`, `charts.…`. `unit`: seconds `s`, or the `second`
    of the run at which something was.
    """

    value: float | None
    query: str
    unit: Unit = ""


class Name(NamedTuple):
    """Text that is shown as it is: a name, a path, a command, somebody's words. Never markup."""

    text: str


class Word(NamedTuple):
    """A text of the core, which is shown translated."""

    text: str


class Cited(NamedTuple):
    """The numbers of the events that something rests on; `more` of them are not named."""

    events: tuple[int, ...]
    more: int = 0


class Said(NamedTuple):
    """A sentence: English, shown translated, with `%1`, `%2` … for the `args` (or a `%s` for each, in turn)."""

    text: str
    args: tuple[Part, ...] = ()


Part = Figure | Name | Word | Cited | Said


@dataclass(frozen=True)
class Fact:
    """A label and what there is to say of it."""

    label: Said
    says: tuple[Part, ...]
    tone: Tone = ""


@dataclass(frozen=True)
class Facts:
    """Labels, each with a sentence or several."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    says: tuple[Part, ...]
    tone: Tone = ""


@dataclass(frozen=True)
class Item:
    """A point of a list, with points under it; `head` is what it is about."""

    head: Part
    under: tuple[Part, ...] = ()
    tone: Tone = ""


@dataclass(frozen=True)
class Points:
    """A list; `numbered` where it has an order."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. `numeric`: the columns, from 0, that hold figures."""

    heads: tuple[Part, ...]
    rows: tuple[tuple[Part, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Command:
    """A command line, to be copied."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What people have written, line by line."""

    text: str


class Bar(NamedTuple):
    """So much of one series in the bucket that begins at this second."""

    key: str
    start: float
    value: float


class Marked(NamedTuple):
    """What was done, or a fault, from `start` to `end` (None: to the end of the run), in seconds of the run."""

    kind: str
    name: str
    start: float
    end: float | None


@dataclass(frozen=True)
class Chart:
    """Bars of `width` seconds, stacked by series, over the run's `seconds`, with what was done to it."""

    figure: str
    title: str
    unit: str
    width: float
    seconds: float
    bars: tuple[Bar, ...]
    marks: tuple[Marked, ...]


Block = Facts | Paragraph | Points | Grid | Command | Quote | Chart


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading. `anchor` names it in links."""

    anchor: str
    title: Said
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report. `warnings`: what is wrong with the evidence, which stands at the top."""

    name: str
    title: Said
    under: tuple[Part, ...]
    warnings: tuple[Part, ...]
    sections: tuple[Section, ...]
    foot: tuple[Part, ...] = field(default=())
