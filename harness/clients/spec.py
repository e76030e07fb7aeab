"""What a simulated client is told about itself, and the small interface a kind of client has to offer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from harness.commands import ClientsRun
from harness.events import Transport

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient
    from harness.clients.talk import Talk
    from harness.clients.voice import Voice

Ack = Callable[..., object]
"""Called with the server's answer to one emit; in a thread of the library's, for a kind that has threads."""


Dialect = Literal["python", "js"]
"""The language a kind of client is written in, and in whose words it gives its reasons."""


Lost = Callable[["Application", "SocketClient"], None]
"""Called on the loop with a socket that could not connect, or was disconnected by transport error or close."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A way to write a client: what it does when it loses its server.

    `python` and `js`: the languages it is written in; `pages`: it is about something that only a browser does.
    `options` are keyword arguments for the client class of python-socketio; what is not named stays at the
    library's own default (first delay 1 s, at most 5 s, ± 0.5 s). `transports` are used whatever its group says.
    `shares_handshake`: a cache may answer its first handshake. `lost` is what its application does when a socket
    of it fails; None leaves that to the library.
    """

    name: str
    title: str
    options: dict[str, Any] = field(default_factory=dict)
    transports: tuple[Transport, ...] | None = None
    python: bool = True
    js: bool = True
    pages: bool = False
    shares_handshake: bool = False
    lost: Lost | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """One client: when any of this changes, the client is started anew.

    `origin` is the page it belongs to, also where it reaches the server by a port of its own.
    """

    name: str
    group: str
    kind: str
    url: str
    origin: str
    path: str
    transports: tuple[Transport, ...]
    behaviour: str
    http_retry: bool
    room: str
    namespace: str = "/"

    @property
    def address(self) -> str:
        """The server's address with the client's name in the query, where wire and server read it."""
        parts = urlsplit(self.url)
        named = f"{parts.query}&" if parts.query else ""
        return urlunsplit(parts._replace(query=f"{named}sidlab={quote(self.name, safe='')}"))


def specs_of(command: ClientsRun) -> dict[str, Spec]:
    """The clients a command asks for, by name. The first client of a room gives the room its name."""
    group = command.group
    return {
        name: Spec(
            name=name,
            group=group.group,
            kind=group.kind,
            url=command.urls.get(name, command.url),
            origin=command.url,
            path=command.path,
            transports=group.transports,
            behaviour=group.behaviour,
            http_retry=group.http_retry,
            room=command.rooms.get(name, (name,))[0],
            namespace=group.namespace,
        )
        for name in command.names
    }


class Line(Protocol):
    """How a client's talk reaches its library."""

    async def emit(self, event: str, data: object) -> str | None:
        """Hand an event to the library; returns the sid of the session it is for, None when nobody took it."""
        ...


class SimClient(Line, Protocol):
    """A simulated client, as the shard runs it."""

    async def run(self) -> None:
        """Make the first socket, which keeps itself going from then on."""
        ...

    async def stop(self) -> None:
        """Leave the server and let go of everything, within about a second, whatever state it is in."""
        ...


Ramp = AbstractAsyncContextManager[object]
"""Entered around a first connect, so that not all clients of a shard knock at once."""


class Make(Protocol):
    """Makes a client of a kind; the kind's library is imported here, and not before."""

    def __call__(self, spec: Spec, behaviour: Behaviour, voice: Voice, talk: Talk, ramp: Ramp) -> SimClient:
        """A client that is ready to `run`."""
        ...


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client: its name, a sentence, and how one is made in the child `clients`.

    `make` is None for a kind whose clients live in a child of another sort: `child` names it, as `main.py _child`
    knows it, and it is given its own name, and then the network namespace its clients live in, where there is one.
    `pages`: they are pages in a browser. `needs` says in words what is missing on this machine, which `brings` (a
    command) would bring; empty when nothing is. `libraries`: the versions of its library that can be chosen, the
    incident's first; where there are any, a path to one of the user's own will do as well.
    """

    name: str
    title: str
    make: Make | None = None
    dialect: Dialect = "python"
    pages: bool = False
    needs: Callable[[], str] = _nothing
    brings: str = ""
    child: str = "clients"
    libraries: Callable[[], tuple[str, ...]] = tuple

    def fits(self, behaviour: Behaviour) -> bool:
        """Whether a client of this kind can behave so."""
        written = behaviour.python if self.dialect == "python" else behaviour.js
        return written and (self.pages or not behaviour.pages)
