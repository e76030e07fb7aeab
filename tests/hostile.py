"""A matrix, a comparison and a report in which all that somebody else can say is one text; and their pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from harness.comparing.compared import compare
from harness.comparing.model import Comparison
from harness.comparing.page import page as compare_page
from harness.comparing.sides import Side
from harness.matrix.model import Cell, Finding, Matrix
from harness.matrix.page import page as matrix_page
from harness.report.page import page as report_page
from harness.report.parts import (
    Bar,
    Chart,
    Command,
    Fact,
    Facts,
    Figure,
    Grid,
    Item,
    Marked,
    Name,
    Paragraph,
    Points,
    Quote,
    Report,
    Said,
    Section,
    Word,
)


def matrix_of(said: str) -> Matrix:
    failed = Cell(
        profile=said,
        transport="polling",
        client="python",
        available=True,
        works=False,
        handshake=True,
        why=said,
        reasons=(said,),
    )
    finding = Finding(profile=said, finding="f", title=said, value=1.0, unit=said, text=said, notable=True)
    return Matrix(cells=(failed,), findings=(finding,), folder=said)


def side_of(said: str, total: int) -> Side:
    summary = {
        "scenario": said,
        "profile": said,
        "outcome": "failed",
        "http_400": {"total": total},
        "groups": {said: {"http_400": {"total": total}}},
        "findings": [{"hypothesis": said, "verdict": said, "because": [], "against": []}],
    }
    meta = {"scenario": {"server": {"profile": said, "command": f"{said}{total}"}}, "versions": {said: str(total)}}
    return Side(said, Path("runs"), (summary,), (meta,))


def compared(said: str) -> Comparison:
    return compare(side_of(said, 1), side_of(said, 2))


def report_of(said: str) -> Report:
    """A report with each kind of block, in which everything is said by others."""
    name, word = Name(said), Word(said)
    sentence = Said("%1 and %2", (name, word))
    blocks = (
        Facts((Fact(Said("fact"), (sentence,)),)),
        Paragraph((sentence, Figure(4.0, said))),
        Points((Item(name, (word,)), Item(sentence))),
        Grid((name, word), ((word, name), (sentence, Figure(None, said)))),
        Command(said),
        Quote(said),
        Chart(said, said, said, 1.0, 9.0, (Bar(said, 1.0, 2.0),), (Marked("fault", said, 1.0, None),)),
    )
    section = Section("here", sentence, blocks)
    return Report(said, sentence, (name,), (word,), (section,), (sentence,))


PAGES: dict[str, Callable[[str], str]] = {
    "report.html": lambda said: report_page(report_of(said), "en", str),
    "matrix.html": lambda said: matrix_page(matrix_of(said)),
    "compare.html": lambda said: compare_page(compared(said)),
}
