"""The HTTP part of a connection: requests paired with their answers in order, told as events."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from harness.events import Event, Transport, WireSidIssued, WireUpgraded
from harness.proxy.tap.body import BodyStart
from harness.proxy.tap.engineio import Opened, open_packet
from harness.proxy.tap.exchange import UNSEEN, Exchange, Refusal
from harness.proxy.tap.http import RequestHead, RequestReader, ResponseReader, TooMuchError
from harness.proxy.tap.memory import Life, Session, TapMemory
from harness.proxy.tap.request import RequestView, Target, kind_of, recognisable

MOST_PENDING = 1024
HELD_BYTES = 64 * 1024


class OtherProtocolError(ValueError):
    """The connection went on in a protocol the tap does not read."""


class Conversation:
    """Feeds both readers and listens to them. `say` takes the events; `now` is the time of the present bytes."""

    def __init__(
        self, conn: int, upstream_port: int, path: str, memory: TapMemory, say: Callable[[Event], None]
    ) -> None:
        self.now = 0
        self.current: RequestView | None = None
        self.switched: Exchange | None = None
        self.life = Life()
        self._conn = conn
        self._port = upstream_port
        self._path = "/" + path.strip("/")
        self.memory = memory
        self._say = say
        self._requests = RequestReader(self)
        self._responses = ResponseReader(self)
        self._pending: deque[Exchange] = deque()
        self._unseen = Exchange(conn, upstream_port, UNSEEN)
        self._sending = self._unseen
        self._count = 0
        self._heads = 0
        self._held: bytearray | None = None
        self._refusal: Refusal | None = None
        self._handshake: tuple[Exchange, BodyStart] | None = None

    @property
    def idle(self) -> bool:
        """Whether the client's next byte begins a request, and no answer is due or under way."""
        reading = self.switched is None and self._held is None
        return reading and not self._pending and self._requests.whole and self._responses.whole

    def from_client(self, data: bytes) -> None:
        """Bytes of the client. What follows a request to switch protocols waits for the answer."""
        if self._held is None:
            rest = self._requests.feed(data)
            self._held = None if rest is None else bytearray(rest)
        else:
            self._held += data
        if self._held is not None and len(self._held) > HELD_BYTES:
            raise TooMuchError(f"more than {HELD_BYTES} bytes before the answer to an upgrade")

    def from_server(self, data: bytes) -> bytes | None:
        """Bytes of the server; returns what follows an answer that switched protocols."""
        return self._responses.feed(data, by_line=self._heads > 0 or self._held is not None)

    def release(self) -> bytes:
        """What the client has sent since it asked to switch protocols."""
        held, self._held = bytes(self._held or b""), None
        return held

    def opened(self, opened: Opened, client: str | None, transport: Transport) -> None:
        """The server handed out a session id."""
        self.memory.opened(opened.sid, Session(client, transport, opened.max_payload))
        self._say(WireSidIssued(t=self.now, conn=self._conn, sid=opened.sid, transport=transport, client=client))

    def upgraded(self, sid: str, client: str | None) -> None:
        """The client has moved its session to WebSocket."""
        self.memory.upgraded(sid)
        self._say(WireUpgraded(t=self.now, conn=self._conn, sid=sid, client=client))

    def answered(self, data: bytes, fault: str) -> None:
        """The wire sent this whole answer in the server's place, to the oldest request without one."""
        if not self._pending:
            self._pending.append(Exchange(self._conn, self._port, UNSEEN))
        self._pending[0].fault, self._pending[0].answered_by = fault, "wire"
        ResponseReader(self).feed(data, by_line=self._heads > 0)
        self.response_done()

    def changed(self, fault: str, sent_sid: str | None) -> None:
        """The latest request was changed on its way."""
        if self.current is not None:
            self._sending.fault, self._sending.sent_sid = fault, sent_sid

    def blinded(self) -> None:
        """The tap can follow no further: what is known of an answer under way is told."""
        self.response_done()

    def ended(self) -> None:
        """The connection is over: an answer that was under way is as complete as it will be."""
        self.response_done()
        while self._pending:
            self._say(self._pending.popleft().unanswered(self.now))

    # --- what the request reader calls

    def request_head(self, head: RequestHead) -> None:
        """A request's head is complete."""
        if len(self._pending) >= MOST_PENDING:
            raise TooMuchError(f"more than {MOST_PENDING} requests without an answer")
        self._count += 1
        target = Target(head.target)
        view = self._view(head, target)
        exchange = Exchange(self._conn, self._port, view, head.length, head.upgrade)
        exchange.attempt, exchange.resend = self.memory.attempt(
            head.method, head.target, recognisable(view.kind, target), self.life
        )
        self._heads += head.method == "HEAD"
        self._pending.append(exchange)
        self._sending = exchange
        self.current = view
        self._say(exchange.request(self.now))

    def _view(self, head: RequestHead, target: Target) -> RequestView:
        sid, transport = target.get("sid"), target.get("transport")
        client = target.get("sidlab")
        if client is None:
            session = self.memory.session(sid)
            client = session.client if session is not None else None
        inside = target.path in {self._path, self._path + "/"}
        return RequestView(
            n=self._count,
            method=head.method,
            kind=kind_of(head.method, inside, transport, sid),
            path=target.path,
            sid=sid,
            eio=target.get("EIO"),
            transport=transport,
            client=client,
            origin=head.origin,
        )

    def request_body(self, data: bytes) -> None:
        """Some of a request's body."""
        self._sending.receive(data)

    def request_done(self) -> None:
        """A request is complete."""
        if self._sending.view.kind == "post":
            self._say(self._sending.posted(self.now))

    # --- what the response reader calls

    def response_head(self, status: int, encoding: str) -> bool:
        """An answer's head is complete; returns whether it has no body by its request."""
        exchange = self._pending.popleft() if self._pending else self._unseen
        if exchange.attempt is not None:
            exchange.attempt.answered = True
        if status == 101:
            self._switch(exchange)
        elif self._held is not None and not self._pending:
            self._decline(exchange, status)
        if status == 400:
            self._refusal = Refusal(exchange, self.now, encoding)
        else:
            self._say(exchange.response(status, self.now))
            if status == 200 and exchange.view.kind == "handshake" and exchange.answered_by == "server":
                self._handshake = (exchange, BodyStart(encoding))
        bodiless = exchange.view.method == "HEAD"
        if bodiless:
            self._heads -= 1
            self.response_done()
        return bodiless

    def response_body(self, data: bytes) -> None:
        """Some of an answer's body."""
        if self._refusal is not None and self._refusal.feed(data):
            self._report(self._refusal)
        if self._handshake is not None:
            self._read_handshake(*self._handshake, data)

    def response_done(self) -> None:
        """An answer is complete."""
        self._handshake = None
        if self._refusal is not None:
            self._report(self._refusal)

    def _report(self, refusal: Refusal) -> None:
        self._refusal = None
        self._say(refusal.response(self.memory.session(refusal.sid)))

    def _read_handshake(self, exchange: Exchange, body: BodyStart, data: bytes) -> None:
        body.feed(data)
        opened = open_packet(body.data)
        if opened is not None:
            self.opened(opened, exchange.view.client, "polling")
        if opened is not None or body.full:
            self._handshake = None

    def _switch(self, exchange: Exchange) -> None:
        if exchange.upgrade != "websocket":
            raise OtherProtocolError(f"the connection went on in {exchange.upgrade or 'an unknown protocol'}")
        self.switched = exchange

    def _decline(self, exchange: Exchange, status: int) -> None:
        """The answer to a request that asked to switch protocols is no switch: what waited is HTTP."""
        if exchange.view.method == "CONNECT" and 200 <= status < 300:
            raise OtherProtocolError("the connection became a tunnel")
        self.from_client(self.release())
