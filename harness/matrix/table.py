"""The matrix as a table for people: a row for each profile and kind of client, a column for each transport.

A cell says first whether it works, then what is not as it should be. The reasons stand below, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.matrix.model import Cell, Finding, Matrix
from harness.plain import one_line

GOOD, FAIR, BAD, DIM = "green", "yellow", "red", "dim"


def draw(matrix: Matrix) -> RenderableType:
    """The whole matrix: the table, why cells are as they are, and what was found of the profiles."""
    parts: list[RenderableType] = [grid(matrix.cells)]
    parts += [plain(said) for said in explained(matrix.cells)]
    if notable := [one for one in matrix.findings if one.notable]:
        parts += [Text(""), found(notable)]
    return Group(*parts)


def plain(text: str, style: str = "") -> Text:
    """Text of a log or a profile as it is: no markup, and no letter that acts on a terminal."""
    return Text(one_line(text), style=style)


def grid(cells: Sequence[Cell]) -> Table:
    """The table itself."""
    transports = tuple(dict.fromkeys(one.transport for one in cells))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("profile", "client", *transports):
        table.add_column(title, overflow="fold")
    by_key = {one.key: one for one in cells}
    for profile, client in dict.fromkeys((one.profile, one.client) for one in cells):
        row = [by_key.get((profile, transport, client)) for transport in transports]
        table.add_row(plain(profile), plain(client), *(Text("") if one is None else verdict(one) for one in row))
    return table


def verdict(cell: Cell) -> Text:
    """A cell in a few words, coloured where there is colour."""
    said, colour = word(cell)
    text = Text(said, style=colour)
    for part in particulars(cell) if cell.works is not None else ():
        text.append(f"\n{part}", style=DIM)
    return text


def line(cell: Cell) -> str:
    """A cell on one line, as a pipe is told of it."""
    parts = [word(cell)[0], *particulars(cell)] if cell.works is not None else [word(cell)[0]]
    why = f": {cell.why}" if cell.why else ""
    return f"{' × '.join(cell.key)}: {', '.join(parts)}{why}"


def explained(cells: Sequence[Cell]) -> Iterator[str]:
    """Why cells are as they are: each reason once, with the cells it holds for."""
    where: dict[str, list[str]] = {}
    for one in cells:
        for reason in one.reasons or ((one.why,) if one.why else ()):
            where.setdefault(f"{one.profile}: {reason}", []).append(f"{one.transport}, {one.client}")
    if where:
        yield ""
    for reason, keys in where.items():
        yield f"{reason} ({'; '.join(dict.fromkeys(keys))})"


def found(findings: Sequence[Finding]) -> Table:
    """What was measured of profiles besides."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("profile", "finding", "value", ""):
        table.add_column(title, overflow="fold")
    for one in findings:
        value = "not known" if one.value is None else f"{one.value} {one.unit}".strip()
        table.add_row(*map(plain, (one.profile, one.title, value)), plain(one.text, DIM))
    return table


def word(cell: Cell) -> tuple[str, str]:
    """What a cell comes to, and its colour."""
    if not cell.available:
        return "unavailable", DIM
    if cell.works is None:
        return "not measured", DIM
    if cell.intermittent:
        of = " of requests" if cell.share_of == "requests" else ""
        return f"intermittent: {cell.share or 0:.0%}{of}", FAIR
    return ("works", GOOD) if cell.works else ("fails", BAD)


def particulars(cell: Cell) -> Iterator[str]:
    """What is not as it should be, and what the restart cost."""
    if not cell.handshake:
        yield "no handshake"
    if cell.upgraded is False:
        yield "not upgraded"
    if cell.works and cell.broadcast is False:
        yield "broadcast incomplete"
    if cell.survives_restart is False:
        yield "restart not survived"
    if cell.recovery is not None:
        yield f"back in {cell.recovery:.1f} s"
    for status, count in (("400", sum((cell.http_400 or {}).values())), ("5xx", cell.http_5xx)):
        if count:
            yield f"{count} × {status}"
    if cell.lost:
        yield f"{cell.lost} lost"
