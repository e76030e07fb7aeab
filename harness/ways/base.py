"""What a way to fail is: its parameters with units and limits, and what it decides. No processes, no sockets.

To add one, drop a file in this folder with a subclass of `Way`: the first line of its docstring is its title, its
fields are its parameters (the window's form, the scenario's check and the evidence all come from them). It is
asked for deeds, which the session carries out (harness/session/waydesk.py).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import msgspec

Whom = Literal["one", "all"]
"""Which of the serving processes: the eldest, or all of them."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The server when something is done to it.

    `serving`: the pids of the processes that serve, the eldest first; of a server that says nothing of itself, all
    of its processes. `first`: the process the server was started as. `port`: where it listens. `backlog`: how many
    connections may wait there to be accepted; None where that is not known. `duration`: seconds until it will be
    relieved; None where nobody knows.
    """

    profile: str
    first: int
    serving: tuple[int, ...]
    port: int
    backlog: int | None = None
    duration: float | None = None

    def chosen(self, whom: Whom) -> tuple[int, ...]:
        """The pids meant."""
        return self.serving[:1] if whom == "one" else self.serving


class Signal(msgspec.Struct, frozen=True):
    """Send these processes a signal, by its name."""

    signal: str
    pids: tuple[int, ...]


class Say(msgspec.Struct, frozen=True):
    """Send these serving processes a line over their witness connections (they stand in server/witness.py)."""

    pids: tuple[int, ...]
    line: dict[str, Any]


class Succeed(msgspec.Struct, frozen=True):
    """Wait for who takes the place of these processes, of all that served (`known`).

    Where the whole server goes with them, it is started again.
    """

    pids: tuple[int, ...]
    known: tuple[int, ...]


class StartBeside(msgspec.Struct, frozen=True):
    """Start one more server of the same profile on the same port."""


class EndBeside(msgspec.Struct, frozen=True):
    """End that one again."""


class Fill(msgspec.Struct, frozen=True):
    """Open connections that say nothing until no more can wait to be accepted."""


class Drain(msgspec.Struct, frozen=True):
    """Give those connections up."""


Deed = Signal | Say | Succeed | StartBeside | EndBeside | Fill | Drain


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to fail with its parameters. `name` is what it is called everywhere.

    `lasts`: it goes on until it is relieved. `by_line`: the serving processes have to do it themselves, so it
    takes a server that has a witness connection. `linux_only`: the reason, where there is one.
    """

    name: ClassVar[str]
    lasts: ClassVar[bool] = True
    by_line: ClassVar[bool] = False
    posix_only: ClassVar[bool] = True
    linux_only: ClassVar[str] = ""

    def struck(self, server: Standing) -> tuple[int, ...]:
        """The pids it is done to. ValueError, in one line, when there is nobody to do it to."""
        return server.serving

    @abstractmethod
    def strike(self, server: Standing) -> Sequence[Deed]:
        """What to do."""

    def relieve(self, server: Standing) -> Sequence[Deed]:  # noqa: ARG002 - for those that last
        """What to do to undo it; `server` is as it stood when it was struck."""
        return ()
