"""What a matrix is made of: its cells and findings, and the frames by which the core tells a window of them.

`Cell` and `Finding` are at once the rows of `matrix --json`; the contract's keys are never left out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from harness.events import kebab
from harness.options import TransportChoice

CellState = Literal["waiting", "running", "measured"]
Key = tuple[str, TransportChoice, str]
"""Profile, transport and kind of client: what names a cell."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of one profile, transport and kind of client (harness/matrix/judge.py says how).

    Figures are null where they were not measured. `works`: every attempt of a client at a session held until the
    restart: idle for longer than a ping, its messages answered, on the transport that was asked for. `share`: the
    part of the attempts of which that is true; between 0 and 1 the cell is `intermittent`. Where it is chance
    which process a request meets, and no attempt held, it is a part of the requests (`share_of`).
    `echo`: each client's messages came back to it; `broadcast`: each reached everybody in the room; both are null
    of a server of the person's own, which does not know our chat. `upgraded` is null but where that was asked for.
    `survives_restart`: all who were connected before came back and were heard again; `recovery`: seconds that
    took the slowest; `restart`: the way, of the profile's own. Counts are of all its runs: `http_400` by cause and
    `http_400_by_body` by what was refused; `lost`, `duplicated` and `unknown` messages, once for each recipient.
    `why`: the `reasons` in one line, the weightiest first; empty where there is nothing to explain. `causes` name
    them, by the hypothesis about each where there is one.
    `runs`: the run folders, and `run` the one that shows best what is the matter. `needs`: what is missing where
    the profile is not `available`.
    """

    profile: str
    transport: TransportChoice
    client: str
    available: bool
    works: bool | None = None
    handshake: bool | None = None
    echo: bool | None = None
    broadcast: bool | None = None
    idle: bool | None = None
    upgraded: bool | None = None
    survives_restart: bool | None = None
    recovery: float | None = None
    restart: str | None = None
    http_400: dict[str, int] | None = None
    http_400_by_body: dict[str, int] | None = None
    http_5xx: int | None = None
    lost: int | None = None
    duplicated: int | None = None
    unknown: int | None = None
    intermittent: bool = False
    share: float | None = None
    share_of: Literal["attempts", "requests"] = "attempts"
    why: str = ""
    reasons: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    needs: str = ""
    run: str = ""
    runs: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What names it."""
        return (self.profile, self.transport, self.client)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of how a profile serves: `value` in `unit`, null where it could not be had, and what it means.

    `finding` is the measure's name, `title` its title; `text` one sentence. `notable`: it is something to know of
    the profile, and not just as it should be.
    """

    profile: str
    finding: str
    title: str
    value: float | str | None
    unit: str
    text: str
    notable: bool = False


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """A measured matrix, as `matrix --json` prints it. `folder` holds the run folders of its cells."""

    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...] = ()
    folder: str = ""


class _Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """Something that the core tells a window of a matrix."""


class MatrixPlanned(_Frame, frozen=True):
    """A matrix begins: its axes in order, every cell as it stands, and so many runs at a time."""

    folder: str
    profiles: tuple[str, ...]
    transports: tuple[TransportChoice, ...]
    clients: tuple[str, ...]
    cells: tuple[Cell, ...]
    jobs: int


class MatrixCell(_Frame, frozen=True):
    """A cell begins to be measured, is measured once more, or is measured; `done` of `total` cells are.

    `runs` of it are over; while it is `running`, the cell is as those found it.
    """

    cell: Cell
    state: CellState
    runs: int
    done: int
    total: int


class MatrixFound(_Frame, frozen=True):
    """A finding that belongs to a profile."""

    finding: Finding


class MatrixEnded(_Frame, frozen=True):
    """A matrix is over: all of it `measured`, `stopped` before that, or `failed`, and why in one line."""

    outcome: Literal["measured", "stopped", "failed"]
    folder: str
    why: str = ""
