"""Folds the records of a run into its story, in the order in which they were numbered."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from harness.diagnosis.admit import admitted
from harness.diagnosis.story import (
    Answered,
    At,
    Copy,
    End,
    Jump,
    Loss,
    Posted,
    Process,
    Refusal,
    Reset,
    Session,
    Socket,
    Story,
)
from harness.events import (
    ChildHello,
    ClientConnected,
    ClientDisconnected,
    ClientReceived,
    ClientStopped,
    GuardReaped,
    GuardStarted,
    Record,
    RunEnding,
    RunProcessExited,
    RunStarted,
    ServerAnswered,
    ServerBeat,
    ServerConnected,
    ServerDisconnected,
    ServerSidIssued,
    WireLegClosed,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)

JUMP = 1_000_000_000
"""A wall clock that moved by less than this against the monotonic one, in ns, was only adjusted."""

SWITCHING = 101

_Key = tuple[int, str | None, str, int]


class Told:
    """A story in the making: `fold` takes every record there is, and leaves out what diagnosis may not read."""

    def __init__(self) -> None:
        self.story = Story()
        self._first: set[int] = set()
        self._beats: dict[str, ServerBeat] = {}
        self._said: dict[_Key, deque[Answered]] = defaultdict(deque)
        self._met: dict[_Key, deque[Refusal]] = defaultdict(deque)
        self._torn: set[int] = set()
        self._heard: set[tuple[str, str, int]] = set()
        self._folds: dict[type[Any], Callable[[At, Any], None]] = {
            RunStarted: self._run_started,
            RunEnding: self._run_ending,
            ChildHello: self._hello,
            GuardStarted: self._started,
            GuardReaped: self._gone,
            RunProcessExited: self._gone,
            ServerBeat: self._beat,
            ServerSidIssued: self._issued,
            ServerConnected: self._serves,
            ServerDisconnected: self._left,
            ServerAnswered: self._answered,
            WireSidIssued: self._handed_out,
            WireRequest: self._asked,
            WireResponse: self._response,
            WireUnanswered: self._unanswered,
            WirePosted: self._posted,
            WireLegClosed: self._leg_closed,
            ClientConnected: self._connected,
            ClientDisconnected: self._disconnected,
            ClientStopped: self._stopped,
            ClientReceived: self._received,
        }

    def fold(self, record: Record) -> None:
        """Take one record in; what happened after the run began to end is no part of its story."""
        fold = self._folds.get(type(record.event))
        seen = admitted(record) if fold else None
        if fold is None or seen is None or (self.story.frozen is not None and seen.event.t > self.story.frozen):
            return
        self.story.last = max(self.story.last, seen.event.t)
        fold(At(seen.event.t, seen.seq), seen.event)

    def _session(self, sid: str) -> Session:
        return self.story.sessions.setdefault(sid, Session(sid))

    def _trouble(self, sid: str | None, at: At) -> None:
        if sid:
            self.story.troubles.setdefault(sid, []).append(at.t)

    # --- the run ----------------------------------------------------------------------------------------------

    def _run_started(self, _at: At, event: RunStarted) -> None:
        self.story.ping_interval, self.story.ping_timeout = event.ping_interval, event.ping_timeout

    def _run_ending(self, at: At, _event: RunEnding) -> None:
        self.story.frozen = at.t

    # --- the server -------------------------------------------------------------------------------------------

    def _hello(self, at: At, event: ChildHello) -> None:
        self.story.processes[event.epoch] = Process(event.epoch, event.pid, at, first=event.pid in self._first)

    def _started(self, _at: At, event: GuardStarted) -> None:
        self._first.add(event.pid)
        for process in self.story.processes.values():
            process.first = process.first or process.pid == event.pid

    def _gone(self, at: At, event: GuardReaped | RunProcessExited) -> None:
        for process in self.story.processes.values():
            if process.pid == event.pid and process.ended is None and process.began.t <= at.t:
                process.ended = at

    def _serves(self, at: At, event: ServerConnected | ServerSidIssued | ServerAnswered) -> None:
        if process := self.story.processes.get(event.epoch):
            first, last = process.served or (at.t, at.t)
            process.served = min(first, at.t), max(last, at.t)

    def _beat(self, at: At, event: ServerBeat) -> None:
        before = self._beats.get(event.epoch)
        self._beats[event.epoch] = event
        process = self.story.processes.get(event.epoch)
        if before and process:
            moved = (event.wall - before.wall) - (event.t - before.t)
            if abs(moved) >= JUMP:
                process.jumps.append(Jump(at, moved))

    def _issued(self, at: At, event: ServerSidIssued) -> None:
        self._serves(at, event)
        session = self._session(event.sid)
        session.epoch, session.issued = event.epoch, session.issued or at

    def _left(self, at: At, event: ServerDisconnected) -> None:
        session = self._session(event.sid)
        session.by_server = session.by_server or End(at, event.reason.partition(":")[2] or event.reason)

    def _answered(self, at: At, event: ServerAnswered) -> None:
        self._serves(at, event)
        said = Answered(at, event.epoch, event.text, event.cause)
        key = (event.remote_port, event.sid, event.method, event.status)
        if self._met[key]:
            self._met[key].popleft().answered = said
        else:
            self._said[key].append(said)

    # --- the wire ---------------------------------------------------------------------------------------------

    def _handed_out(self, at: At, event: WireSidIssued) -> None:
        self.story.opened.append(at)
        session = self._session(event.sid)
        session.issued = session.issued or at
        if event.client:
            session.holders.setdefault(event.client, at)

    def _asked(self, at: At, event: WireRequest) -> None:
        if event.sid and event.client:
            self._session(event.sid).holders.setdefault(event.client, at)

    def _response(self, at: At, event: WireResponse) -> None:
        if event.status == SWITCHING:
            self.story.upgraded.append(at)
        if event.status < 400 or event.kind == "page" or event.answered_by == "wire":
            return
        refusal = Refusal(
            at=at,
            conn=event.conn,
            n=event.n,
            method=event.method,
            kind=event.kind,
            status=event.status,
            port=event.upstream_port,
            sid=event.sid,
            client=event.client,
            cause=event.cause,
            body=event.body,
            text=event.text,
        )
        self.story.refusals.append(refusal)
        self._trouble(event.sid, at)
        key = (event.upstream_port, event.sid, event.method, event.status)
        if self._said[key]:
            refusal.answered = self._said[key].popleft()
        else:
            self._met[key].append(refusal)

    def _unanswered(self, at: At, event: WireUnanswered) -> None:
        self._trouble(event.sid, at)

    def _posted(self, at: At, event: WirePosted) -> None:
        self.story.posted.append(Posted(at, event.sid, len(event.packets)))

    def _leg_closed(self, at: At, event: WireLegClosed) -> None:
        if event.how == "rst" and event.conn not in self._torn and event.by != "relay":
            self._torn.add(event.conn)
            self.story.resets.append(Reset(at, event.conn, "neither" if event.by == "fault" else event.leg))

    # --- the clients ------------------------------------------------------------------------------------------

    def _connected(self, at: At, event: ClientConnected) -> None:
        key = (event.client, event.generation)
        self.story.sockets[key] = Socket(event.client, event.generation, at)
        self._session(event.sid).holders.setdefault(event.client, at)

    def _disconnected(self, at: At, event: ClientDisconnected) -> None:
        self._trouble(event.sid, at)
        self.story.losses.append(Loss(at, event.client, event.sid, event.reason, event.error))
        if socket := self.story.sockets.get((event.client, event.generation)):
            socket.ended = at
        session = self._session(event.sid)
        session.by_client = session.by_client or End(at, event.reason.partition(":")[2] or event.reason)

    def _stopped(self, at: At, event: ClientStopped) -> None:
        for socket in self.story.sockets.values():
            if socket.client == event.client and socket.ended is None:
                socket.ended = at

    def _received(self, at: At, event: ClientReceived) -> None:
        key = (event.client, event.sender, event.n)
        if key in self._heard:
            self.story.copies.append(Copy(at, event.client))
        self._heard.add(key)
