"""Folds the records of a run into its story, in the order in which they were numbered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.diagnosis.admit import admitted
from harness.diagnosis.story import At, Copy, End, Jump, Loss, Process, Socket, Story
from harness.diagnosis.wired import Wired
from harness.events import (
    ChildHello,
    ClientAttempt,
    ClientCapped,
    ClientConnected,
    ClientDisconnected,
    ClientReceived,
    ClientStarted,
    ClientStopped,
    Event,
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
    ServerLogged,
    ServerSidIssued,
)

JUMP = 1_000_000_000
"""A wall clock that moved by less than this against the monotonic one, in ns, was only adjusted."""
RECENT = 1000
"""A second arrival is known among so many messages of one sender at least."""
RESET, NET_RESET = "ECONNRESET", "net::ERR_CONNECTION_RESET"
"""What a client says that did not end its connection itself: by the system's name, and by Chromium's."""
OWN_ENDS = ("HTTP", "Timeout")
"""What a client's error holds that ended its connection itself: it was refused, or has waited for too long."""


class Told:
    """A story in the making: `fold` takes every record there is, and leaves out what diagnosis may not read."""

    def __init__(self) -> None:
        self.story = Story()
        self._first: set[int] = set()
        self._beats: dict[str, ServerBeat] = {}
        self._wired = Wired(self.story)
        self._heard: dict[tuple[str, str], set[int]] = {}
        self._folds: dict[type[Any], Callable[[At, Any], None]] = {
            RunStarted: self._run_started,
            RunEnding: self._run_ending,
            ChildHello: self._hello,
            GuardStarted: self._started,
            GuardReaped: self._gone,
            RunProcessExited: self._gone,
            ServerBeat: self._beat,
            ServerLogged: self._logged,
            ServerSidIssued: self._issued,
            ServerConnected: self._joined,
            ServerDisconnected: self._left,
            ServerAnswered: self._answered,
            **self._wired.folds(),
            ClientStarted: self._began,
            ClientAttempt: self._attempt,
            ClientCapped: self._capped,
            ClientConnected: self._connected,
            ClientDisconnected: self._disconnected,
            ClientStopped: self._stopped,
            ClientReceived: self._received,
        }

    @property
    def heeds(self) -> tuple[type[Event], ...]:
        """The kinds of event that it makes anything of."""
        return tuple(self._folds)

    def fold(self, record: Record) -> None:
        """Take one record in; what happened after the run began to end is no part of its story."""
        fold = self._folds.get(type(record.event))
        seen = admitted(record) if fold else None
        if fold is None or seen is None or (self.story.frozen is not None and seen.event.t > self.story.frozen):
            return
        self.story.last = max(self.story.last, seen.event.t)
        fold(At(seen.event.t, seen.seq), seen.event)

    # --- the run ----------------------------------------------------------------------------------------------

    def _run_started(self, _at: At, event: RunStarted) -> None:
        self.story.ping_interval, self.story.ping_timeout = event.ping_interval, event.ping_timeout

    def _run_ending(self, at: At, _event: RunEnding) -> None:
        self.story.frozen = at.t

    # --- the server -------------------------------------------------------------------------------------------

    def _hello(self, at: At, event: ChildHello) -> None:
        for process in self.story.processes.values():
            if process.said and process.ended is None:  # gunicorn starts the next one when that one is gone
                process.ended = at
        first, node = event.pid in self._first, "engine.io" in event.versions
        self.story.processes[event.epoch] = Process(event.epoch, event.pid, at, node=node, first=first)

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
            process.serves(at.t)

    def _joined(self, at: At, event: ServerConnected) -> None:
        self._serves(at, event)
        session = self.story.session(event.sid)
        session.joined = session.joined or at

    def _beat(self, at: At, event: ServerBeat) -> None:
        before = self._beats.get(event.epoch)
        self._beats[event.epoch] = event
        process = self.story.processes.get(event.epoch)
        if before and process:
            moved = (event.wall - before.wall) - (event.t - before.t)
            if abs(moved) >= JUMP:
                process.jumps.append(Jump(at, moved))

    def _logged(self, at: At, event: ServerLogged) -> None:
        for process in self.story.processes.values():
            if process.pid == event.pid and process.ended is None:
                process.said.setdefault(event.said, at)

    def _issued(self, at: At, event: ServerSidIssued) -> None:
        self._serves(at, event)
        session = self.story.session(event.sid)
        session.epoch, session.issued = event.epoch, session.issued or at

    def _left(self, at: At, event: ServerDisconnected) -> None:
        session = self.story.session(event.sid)
        session.by_server = session.by_server or End(at, event.reason.partition(":")[2] or event.reason)

    def _answered(self, at: At, event: ServerAnswered) -> None:
        self._serves(at, event)
        self._wired.answered(at, event)

    # --- the clients ------------------------------------------------------------------------------------------

    def _began(self, at: At, event: ClientStarted) -> None:
        self.story.kinds.setdefault(event.kind, at)

    def _attempt(self, at: At, event: ClientAttempt) -> None:
        if event.errno == RESET or event.error == NET_RESET:
            self.story.torn.setdefault(event.client, []).append(at)

    def _capped(self, at: At, _event: ClientCapped) -> None:
        self.story.capped.append(at)

    def _connected(self, at: At, event: ClientConnected) -> None:
        key = (event.client, event.generation)
        self.story.sockets[key] = Socket(event.client, event.generation, at)
        self.story.session(event.sid).holders.setdefault(event.client, at)

    def _disconnected(self, at: At, event: ClientDisconnected) -> None:
        self.story.trouble(event.sid, at)
        loss = Loss(at, event.client, event.sid, event.reason, event.error)
        self.story.losses.append(loss)
        self.story.lost.setdefault(event.client, []).append(loss)
        if _was_told(event):
            self.story.torn.setdefault(event.client, []).append(at)
        if socket := self.story.sockets.get((event.client, event.generation)):
            socket.ended = at
        session = self.story.session(event.sid)
        session.by_client = session.by_client or End(at, event.reason.partition(":")[2] or event.reason)

    def _stopped(self, at: At, event: ClientStopped) -> None:
        for socket in self.story.sockets.values():
            if socket.client == event.client and socket.ended is None:
                socket.ended = at

    def _received(self, at: At, event: ClientReceived) -> None:
        heard = self._heard.setdefault((event.client, event.sender), set())
        if event.n in heard:
            self.story.copies.append(Copy(at, event.client))
        heard.add(event.n)
        if len(heard) > 2 * RECENT:  # sockets of one client hear a message at about the same time
            heard.difference_update([n for n in heard if n <= event.n - RECENT])


def _was_told(event: ClientDisconnected) -> bool:
    """Whether this client learnt that its connection was over: by an error, or a close, that it did not make."""
    transport = event.reason.partition(":")[2] in {"transport error", "transport close"}
    return transport and not any(own in (event.error or "") for own in OWN_ENDS)
