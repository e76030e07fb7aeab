"""What reconciling needs of a run, and no more: kept small while the events go by.

A connection on which nothing happened that a witness could tell differently is forgotten when it closes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.events import (
    ChildHello,
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientOpened,
    ClientStarted,
    ClientStopped,
    GuardReaped,
    Record,
    RunProcessExited,
    RunServerReady,
    RunServerStarting,
    RunStarted,
    ServerAnswered,
    ServerConnected,
    ServerDisconnected,
    ServerSidIssued,
    WireBytes,
    WireClosed,
    WireFaultTouched,
    WireLegClosed,
    WireOpened,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireTapLost,
    WireUnanswered,
)
from harness.metrics.counts.base import NS_PER_S
from harness.metrics.lives import Lives
from harness.metrics.witnessed import Conn, Seen


class Facts:
    """The compact facts of a run, folded from its records in any order of their sources."""

    def __init__(self) -> None:
        self.conns: dict[int, Conn] = {}
        self.by_port: dict[int, list[Conn]] = {}
        self.server_400: list[Seen] = []
        self.attempts: list[Seen] = []
        self.wire_sids: list[Seen] = []
        self.server_sids: list[Seen] = []
        self.client_sids: list[Seen] = []
        self.client_connects: list[Seen] = []
        self.server_disconnects: list[Seen] = []
        self.client_disconnects: list[Seen] = []
        self.connect_errors: dict[str, list[int]] = {}
        self.gone: dict[str, list[int]] = {}
        self.epoch_of: dict[str, str] = {}
        self.lives = Lives()
        self.ping_interval = 25 * NS_PER_S
        self.ping_timeout = 20 * NS_PER_S
        self._shard: dict[str, str] = {}
        self._folds: dict[type[Any], Callable[[int, Any], None]] = self._table()

    def _table(self) -> dict[type[Any], Callable[[int, Any], None]]:
        return {
            RunStarted: self._run_started,
            ChildHello: lambda _, event: self.lives.hello(event),
            GuardReaped: lambda _, event: self.lives.exited(event),
            RunServerStarting: lambda _, event: self.lives.starting(event),
            RunServerReady: lambda _, event: self.lives.ready(event),
            WireOpened: self._opened,
            WireRequest: self._request,
            WireResponse: self._response,
            WireUnanswered: self._unanswered,
            WireSidIssued: self._wire_sid,
            WireLegClosed: self._leg_closed,
            WireClosed: self._closed,
            WireFaultTouched: self._touched,
            WireTapLost: self._tap_lost,
            ServerAnswered: self._answered,
            ServerSidIssued: self._server_sid,
            ServerConnected: self._server_connected,
            ServerDisconnected: self._server_disconnected,
            ClientAttempt: self._attempt,
            ClientOpened: self._client_knows,
            ClientConnected: self._client_knows,
            ClientConnectError: self._connect_error,
            ClientDisconnected: self._client_disconnected,
            ClientStopped: self._client_stopped,
        }

    def went(self, client: str | None, since: int, until: int) -> bool:
        """Whether this client was stopped, or its process died, in that time."""
        return any(since <= t <= until for t in self.gone.get(client or "", ()))

    def blind(self, client: str | None, since: int, until: int) -> bool:
        """Whether the tap was blind for a connection that may have been this client's in that time."""
        blind = [conn for conn in self.conns.values() if conn.blind and conn.client in {None, client}]
        return any(conn.opened <= until and (conn.closed or since) >= since for conn in blind)

    def fold(self, record: Record) -> bool:
        """Keep what matters of a record; True when it was of a kind that can matter."""
        event = record.event
        if isinstance(event, ClientStarted):
            self._shard[event.client] = record.src
            return False
        if isinstance(event, RunProcessExited):
            self._exited(event)
            return True
        fold = self._folds.get(type(event))
        if fold is not None:
            fold(record.seq, event)
        return fold is not None

    def simulated(self, client: str | None) -> bool:
        """Whether this is one of the clients we run ourselves, which then has a word of its own."""
        return client in self._shard

    # --- the run ----------------------------------------------------------------------------------------------

    def _run_started(self, _seq: int, event: RunStarted) -> None:
        self.ping_interval = event.ping_interval * NS_PER_S
        self.ping_timeout = event.ping_timeout * NS_PER_S

    def _exited(self, event: RunProcessExited) -> None:
        self.lives.exited(event)
        if event.role == "clients":
            for client, shard in self._shard.items():
                if shard == event.name:
                    self.gone.setdefault(client, []).append(event.t)

    # --- the wire ---------------------------------------------------------------------------------------------

    def _opened(self, _seq: int, event: WireOpened) -> None:
        conn = Conn(event.upstream_port, event.t, fault=event.fault)
        self.conns[event.conn] = conn
        self.by_port.setdefault(event.upstream_port, []).append(conn)

    def _request(self, seq: int, event: WireRequest) -> None:
        conn = self.conns.get(event.conn)
        if conn is None:
            return
        conn.client = event.client or conn.client
        conn.asked[event.n] = event.t
        if event.kind in {"handshake", "websocket"}:
            conn.handshakes[event.n] = Seen(seq, event.t, event.client, conn=conn)

    def _response(self, seq: int, event: WireResponse) -> None:
        conn = self.conns.get(event.conn)
        if conn is None:
            return
        began = conn.asked.pop(event.n, event.t)
        by_wire = event.answered_by == "wire"
        if by_wire:
            conn.handshakes.pop(event.n, None)  # no sid can come of what the server never saw
        elif event.n in conn.handshakes:
            conn.handshakes[event.n].status = event.status
        if event.status == 400 and event.kind != "page":
            seen = Seen(seq, event.t, event.client, event.sid, event.method, began, 400, conn=conn)
            seen.sent_sid, seen.by_wire = event.sent_sid, by_wire
            conn.refusals.append(seen)

    def _unanswered(self, seq: int, event: WireUnanswered) -> None:
        conn = self.conns.get(event.conn)
        if conn is not None:
            began = conn.asked.pop(event.n, event.t)
            seen = Seen(seq, event.t, event.client, event.sid, event.method, began, conn=conn)
            seen.sent_sid = event.sent_sid
            conn.unanswered.append(seen)

    def _wire_sid(self, seq: int, event: WireSidIssued) -> None:
        conn = self.conns.get(event.conn)
        began = event.t
        if conn is not None and conn.handshakes:
            began = conn.handshakes.pop(min(conn.handshakes)).t
        self.wire_sids.append(Seen(seq, event.t, event.client, event.sid, "GET", began, conn=conn))

    def _leg_closed(self, _seq: int, event: WireLegClosed) -> None:
        conn = self.conns.get(event.conn)
        if conn is None:
            return
        conn.cut = _earliest(conn.cut, event.t)
        if event.leg == "client":
            if event.how == "rst":
                conn.torn = _earliest(conn.torn, event.t)
            if event.by == "peer":
                conn.client_left = _earliest(conn.client_left, event.t)

    def _closed(self, _seq: int, event: WireClosed) -> None:
        conn = self.conns.get(event.conn)
        if conn is None:
            return
        conn.closed = event.t
        if _is_short(event.down):
            conn.torn = _earliest(conn.torn, event.t)
        if not conn.matters:
            del self.conns[event.conn]
            self.by_port[conn.port].remove(conn)

    def _touched(self, _seq: int, event: WireFaultTouched) -> None:
        if conn := self.conns.get(event.conn):
            conn.touched = True

    def _tap_lost(self, _seq: int, event: WireTapLost) -> None:
        if conn := self.conns.get(event.conn):
            conn.blind = True

    # --- the server -------------------------------------------------------------------------------------------

    def _answered(self, seq: int, event: ServerAnswered) -> None:
        if event.status == 400:
            seen = Seen(seq, event.t, event.client, event.sid, event.method, event.t, 400, event.remote_port)
            self.server_400.append(seen)

    def _server_sid(self, seq: int, event: ServerSidIssued) -> None:
        self.server_sids.append(Seen(seq, event.t, event.client, event.sid, "GET", event.t))
        self.epoch_of[event.sid] = event.epoch

    def _server_connected(self, _seq: int, event: ServerConnected) -> None:
        self.epoch_of[event.sid] = event.epoch

    def _server_disconnected(self, seq: int, event: ServerDisconnected) -> None:
        self.server_disconnects.append(Seen(seq, event.t, event.client, event.sid))

    # --- the clients ------------------------------------------------------------------------------------------

    def _attempt(self, seq: int, event: ClientAttempt) -> None:
        if event.status == 400 or event.status is None:
            began = event.t - round(event.took * NS_PER_S)
            self.attempts.append(Seen(seq, event.t, event.client, event.sid, event.method, began, event.status))

    def _client_knows(self, seq: int, event: ClientOpened | ClientConnected) -> None:
        seen = Seen(seq, event.t, event.client, event.sid)
        self.client_sids.append(seen)
        if isinstance(event, ClientConnected):
            self.client_connects.append(seen)

    def _connect_error(self, _seq: int, event: ClientConnectError) -> None:
        self.connect_errors.setdefault(event.client, []).append(event.t)

    def _client_disconnected(self, seq: int, event: ClientDisconnected) -> None:
        self.client_disconnects.append(Seen(seq, event.t, event.client, event.sid))

    def _client_stopped(self, _seq: int, event: ClientStopped) -> None:
        self.gone.setdefault(event.client, []).append(event.t)


def _is_short(down: WireBytes) -> bool:
    """Whether bytes for the client did not get there; those a fault put others in the place of are not missed."""
    return bool(down.undelivered or down.held or down.dropped > down.added)


def _earliest(known: int | None, t: int) -> int:
    return t if known is None else min(known, t)
