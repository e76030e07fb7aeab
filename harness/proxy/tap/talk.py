"""A connection that became a WebSocket: its messages as rows, and what they tell of its session."""

from __future__ import annotations

import msgspec

from harness.events import Framed, Leg
from harness.proxy.tap.engineio import open_packet
from harness.proxy.tap.exchange import text_of
from harness.proxy.tap.packets import NOTED, NOTED_BYTES
from harness.proxy.tap.redaction import MARK
from harness.proxy.tap.request import RequestView
from harness.proxy.tap.sessions import CLOSE_PACKET, Ender, Sessions
from harness.proxy.tap.traffic import Traffic
from harness.proxy.tap.websocket import BINARY, CLOSE, KEPT_BYTES, TEXT, FrameReader, Message

UPGRADE = b"5"
EVENT = b"42["
_MESSAGE = b"4b"
_DATA = (TEXT, BINARY)


class Talk:
    """Reads both directions of a WebSocket. `view` is the request that became it; its sid is known once it is.

    `mine`: the session lives here: it was opened here, or has moved here.
    """

    def __init__(self, conn: int, view: RequestView, sessions: Sessions, traffic: Traffic) -> None:
        self.view = view
        self.mine = False
        self._conn = conn
        self._sessions = sessions
        self._memory = sessions.memory
        self._traffic = traffic
        self._tell_event = traffic.policy.event
        self._up = FrameReader()
        self._down = FrameReader()
        self._closer: Leg | None = None
        self._heard = False

    def hear(self, by: Leg, data: bytes, now: int) -> None:
        """Bytes of one side. FrameError once they are no frames."""
        reader = self._up if by == "client" else self._down
        one = reader.just_one(data)
        if one is None:
            for message in reader.feed(data):
                self._message(by, message, now)
        elif not self._event(by, one, now):
            self._message(by, one, now)

    def ended(self, by: Ender | None, now: int) -> None:
        """The connection is over; a close frame tells who began to end it."""
        if self.mine:
            self._sessions.ended(self.view.sid, "websocket-closed", self._closer or by, now)

    def _event(self, by: Leg, message: Message, now: int) -> bool:
        """Whether it is an event in `/`, as most messages are; then this is all there is to do about it."""
        opcode, size, start = message
        view = self.view
        if opcode != TEXT or not start or not start.startswith(EVENT) or not self._heard or view.kind == "page":
            return False
        try:
            told = self._tell_event(start.decode())
        except UnicodeDecodeError:
            return False
        if not told:
            return False
        up = by == "client"
        session = self._memory.session(view.sid)
        if session is not None:
            if up:
                session.up += 1
            else:
                session.down += 1
        self._traffic.framed(Framed(self._conn, view.n, now, up, TEXT, size, told))
        return True

    def _message(self, by: Leg, message: Message, now: int) -> None:
        opcode, size, start = message
        if opcode == CLOSE:
            self._closer = self._closer or by
        elif self.view.kind != "page" and opcode in _DATA:
            self._packet(by, start if opcode == TEXT else b"b", now)
        down = by == "server"
        told = self._data(opcode, start, size, down=down)
        self._traffic.framed(Framed(self._conn, self.view.n, now, not down, opcode, size, told))

    def _data(self, opcode: int, start: bytes | None, size: int, *, down: bool) -> str | None:
        """What is told of a message; None for binary data, and for what is none of Engine.IO's."""
        policy = self._traffic.policy
        if opcode == CLOSE and start is not None:
            return policy.reason(start)
        if start is None or opcode == BINARY or self.view.kind == "page":
            return None
        over = size > KEPT_BYTES
        text = text_of(start, cut=over)
        if text is None:
            return None
        told = policy.packet(text, not over, down)
        return told + MARK if over else told

    def _packet(self, by: Leg, start: bytes | None, now: int) -> None:
        """An Engine.IO packet; None: it could not be read."""
        if by == "server" and not self._heard:
            self._heard = True
            self._opened(start or b"", now)
        if not start:
            return
        view = self.view
        if start[0] in _MESSAGE:
            noted = (start[:NOTED_BYTES],) if start[:2] in NOTED else ()
            self._sessions.carried(view, by, 1, noted, now)
        elif start == CLOSE_PACKET:
            self._sessions.carried(view, by, 0, (start,), now)
        elif start == UPGRADE and by == "client" and view.kind == "upgrade" and not self.mine:
            self.mine = True
            self._sessions.upgraded(view, now)

    def _opened(self, start: bytes, now: int) -> None:
        """The server's first packet: OPEN, with the session's id, where the WebSocket opens one by itself."""
        opened = open_packet(start) if self.view.kind == "websocket" else None
        if opened is not None:
            self.mine = True
            self._sessions.opened(opened, self.view, "websocket", now)
            self.view = msgspec.structs.replace(self.view, sid=opened.sid)
