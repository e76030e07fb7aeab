"""What a fault is: its parameters with units and limits, and what it decides. No sockets, no clock, no asyncio.

To add one, drop a file in this folder with a subclass of `Fault`: the first line of its docstring is its title,
its fields are its parameters (the window's form, the scenario's check and the evidence all come from them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

import msgspec

What = Literal["open", "now", "data", "fin", "rst"]
"""What a fault is asked about: a client was accepted, its connection is to `open`; both legs stand `now`, or did
when the fault began; `data` came in, or the sender's `fin` or `rst`."""

Way = Literal["up", "down", "both"]
"""`up` is towards the server, `down` towards the client."""

End = Literal["client", "server", "both"]
"""Which leg of a connection."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a fault decides on.

    `now`: when it happened, or when the faults before this one let it go on (monotonic ns); `offset`: the place
    of the first byte in its direction's stream; `draw`: a number from 0 to 1 that this fault, this client (or
    connection), this direction and the offset given decide, the same in every run of one seed.
    """

    what: What
    direction: Literal["up", "down"] = "up"
    now: int = 0
    offset: int = 0
    draw: Callable[[int], float]


class Send(msgspec.Struct, frozen=True):
    """Let it go on, no earlier than `at` (monotonic ns); what follows it waits behind it."""

    at: int


class Hold(msgspec.Struct, frozen=True):
    """Let nothing pass this way, the ends of the stream included, until the fault is lifted."""


class Close(msgspec.Struct, frozen=True):
    """End these legs, by FIN or by RST."""

    end: End
    how: Literal["fin", "rst"]


Action = Send | Hold | Close


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault with its parameters. `name` is what it is called everywhere.

    `at_once`: without a duration it acts on what is open now, and is over. `closes_port`: while it is on, the port
    really refuses.
    """

    name: ClassVar[str]
    at_once: ClassVar[bool] = False
    closes_port: ClassVar[bool] = False

    def decide(self, moment: Moment) -> Sequence[Action]:  # noqa: ARG002 - for those that decide
        """What to do; nothing lets it pass, as for a fault that only closes the port."""
        return ()

    def lifted(self) -> Sequence[Close]:
        """What to do to each connection it touched when it is over."""
        return ()
