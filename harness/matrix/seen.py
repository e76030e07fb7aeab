"""What the three witnesses saw of one run of a cell: its events folded into what judging and explaining need.

The course of a run watches it live, to know when to go on; the judge makes it anew from the run folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from harness.events import (
    PROBE,
    ChildHello,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientOpened,
    ClientReceived,
    ClientSent,
    ClientStarted,
    ClientUpgraded,
    Crossed,
    Record,
    RunEnding,
    RunProcessExited,
    RunServerDown,
    RunServerReady,
    RunStarted,
    RunStep,
    RunStepDone,
    ServerAnswered,
    ServerConnected,
    ServerSidIssued,
    WireClosed,
    WireRequest,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)
from harness.scenarios.model import OWN_PROFILES

Phase = Literal["talk", "alone", "idle", "talk again", "restart", "back"]
"""The parts of a run, in order; each begins with a `run.step`, `restart` with that of the restart itself. `alone`
ends a run in which nobody got further than waiting."""
PHASE = "phase"
SWITCHING = 101
LATELY = 3_000_000_000
"""Who is served hears itself say something within so many ns."""


@dataclass(slots=True)
class Socket:
    """One socket of a client: from when to when it was connected (monotonic ns), and how it ended."""

    t: int
    sid: str
    upgraded: bool = False
    ended: int | None = None
    reason: str = ""

    def ended_by(self, t: int) -> int | None:
        """When it ended, if that was before `t`: what comes when a run is closed is nobody's loss."""
        return self.ended if self.ended is not None and self.ended <= t else None


