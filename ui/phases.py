"""How the last restart went: its phases in seconds since it was asked for. No Qt."""

from __future__ import annotations

from typing import NamedTuple

from harness.events import RunServerPhases
from harness.snapshot import Logged

_NS = 1e9


class Phases(NamedTuple):
    """A restart: when it was asked for (seconds of the run), how, and what came when after that; None: never seen.

    `closed`: nothing listened at the port any more; `opened`: something did again; `answered`: a handshake.
    """

    asked: float | None
    how: str
    closed: float | None
    opened: float | None
    answered: float | None


def phases_of(line: Logged, event: RunServerPhases) -> Phases:
    """The phases that a line of the log tells."""
    asked = None if line.at is None else line.at - (event.t - event.asked) / _NS
    times = (event.closed, event.opened, event.answered)
    closed, opened, answered = (None if at is None else (at - event.asked) / _NS for at in times)
    return Phases(asked, event.how, closed, opened, answered)
