"""A report as Markdown that pastes into GitHub and Jira: whatever is not of ours is text there too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.commands import Language
from harness.plain import one_line
from harness.report.numbers import Speak, shown
from harness.report.parts import (
    Block,
    Chart,
    Cited,
    Command,
    Facts,
    Figure,
    Grid,
    Name,
    Paragraph,
    Part,
    Points,
    Quote,
    Report,
    Said,
    Word,
)
from harness.report.texts import page as texts
from harness.report.words import pieces

_ACTS = re.compile(r"([\\`*_{}\[\]#|~$])")
_BEGINS = re.compile(r"^(\s*\d*)([-+=.)])")
"""What makes a list, or a heading of the line before, where a line begins with it."""


def markdown(report: Report, language: Language, speak: Speak) -> str:
    """The whole text."""
    write = _Writer(language, speak)
    lines = [f"# {write.part(report.title)}", *(f"{write.part(one)}  " for one in report.under)]
    if report.warnings:
        lines += ["", *(f"> **{write.part(one)}**  " for one in report.warnings)]
    for section in report.sections:
        lines += ["", f"## {write.part(section.title)}", ""]
        for block in section.blocks:
            lines += [*write.block(block), ""]
    lines += ["---", *(f"{write.part(one)}  " for one in report.foot)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that is no markup, no HTML and no mention of anybody."""
    safe = _ACTS.sub(r"\\\1", one_line(text))
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")


def _line(text: str) -> str:
    """A line of somebody's, which stays one line of text whatever it begins with."""
    return _BEGINS.sub(r"\1\\\2", escaped(text))


def code(text: str) -> str:
    """Text in a code span, which holds as many backticks as it wants."""
    line = one_line(text)
    if not line.strip():
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


class _Writer:
    def __init__(self, language: Language, speak: Speak) -> None:
        self._language = language
        self._speak = speak

    def part(self, part: Part) -> str:
        """Any part, on one line."""
        match part:
            case Said(text=text, args=args):
                return "".join(
                    escaped(one) if isinstance(one, str) else self.part(one)
                    for one in pieces(self._speak(text), args)
                )
            case Figure():
                return escaped(shown(part, self._language, self._speak))
            case Name(text=text):
                return code(text)
            case Word(text=text):
                return escaped(self._speak(text))
            case Cited(events=events, more=more):
                return ", ".join(map(str, events)) + (f" … {more:,}" if more else "")

    def block(self, block: Block) -> Iterator[str]:
        """The lines of a block."""
        match block:
            case Facts():
                for row in block.rows:
                    yield f"- **{self.part(row.label)}**: {' '.join(map(self.part, row.says))}"
            case Paragraph():
                yield " ".join(map(self.part, block.says))
            case Points():
                yield from self._points(block)
            case Grid():
                yield from self._grid(block)
            case Command(text=text):
                yield from _fenced(text)
            case Quote(text=text):
                yield from (f"> {_line(line)}  " for line in text.splitlines())
            case Chart():
                yield f"*{escaped(self._speak(block.title))}*: {escaped(self._speak(texts.IN_HTML))}"

    def _points(self, block: Points) -> Iterator[str]:
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}." if block.numbered else "-"
            head = self.part(item.head)
            yield f"{mark} **{head}**" if item.under else f"{mark} {head}"
            yield from (f"{' ' * (len(mark) + 1)}- {self.part(one)}" for one in item.under)

    def _grid(self, block: Grid) -> Iterator[str]:
        yield self._row(tuple(map(self._cell, block.heads)))
        ruler = ("---:" if place in block.numeric else "---" for place in range(len(block.heads)))
        yield self._row(tuple(ruler))
        for row in block.rows:
            yield self._row(tuple(map(self._cell, row)))

    def _cell(self, part: Part) -> str:
        """In a table a bar ends the cell, in a code span too."""
        return re.sub(r"(?<!\\)\|", r"\\|", self.part(part))

    @staticmethod
    def _row(cells: tuple[str, ...]) -> str:
        return f"| {' | '.join(cells)} |"


def _fenced(text: str) -> Iterator[str]:
    line = one_line(text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    yield from (fence, line, fence)
