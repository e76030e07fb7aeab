"""The client table: one row a simulated client, as its own events and the wire tell it."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.events import (
    AnyEvent,
    ClientAttempt,
    ClientConnected,
    ClientDevice,
    ClientDisconnected,
    ClientReceived,
    ClientSent,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
    WireResponse,
)
from harness.metrics.counts.base import seconds
from harness.snapshot import ClientRow, ClientState

_NAMING = frozenset({"browser", "device"})
"""Kinds of clients whose failed requests bear a name of the browser's, not a library's exception."""


@dataclass(slots=True)
class _Client:
    name: str
    group: str
    kind: str
    comes_back: bool
    state: ClientState = "connecting"
    since: int = 0
    transport: str = ""
    sid: str = ""
    generation: int = 0
    connects: int = 0
    wire_400: int = 0
    own_400: int = 0
    sent: int = 0
    received: int = 0
    last_reason: str = ""
    lost_at: int | None = None
    recovery: float | None = None
    alive: set[int] = field(default_factory=set)
    browser: str = ""
    address: str = ""
    offset: float | None = None
    net_error: str = ""

    def become(self, state: ClientState, t: int) -> None:
        """A client that is gone stays gone, though its last words may arrive after."""
        if self.state != "gone":
            self.state, self.since = state, t


class Rows:
    """The rows, and which of them changed since they were last asked for."""

    def __init__(self) -> None:
        self._clients: dict[str, _Client] = {}
        self._changed: set[str] = set()
        self._folds = {
            ClientConnected: self._connected,
            ClientUpgraded: self._upgraded,
            ClientDisconnected: self._disconnected,
            ClientStopped: self._stopped,
            ClientSent: self._sent,
            ClientReceived: self._received,
            ClientAttempt: self._attempted,
            ClientDevice: self._introduced,
            WireResponse: self._answered,
        }

    def fold(self, event: AnyEvent) -> None:
        """Change the row of the client the event is about, if it is about one."""
        if isinstance(event, ClientStarted):
            comes_back = event.behaviour != "no-reconnect"
            self._clients[event.client] = _Client(event.client, event.group, event.kind, comes_back, since=event.t)
            self._changed.add(event.client)
            return
        fold = self._folds.get(type(event))
        client = self._clients.get(getattr(event, "client", None) or "")
        if fold is not None and client is not None:
            fold(client, event)  # type: ignore[operator]  # the table's key is the type of its handler's event
            self._changed.add(client.name)

    def died(self, client: str, t: int) -> None:
        """The process this client lived in is gone."""
        if row := self._clients.get(client):
            row.become("gone", t)
            self._changed.add(client)

    @staticmethod
    def _connected(row: _Client, event: ClientConnected) -> None:
        row.become("connected", event.t)
        row.sid, row.generation, row.transport = event.sid, event.generation, event.transport
        row.connects += 1
        row.alive.add(event.generation)
        if row.lost_at is not None:
            row.recovery = round(seconds(event.t - row.lost_at), 3)
            row.lost_at = None

    @staticmethod
    def _upgraded(row: _Client, _event: ClientUpgraded) -> None:
        row.transport = "websocket"

    @staticmethod
    def _disconnected(row: _Client, event: ClientDisconnected) -> None:
        row.last_reason, row.lost_at = event.reason, event.t
        row.alive.discard(event.generation)
        if not row.alive:
            row.become("reconnecting" if row.comes_back else "waiting", event.t)

    @staticmethod
    def _stopped(row: _Client, event: ClientStopped) -> None:
        row.alive.clear()
        row.become("gone", event.t)

    @staticmethod
    def _sent(row: _Client, _event: ClientSent) -> None:
        row.sent += 1

    @staticmethod
    def _received(row: _Client, _event: ClientReceived) -> None:
        row.received += 1

    @staticmethod
    def _attempted(row: _Client, event: ClientAttempt) -> None:
        row.own_400 += event.status == 400
        if event.error is not None and row.kind in _NAMING:
            row.net_error = event.error

    @staticmethod
    def _introduced(row: _Client, event: ClientDevice) -> None:
        row.browser, row.address, row.offset = event.browser, event.address, event.offset

    @staticmethod
    def _answered(row: _Client, event: WireResponse) -> None:
        row.wire_400 += event.status == 400 and event.kind != "page"

    def changed(self, ready: int | None, *, wire: bool) -> list[ClientRow]:
        """The rows that changed since the last call; times count from `ready`."""
        changed, self._changed = self._changed, set()
        return [_row(self._clients[name], ready, wire=wire) for name in sorted(changed)]

    def all(self, ready: int | None, *, wire: bool) -> list[ClientRow]:
        """Every row."""
        return [_row(client, ready, wire=wire) for _, client in sorted(self._clients.items())]


def _row(client: _Client, ready: int | None, *, wire: bool) -> ClientRow:
    return ClientRow(
        client=client.name,
        group=client.group,
        kind=client.kind,
        state=client.state,
        transport=client.transport,
        sid=client.sid,
        generation=client.generation,
        reconnects=max(client.connects - 1, 0),
        http_400=client.wire_400 if wire else client.own_400,
        sent=client.sent,
        received=client.received,
        last_reason=client.last_reason,
        sockets=len(client.alive),
        browser=client.browser,
        address=client.address,
        offset=client.offset,
        net_error=client.net_error,
        recovery=client.recovery,
        since=None if ready is None else round(seconds(client.since - ready), 3),
    )