@dataclass(slots=True)
class Life:
    """A client: when it first knew a sid, its sockets, what it said and heard, how its connects failed."""

    opened: int | None = None
    sockets: list[Socket] = field(default_factory=list)
    said: dict[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    heard: dict[tuple[str, int], int] = field(default_factory=dict)
    errors: list[ClientConnectError] = field(default_factory=list)

    def socket_at(self, t: int) -> Socket | None:
        """The socket that was connected at `t`."""
        for socket in reversed(self.sockets):
            if socket.t <= t and (socket.ended is None or socket.ended > t):
                return socket
        return None


@dataclass(slots=True)
class Request:
    """A request that the wire told of by itself; `answer`, `cut` and `closed` are null until that happens.

    A poll or POST that went well at once, not the first of its connection, is not among them. `closed`: when the
    connection of a WebSocket ended.
    """

    asked: WireRequest
    answer: WireResponse | None = None
    cut: int | None = None
    closed: int | None = None

    def over(self, never: int) -> int:
        """When it was answered or cut (monotonic ns), or `never`."""
        return self.answer.t if self.answer else self.cut or never

    @property
    def is_websocket(self) -> bool:
        """Whether it became a WebSocket."""
        return self.answer is not None and self.answer.status == SWITCHING

    def holds(self, t: int, never: int) -> bool:
        """Whether at `t` it is a poll that waits for its answer, or an open WebSocket."""
        if self.is_websocket:
            return self.over(never) <= t < (self.closed or never)
        return self.asked.kind == "poll" and self.asked.t <= t < self.over(never)


class Seen:
    """The facts of one run; `fold` takes each record, in any order of their sources.

    `exchanges` are those of sessions, answered, whether the wire told of them by themselves or not; `epochs` says
    which process issued a sid, and `served` which one connected its namespace. `chats` is false of a server of the
    person's own, which does not know what our clients say: then nobody is heard, and nobody has to be.
    """

    def __init__(self) -> None:
        self.clients: dict[str, Life] = {}
        self.phases: dict[str, int] = {}
        self.requests: dict[tuple[int, int], Request] = {}
        self.exchanges: list[Crossed] = []
        self.hellos: list[ChildHello] = []
        self.exits: list[RunProcessExited] = []
        self.epochs: dict[str, str] = {}
        self.served: dict[str, str] = {}
        self.answers: list[ServerAnswered] = []
        self.restart = ""
        self.restarted: RunStepDone | None = None
        self.chats = True
        self.up = False
        self.never_up = ""
        self.ended: int | None = None
        self.last = 0

    def fold(self, record: Record) -> None:
        """Take one record."""
        event = record.event
        self.last = max(self.last, event.t)
        match event:
            case RunStarted(profile=profile):
                self.chats = profile not in OWN_PROFILES
            case RunStep():
                self._step(event)
            case RunStepDone(do="restart"):
                self.restarted = event
            case RunServerReady():
                self.up = True
            case RunServerDown(asked=False, why=why) if not self.up:
                self.never_up = why
            case RunEnding(t=t):
                self.ended = t
            case _:
                self._client(event)
                self._wire(event)
                self._server(event)

    @property
    def until(self) -> int:
        """When the time before the restart was over: at the restart, or where there was none, at the end."""
        return self.phases.get("restart", self.frozen)

    @property
    def frozen(self) -> int:
        """When the run started to end: what comes later is not judged."""
        return self.last if self.ended is None else self.ended

    @property
    def processes(self) -> int:
        """So many serving processes had reported before the restart."""
        return len({hello.epoch for hello in self.hellos if hello.t < self.until})

    @property
    def met_the_restart(self) -> dict[str, Life]:
        """The clients that were connected when the restart began; nobody where there was none."""
        at = self.phases.get("restart")
        return {} if at is None else {name: life for name, life in self.clients.items() if life.socket_at(at)}

    def heard_itself(self, name: str, since: int) -> bool:
        """Whether something that a client said after that has come back to it, where anything can."""
        life = self.clients[name]
        return not self.chats or any(
            said > since and (name, n) in life.heard for n, (said, _) in life.said.items()
        )

    def is_served_at(self, name: str, t: int) -> bool:
        """Whether a client is connected at `t` and has lately been heard on that socket."""
        socket = self.clients[name].socket_at(t)
        return socket is not None and self.heard_itself(name, max(socket.t, t - LATELY))

    def refusals(self, name: str) -> list[WireResponse]:
        """The answers of 400 and more that a client got before the restart."""
        return [
            request.answer
            for request in self.requests.values()
            if request.asked.client == name
            and request.answer is not None
            and request.answer.status >= 400
            and request.answer.t < self.until
        ]

    @property
    def strayed(self) -> list[ServerAnswered]:
        """The 400s for sids that another process had issued, which was alive: before the restart."""
        gone = {one.pid: one.t for one in self.exits}
        issuers = {hello.epoch: gone.get(hello.pid, self.last + 1) for hello in self.hellos}
        return [
            one
            for one in self.answers
            if one.cause == "unknown-sid"
            and one.t < self.until
            and (issued := self.epochs.get(one.sid or "", one.epoch)) != one.epoch
            and issuers.get(issued, one.t) > one.t
        ]

    def _step(self, event: RunStep) -> None:
        if event.do == PHASE:
            self.phases[str(event.detail["name"])] = event.t
        elif event.do == "restart":
            self.phases["restart"] = event.t
            self.restart = str(event.detail["how"])

    def _client(self, event: object) -> None:
        match event:
            case ClientStarted(client=name):
                self.clients.setdefault(name, Life())
            case ClientOpened(client=name, t=t):
                life = self.clients[name]
                life.opened = life.opened or t
            case ClientConnected(client=name, t=t, sid=sid):
                self.clients[name].sockets.append(Socket(t, sid))
            case ClientUpgraded(client=name):
                self.clients[name].sockets[-1].upgraded = True
            case ClientDisconnected(client=name, t=t, reason=reason):
                for socket in self.clients[name].sockets[-1:]:
                    socket.ended, socket.reason = t, reason
            case ClientSent(client=name, n=n, t=t, to=to):
                self.clients[name].said[n] = (t, to)
            case ClientReceived(client=name, sender=sender, n=n, t=t):
                self.clients[name].heard.setdefault((sender, n), t)
            case ClientConnectError(client=name):
                self.clients[name].errors.append(event)
            case _:
                pass

    def _wire(self, event: object) -> None:
        match event:
            case WireRequest(conn=conn, n=n) if event.client != PROBE:
                self.requests[conn, n] = Request(event)
            case WireResponse(conn=conn, n=n) if (conn, n) in self.requests:
                self.requests[conn, n].answer = event
            case WireUnanswered(conn=conn, n=n, t=t) if (conn, n) in self.requests:
                self.requests[conn, n].cut = t
            case WireTraffic(exchanges=rows):
                self.exchanges += [row for row in rows if row.sid and row.status and row.client != PROBE]
            case WireClosed(conn=conn, t=t):
                for (of, _), request in self.requests.items():
                    if of == conn and request.is_websocket:
                        request.closed = t
            case _:
                pass

    def _server(self, event: object) -> None:
        match event:
            case ChildHello(role="server"):
                self.hellos.append(event)
            case RunProcessExited(role="server"):
                self.exits.append(event)
            case ServerSidIssued(sid=sid, epoch=epoch):
                self.epochs[sid] = epoch
            case ServerConnected(sid=sid, epoch=epoch):
                self.served[sid] = epoch
            case ServerAnswered(client=client) if client != PROBE:
                self.answers.append(event)
            case _:
                pass
