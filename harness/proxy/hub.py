"""What a relayed connection needs of the wire around it, so that either can be tested alone."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from harness.clock import Clock
from harness.events import CloseHow, Event, Leg, RequestKind
from harness.proxy import leg
from harness.proxy.address import Address
from harness.proxy.edit.edits import Known, Plan
from harness.proxy.edit.head import Head
from harness.proxy.faults.base import Pace, What
from harness.proxy.flow import Direction
from harness.proxy.poller import Poller
from harness.proxy.tap.sessions import Ender
from harness.proxy.unheard import Unheard
from harness.proxy.upstream import Upstream

if TYPE_CHECKING:
    from harness.proxy.opening import Opening
    from harness.proxy.relay import Connection


class Request(Protocol):
    """The latest request on a connection, as the tap read it."""

    @property
    def n(self) -> int:
        """Its number on the connection, from 1."""

    @property
    def kind(self) -> RequestKind:
        """What it is for."""

    @property
    def client(self) -> str | None:
        """The simulated client's name, if it gave one."""

    @property
    def sid(self) -> str | None:
        """The Engine.IO session it is of, if it has one."""


class Tap(Protocol):
    """Reads copies of the bytes and says what they mean. It never raises and changes nothing."""

    lost: bool

    @property
    def current(self) -> Request | None:
        """The latest request."""

    @property
    def idle(self) -> bool:
        """Whether it is between two requests: the client's next byte begins one, and no answer is due."""

    @property
    def on_frames(self) -> bool:
        """Whether it has become a WebSocket: what follows is frames."""

    @property
    def known(self) -> Known:
        """What is known of the sessions handed out so far."""

    def from_client(self, data: bytes, now: int) -> Sequence[Event]:
        """Bytes from the client."""

    def from_server(self, data: bytes, now: int) -> Sequence[Event]:
        """Bytes from the server."""

    def answered(self, data: bytes, fault: str, now: int) -> Sequence[Event]:
        """The wire itself sent this whole answer, in the server's place, to the oldest request without one."""

    def changed(self, fault: str, sent_sid: str | None = None) -> None:
        """The latest request whose head is complete was changed on its way; `sent_sid`: what the server reads."""

    def no_upgrade(self) -> None:
        """The wish to switch protocols was taken out of the latest request on its way."""

    def own(self, fault: str) -> None:
        """All requests of this connection are the wire's own, in the name of a fault: no library's re-send."""

    def ended(self, now: int, by: Ender | None = None) -> Sequence[Event]:
        """The connection is over; `by`: who began to end it, where somebody did."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Legs a fault ends, and how; `after`: behind so many of the bytes that have just come in (None: at once)."""

    legs: tuple[Leg, ...]
    how: CloseHow
    fault: str
    after: int | None = None


@dataclass(slots=True)
class Verdict:
    """What the faults that are on decide: when a thing may go on (monotonic ns), what holds or slows it, the cuts.

    A gate or a pace goes by the number of its fault; pace None: the connection is no longer one it is aimed at.
    """

    due: int = 0
    gates: list[int] = field(default_factory=list)
    paces: list[tuple[int, Pace | None]] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)


class Subject(Protocol):
    """What a fault may act on: a connection, or one that is being opened."""

    number: int
    client_host: str
    owner: str
    opened: int
    on_frames: bool

    @property
    def quiet(self) -> int:
        """Since when nothing has come from either side (monotonic ns)."""

    @property
    def request(self) -> Request | None:
        """The latest request on it."""

    @property
    def is_unreadable(self) -> bool:
        """Whether no request will ever be read on it."""


class Faults(Protocol):
    """What a connection asks of the faults that are on. `editing`: whether any of them edits requests.

    `rest`: whether nothing is on and nothing edits, so that nobody need be asked.
    """

    editing: bool
    rest: bool

    @property
    def active(self) -> bool:
        """Whether there is any."""

    def way(self, opening: Opening) -> Address | None:
        """The server a new connection goes to, if it is not the first one."""

    def plan(self, subject: Subject, head: Head, length: int, known: Known) -> Plan:
        """What they do about the request whose head, and body's length, this is: the subject's latest."""

    def judge(
        self, subject: Subject, what: What, direction: Direction, offset: int, now: int, size: int = 0
    ) -> Verdict:
        """What they decide about something that happened, at `offset` in the stream of this direction."""


class Hub(Protocol):
    """The wire, as a connection sees it."""

    loop: asyncio.AbstractEventLoop
    clock: Clock
    poller: Poller
    unheard: Unheard
    upstream: Upstream

    @property
    def faults(self) -> Faults:
        """The faults that are on."""

    def say(self, event: Event) -> None:
        """Tell the session."""

    @property
    def address(self) -> Callable[[Head], Head]:
        """What each request's head is made into, if it is edited at all."""

    def server_leg(self, sock: socket.socket) -> leg.Leg:
        """The leg towards the server, over a socket that is not connected yet."""

    def say_no_tls(self, number: int, error: ssl.SSLError) -> None:
        """A connection to the server stands, and TLS could not be made on it."""

    def opened(self, opening: Opening, upstream_port: int, *, was_reset: bool) -> None:
        """A client's way to the server stands, or stood and was reset at once."""

    def never_opened(self, opening: Opening) -> None:
        """A client's way to the server could not be made; the client is gone."""

    def gone(self, connection: Connection) -> None:
        """A connection has ended."""

    def send(self, data: bytes, fault: str) -> None:
        """A fault sends a request of its own, on a connection of its own."""
