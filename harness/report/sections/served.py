"""How it was served: this run's profile and versions, and the matrix where one was measured."""

from __future__ import annotations

from harness.matrix.model import Cell, Finding, Matrix
from harness.matrix.table import BAD, DIM, FAIR, GOOD, explained, word
from harness.report.digest import Digest
from harness.report.parts import (
    Block,
    Command,
    Grid,
    Item,
    Name,
    Paragraph,
    Part,
    Points,
    Said,
    Section,
    Word,
)
from harness.report.texts import fix as texts

MARKS = {GOOD: "✓", FAIR: "~", BAD: "✗", DIM: "–"}


def served(digest: Digest, matrix: Matrix | None) -> Section:
    """The section; `matrix` is the one that this run is of."""
    versions = digest.meta.get("versions")
    said = ", ".join(f"{name} {one}" for name, one in versions.items()) if isinstance(versions, dict) else ""
    profile = Said(texts.SERVED, (Name(str(digest.summary.get("profile", ""))),))
    blocks: list[Block] = [Paragraph((profile, Said(texts.VERSIONS, (Name(said),))))]
    if matrix is None:
        blocks += [Paragraph((Said(texts.NOT_MEASURED),)), Command("sidlab matrix")]
    else:
        blocks += measured(matrix)
    return Section("served", Said(texts.SERVED_TITLE), tuple(blocks))


def measured(matrix: Matrix) -> list[Block]:
    """The table of a matrix, why its cells are as they are, and what was found of the profiles."""
    transports = tuple(dict.fromkeys(one.transport for one in matrix.cells))
    by_key = {one.key: one for one in matrix.cells}
    rows: tuple[tuple[Part, ...], ...] = tuple(
        (Name(profile), Word(client), *(_cell(by_key.get((profile, one, client))) for one in transports))
        for profile, client in dict.fromkeys((one.profile, one.client) for one in matrix.cells)
    )
    heads: tuple[Part, ...] = (Said(texts.PROFILE), Said(texts.CLIENT), *map(Word, transports))
    blocks: list[Block] = [Paragraph((Said(texts.MEASURED, (Name(matrix.folder),)),)), Grid(heads, rows)]
    if reasons := tuple(Item(Name(one)) for one in explained(matrix.cells) if one):
        blocks += [Paragraph((Said(texts.WHY),)), Points(reasons)]
    if matrix.findings:
        titles = (texts.PROFILE, texts.FINDING, texts.VALUE, texts.MEANS)
        found = Grid(tuple(map(Said, titles)), tuple(map(_finding, matrix.findings)))
        blocks += [Paragraph((Said(texts.FINDINGS),)), found]
    return blocks


def _cell(cell: Cell | None) -> Part:
    if cell is None:
        return Name("")
    said, tone = word(cell)
    known, _, share = said.partition(": ")
    words = Said(texts.INTERMITTENT, (Name(share),)) if share else Word(known)
    return Said("%1 %2", (Name(MARKS[tone]), words))


def _finding(one: Finding) -> tuple[Part, ...]:
    value: Part = Said(texts.NOT_KNOWN) if one.value is None else Name(f"{one.value} {one.unit}".strip())
    return Name(one.profile), Word(one.title), value, Word(one.text)
