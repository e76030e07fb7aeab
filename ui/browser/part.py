"""What a page is given: whom it is to be, how it is reached, and what it has of its child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from harness.clients.spec import Spec
from harness.clients.voice import Counts
from harness.clock import Clock
from harness.events import AnyEvent, ClientStarted

Result = dict[str, Any]
Then = Callable[[Result], None]
Handshake = dict[str, Any]
"""What a server said when it opened a session; empty while the page that asked for it waits."""


class Link(Protocol):
    """The DevTools protocol of one page. What is asked before it is open waits."""

    def ask(self, method: str, params: dict[str, Any] | None = None, then: Then | None = None) -> None:
        """Send a command; `then` is given its result, or {"error": …}."""
        ...

    def close(self) -> None:
        """Hear and say nothing more, and let go of the page."""
        ...


@dataclass(frozen=True, slots=True)
class Library:
    """A socket.io-client: its file, its name with the version; `own`: it takes the place of the page's."""

    file: Path
    name: str
    own: bool


@dataclass(slots=True)
class Surroundings:
    """What a page has of its child: how to speak, the time, a timer (in seconds), and a cache of handshakes."""

    say: Callable[[AnyEvent], None]
    clock: Clock
    later: Callable[[float, Callable[[], None]], None]
    shared: dict[str, Handshake] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Which client a page is: when any of this changes, it is another. `seed` is a text."""

    spec: Spec
    library: Library
    seed: str

    @property
    def address(self) -> str:
        """The page's address, like that of a person who was sent it."""
        spec = self.spec
        transports = ",".join(spec.transports)
        asked = {"sidlab": spec.name, "nick": spec.name, "room": spec.room, "transports": transports}
        return f"{spec.url}/?{urlencode(asked)}"

    def started(self, t: int) -> ClientStarted:
        """The client begins at `t`."""
        spec = self.spec
        return ClientStarted(
            t=t,
            client=spec.name,
            group=spec.group,
            kind=spec.kind,
            transports=spec.transports,
            behaviour=spec.behaviour,
            room=spec.room,
            library=self.library.name,
        )

    def driven(self, counts: Counts, rate: float, to: tuple[str, ...], shared: dict[str, Handshake]) -> Result:
        """What page.mjs is to begin with (see there)."""
        spec = self.spec
        names = ("name", "group", "kind", "url", "path", "namespace", "transports", "room", "behaviour")
        return {
            "spec": {name: getattr(spec, name) for name in names} | {"library": self.library.name},
            "counts": {"generation": counts.generation, "said": counts.said},
            "seed": self.seed,
            "rate": rate,
            "to": to,
            "own": self.library.own,
            "shared": {group: found for group, found in shared.items() if found},
        }
