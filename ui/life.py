"""A session's life as lines: its opening, its requests with the gaps between, its upgrade, its end. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from harness.snapshot import NamespaceRow, RequestRow, SessionRow
from ui.asking import tone_of
from ui.telling import Tone

What = Literal["opened", "request", "namespace", "upgraded", "ended"]
_RANK = {"opened": 0, "namespace": 2, "upgraded": 2, "request": 1, "ended": 3}


class Line(NamedTuple):
    """A line: when (seconds of the run), how long after the one before, what, and the request if it is one.

    `late`: it came after the session's end. `turn`: what became of a namespace.
    """

    at: float
    gap: float | None
    what: What
    detail: str
    tone: Tone
    request: RequestRow | None = None
    late: bool = False
    turn: NamespaceRow | None = None


def life(session: SessionRow | None, requests: Iterable[RequestRow]) -> list[Line]:
    """The lines of a session; one that nobody saw open has its requests only."""
    lines = [_request(row, session) for row in requests]
    if session is not None:
        lines += _turns(session)
    lines.sort(key=lambda line: (line.at, _RANK[line.what]))
    gaps = [after.at - before.at for before, after in pairwise(lines)]
    return lines[:1] + [line._replace(gap=gap) for line, gap in zip(lines[1:], gaps, strict=True)]


def _request(row: RequestRow, session: SessionRow | None) -> Line:
    late = session is not None and session.ended is not None and row.began > session.ended
    return Line(row.began, None, "request", row.kind, tone_of(row), row, late)


def _turns(session: SessionRow) -> list[Line]:
    found = [
        Line(one.at, None, "namespace", one.namespace, _tone(one.did), turn=one)
        for one in session.namespaces
        if one.at is not None
    ]
    if session.opened is not None:
        found.append(Line(session.opened, None, "opened", session.client, "info"))
    if session.upgraded is not None:
        found.append(Line(session.upgraded, None, "upgraded", "polling → websocket", "info"))
    if session.ended is not None:
        found.append(Line(session.ended, None, "ended", f"{session.how} {session.by}".strip(), "mark"))
    return found


def _tone(did: str) -> Tone:
    return "warn" if did == "refused" else "info"
