"""A session's life, joined by its sid over all the connections of a wire, and told as events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from harness.events import (
    Event,
    Leg,
    Transport,
    WireNamespace,
    WireSessionEnded,
    WireSidIssued,
    WireUpgraded,
)
from harness.proxy.tap.engineio import Opened
from harness.proxy.tap.memory import Session, TapMemory
from harness.proxy.tap.request import RequestView
from harness.proxy.tap.socketio import CONNECT, DISCONNECT, joined_by, namespace_packet

How = Literal["close-packet", "websocket-closed", "forgotten"]
Ender = Literal["client", "server", "fault"]

CLOSE_PACKET = b"1"


class Sessions:
    """What one connection shows of sessions. `say` takes the events; times are monotonic ns."""

    def __init__(self, conn: int, memory: TapMemory, say: Callable[[Event], None]) -> None:
        self._conn = conn
        self.memory = memory
        self._say = say

    def opened(self, opened: Opened, view: RequestView, transport: Transport, now: int) -> None:
        """The server handed out a session id, in answer to this request."""
        sid, client = opened.sid, view.client
        self.memory.opened(sid, Session(client, transport, opened.max_payload, now))
        self._say(WireSidIssued(t=now, conn=self._conn, sid=sid, transport=transport, client=client))

    def upgraded(self, view: RequestView, now: int) -> None:
        """The client has moved its session, that of this request, to WebSocket."""
        session = self.memory.session(view.sid)
        if session is not None:
            session.transport = "websocket"
            session.upgraded = now
        self._say(WireUpgraded(t=now, conn=self._conn, sid=view.sid or "", client=view.client))

    def carried(self, view: RequestView, by: Leg, messages: int, noted: Iterable[bytes], now: int) -> None:
        """A payload of this request's session crossed: so many messages, and the packets that tell of its life."""
        session = self.memory.session(view.sid)
        if session is not None and messages:
            if by == "client":
                session.up += messages
            else:
                session.down += messages
        for start in noted:
            if start == CLOSE_PACKET:
                self.ended(view.sid, "close-packet", by, now)
            else:
                self._namespace(view, by, start, now)

    def ended(self, sid: str | None, how: How, by: Ender | None, now: int) -> None:
        """The session ended; told once, and only of a session that the wire saw begin."""
        session = self.memory.session(sid)
        if sid is None or session is None or session.ended:
            return
        session.ended = True
        self._say(
            WireSessionEnded(
                t=now,
                conn=self._conn,
                sid=sid,
                how=how,
                transport=session.transport,
                opened=session.opened,
                requests=session.requests,
                up=session.up,
                down=session.down,
                by=by,
                upgraded=session.upgraded,
                client=session.client,
            )
        )

    def _namespace(self, view: RequestView, by: Leg, start: bytes, now: int) -> None:
        told = namespace_packet(start)
        if view.sid is None or told is None:
            return
        if told.kind == DISCONNECT:
            did: Literal["joined", "refused", "left"] = "left"
        elif by == "client":
            return  # a wish, which the server will grant or refuse
        else:
            did = "joined" if told.kind == CONNECT else "refused"
        self._say(
            WireNamespace(
                t=now,
                conn=self._conn,
                sid=view.sid,
                namespace=told.namespace,
                did=did,
                by=joined_by(view.eio, told.namespace) if did == "joined" else by,
                socket_id=told.socket_id if did == "joined" else None,
                client=view.client,
                text=told.refusal if did == "refused" else "",
            )
        )
