"""What a fault is: its parameters with units and limits, and what it decides. No sockets, no clock, no asyncio.

To add one, drop a file in this folder with a subclass of `Fault`: the first line of its docstring is its title,
its fields are its parameters (the window's form, the scenario's check and the evidence all come from them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

import msgspec

from harness.commands import RestartHow
from harness.events import RequestKind

What = Literal["open", "now", "data", "fin", "rst", "wake"]
"""What a fault is asked about: a client was accepted, its connection is to `open`; both legs stand `now`, or did
when the fault began; `data` came in, or the sender's `fin` or `rst`; the time of its `Wake` has come."""

Way = Literal["up", "down", "both"]
"""`up` is towards the server, `down` towards the client."""

End = Literal["client", "server", "both"]
"""Which leg of a connection."""

Form = Literal["reset", "close"]
"""How a connection is ended, as a parameter says it."""
FORMS: dict[Form, Literal["rst", "fin"]] = {"reset": "rst", "close": "fin"}


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a fault decides on.

    `now`: when it happened, or when the faults before this one let it go on (monotonic ns); `offset`: the place
    of the first byte in its direction's stream; `draw`: a number from 0 to 1 that this fault, this client (or
    connection), this direction and the offset given decide, the same in every run of one seed. `size`: bytes that
    came in. `request`: the kind of the latest request; `frames`: it was a WebSocket before this came. `opened`:
    when the client was accepted; `quiet`: since when nothing has come from either side. `nth`: which of the
    connections accepted since the fault began, and aimed at, this is, from 1; 0 for one accepted before.
    """

    what: What
    direction: Literal["up", "down"] = "up"
    now: int = 0
    offset: int = 0
    size: int = 0
    request: RequestKind | None = None
    frames: bool = False
    opened: int = 0
    quiet: int = 0
    nth: int = 0
    draw: Callable[[int], float]


class Send(msgspec.Struct, frozen=True):
    """Let it go on, no earlier than `at` (monotonic ns); what follows it waits behind it."""

    at: int


class Hold(msgspec.Struct, frozen=True):
    """Let nothing pass this way, the ends of the stream included, until the fault is lifted."""


class Pace(msgspec.Struct, frozen=True):
    """Let bytes go on in pieces, cut at every multiple of `size` in the stream.

    It holds until the fault is lifted, or another request comes that it is not aimed at.
    The next piece waits until `gap` ns after the one before it; `credit`: so many ns of waiting that was not
    needed, or took too long, are made good for.
    """

    size: int
    gap: int
    credit: int = 0


class Close(msgspec.Struct, frozen=True):
    """End these legs, by FIN or by RST: at once, or once what came before has gone on.

    `after` tells how many of the bytes that have just come in (0 when none have) still go on, behind all those
    that wait. What this direction brings later is dropped.
    """

    end: End
    how: Literal["fin", "rst"]
    after: int | None = None


class Wake(msgspec.Struct, frozen=True):
    """Ask this fault again, with `wake`, at this time (monotonic ns), of both directions.

    One is kept for each connection: while it is waited for, later ones are ignored. It ends with the connection
    and with the fault. Nothing is waited for before both legs stand.
    """

    at: int


Deed = Send | Hold | Pace | Close
"""What is done to a connection."""
Action = Deed | Wake


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault with its parameters. `name` is what it is called everywhere.

    `family` (tcp, http, packets): among which it is offered.
    `at_once`: without a duration it acts on what is open now, and is over. `counts`: it wants `Moment.nth`.
    """

    name: ClassVar[str]
    family: ClassVar[str] = "tcp"
    at_once: ClassVar[bool] = False
    counts: ClassVar[bool] = False

    @property
    def closes_port(self) -> bool:
        """Whether the port really refuses while it is on."""
        return False

    @property
    def rhythm(self) -> tuple[float, float] | None:
        """Seconds on, seconds off; None: on all the time."""
        return None

    @property
    def restart(self) -> RestartHow | None:
        """How the session is to restart the server while it is on, if it is."""
        return None

    def decide(self, moment: Moment) -> Sequence[Action]:  # noqa: ARG002 - for those that decide
        """What to do; nothing lets it pass, as for a fault that only closes the port."""
        return ()

    def lifted(self) -> Sequence[Close]:
        """What to do to each connection it touched when it is over."""
        return ()
