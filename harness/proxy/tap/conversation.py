"""The HTTP part of a connection: requests paired with their answers in order, told as events and rows."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from harness.events import Ending, Event, Leg
from harness.proxy.tap.engineio import open_packet
from harness.proxy.tap.exchange import UNSEEN, Exchange
from harness.proxy.tap.heads import Head
from harness.proxy.tap.http import RequestHead, RequestReader, ResponseReader, TooMuchError
from harness.proxy.tap.memory import Life, TapMemory
from harness.proxy.tap.request import RequestView, Target, kind_of, recognisable
from harness.proxy.tap.sessions import Sessions
from harness.proxy.tap.traffic import Traffic

PENDING_BYTES = 256 * 1024
"""What the requests that wait for their answers may take, about: some 200 short ones."""
HELD_BYTES = 64 * 1024


class OtherProtocolError(ValueError):
    """The connection went on in a protocol the tap does not read."""


class Conversation:
    """Feeds both readers and listens to them. `say` takes the events; `now` is the time of the present bytes.

    `switched` is the exchange after which the connection went on as a WebSocket.
    """

    def __init__(
        self,
        conn: int,
        upstream_port: int,
        path: str,
        memory: TapMemory,
        sessions: Sessions,
        traffic: Traffic,
        say: Callable[[Event], None],
    ) -> None:
        self.now = 0
        self.current: RequestView | None = None
        self.switched: Exchange | None = None
        self.life = Life()
        self.count = 0
        self.memory = memory
        self._conn = conn
        self._port = upstream_port
        self._path = "/" + path.strip("/")
        self._sessions = sessions
        self._traffic = traffic
        self._say = say
        self._requests = RequestReader(self, traffic.request)
        self._responses = ResponseReader(self, traffic.answer)
        self._pending: list[Exchange] = []  # seldom more than one
        self._weight = 0
        self.own = ""
        self._sending = self._unseen(0)
        self._late: Exchange | None = None
        self._answering: Exchange | None = None
        self._opening = False
        self._held: bytearray | None = None

    @property
    def idle(self) -> bool:
        """Whether the client's next byte begins a request, and no answer is due or under way."""
        reading = self.switched is None and self._held is None
        return reading and not self._pending and self._requests.whole and self._responses.is_idle

    @property
    def between(self) -> bool:
        """Whether a request has been answered and another may follow: nothing is under way either way."""
        reading = self.switched is None and self._held is None and self.count > 0
        return reading and not self._pending and self._requests.begins and self._responses.begins

    def rest(self) -> None:
        """Be small until something comes again: it is between two exchanges."""
        self._requests.rest()
        self._responses.rest()

    def passed(self) -> int:
        """An exchange has gone by that is told elsewhere; its number on the connection."""
        self.count += 1
        return self.count

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
        return self._responses.feed(data)

    def release(self) -> bytes:
        """What the client has sent since it asked to switch protocols."""
        held, self._held = bytes(self._held or b""), None
        return held

    def answered(self, data: bytes, fault: str) -> None:
        """The wire sent this whole answer in the server's place, to the oldest request without one."""
        if not self._pending:
            self._pending.append(self._unseen(self.now))
        self._pending[0].fault, self._pending[0].answered_by = fault, "wire"
        ResponseReader(self, self._traffic.answer).feed(data)
        self.response_done()

    def changed(self, fault: str, sent_sid: str | None) -> None:
        """The latest request was changed on its way."""
        self._sending.fault, self._sending.sent_sid = fault, sent_sid

    def no_upgrade(self) -> None:
        """The wish to switch protocols was taken out of the latest request on its way."""
        self._sending.head.upgrade = ""

    def ended(self) -> None:
        """The connection is over: an answer that was under way is as complete as it will be."""
        if self._responses.ends_with_connection:
            self.response_done()
        self._end_all("cut")
        while held := self.release():  # no answer said whether this is HTTP: if it is not, the tap can't follow
            self.from_client(held)
            self._end_all("cut")

    def blinded(self) -> None:
        """The tap can follow no further: what is known of the exchanges under way is told."""
        self._end_all("blind")

    def _end_all(self, ending: Ending) -> None:
        """Nothing more will come of the exchanges under way."""
        answering, self._answering = self._answering, None
        if answering is not None:
            self._report(answering)
            self._over(answering, ending)
        late, self._late = self._late, None
        if late is not None:
            self._write(late)
        while self._pending:
            exchange = self._pending.pop(0)
            if ending == "cut":
                self._say(exchange.unanswered(self.now))
            exchange.over = ending, self.now
            self._write(exchange)

    def _over(self, exchange: Exchange, ending: Ending) -> None:
        """An answer has ended; what is still to come of its request is waited for."""
        exchange.over = ending, self.now
        if exchange is self._sending and exchange.asked is None:
            self._late = exchange
        else:
            self._write(exchange)

    def _write(self, exchange: Exchange) -> None:
        self._traffic.crossed(exchange.row(self._traffic.policy))

    def _unseen(self, began: int) -> Exchange:
        return Exchange(self._conn, self._port, UNSEEN, RequestHead("", b"", "", Head(), "", began))

    # --- what the request reader calls

    def request_head(self, head: RequestHead) -> None:
        """A request's head is complete."""
        self.count += 1
        target = Target(head.target)
        view = self._view(head, target)
        exchange = Exchange(self._conn, self._port, view, head, jsonp=target.get("j") is not None)
        self._weight += exchange.weight
        if self._weight > PENDING_BYTES:
            raise TooMuchError(f"requests without an answer take more than {PENDING_BYTES} bytes")
        if self.own:
            exchange.fault = self.own
        else:
            exchange.attempt, exchange.resend = self.memory.attempt(
                head.method, head.target, recognisable(view.kind, target), self.life
            )
        self._pending.append(exchange)
        self._sending = exchange
        self.current = view
        self._say(exchange.request(self.now))

    def _view(self, head: RequestHead, target: Target) -> RequestView:
        sid, transport = target.get("sid"), target.get("transport")
        client = target.get("sidlab")
        if sid is not None:
            session = self.memory.session(sid)
            if session is not None:
                session.requests += 1
                client = client or session.client
        inside = target.path in {self._path, self._path + "/"}
        return RequestView(
            n=self.count,
            method=head.method,
            kind=kind_of(head.method, inside, transport, sid),
            path=target.path,
            sid=sid,
            eio=target.get("EIO"),
            transport=transport,
            client=client,
            origin=head.block.origin,
        )

    def request_body(self, data: bytes) -> None:
        """Some of a request's body."""
        self._sending.receive(data)

    def request_done(self) -> None:
        """A request is complete."""
        exchange = self._sending
        exchange.asked = self.now
        if exchange.sent is not None and exchange.status is None:
            exchange.weight += exchange.sent.weight
            self._weight += exchange.sent.weight
        if exchange.view.kind == "post":
            self._say(exchange.posted(self.now))
            self._carried(exchange, "client")
        if self._late is not None:
            self._late = None
            self._write(exchange)

    def _carried(self, exchange: Exchange, by: Leg) -> None:
        """A payload has crossed whole."""
        body = exchange.sent if by == "client" else exchange.got
        if body is not None:
            body.end()
            found = body.found
            if found.messages or found.noted:
                self._sessions.carried(exchange.view, by, found.messages, found.noted, self.now)

    # --- what the response reader calls

    def response_head(self, status: int, block: Head, began: int) -> bool:
        """An answer's head is complete; returns whether it has no body by its request."""
        exchange = self._answering = self._next(began)
        exchange.answer_begins(status, block, began, self.now)
        if status == 101:
            self._switch(exchange)
            return False
        if self._held is not None and not self._pending:
            self._decline(exchange, status)
        if status != 400:
            self._say(exchange.response())
        server = exchange.answered_by == "server"
        self._opening = status == 200 and server and exchange.view.kind == "handshake"
        bodiless = exchange.view.method == "HEAD"
        if bodiless:
            self.response_done()
        return bodiless

    def _next(self, began: int) -> Exchange:
        """The oldest request without an answer has one now."""
        if not self._pending:
            return self._unseen(began)
        exchange = self._pending.pop(0)
        self._weight -= exchange.weight
        if exchange.attempt is not None:
            exchange.attempt.answered = True
        return exchange

    def response_body(self, data: bytes) -> None:
        """Some of an answer's body."""
        exchange = self._answering
        if exchange is None:  # it answers HEAD, and was not due
            return
        exchange.answer(data)
        if not exchange.told and exchange.says_why:
            self._report(exchange)
        if self._opening:
            self._read_handshake(exchange)

    def response_done(self) -> None:
        """An answer is complete."""
        exchange, self._answering = self._answering, None
        if exchange is None:
            return
        self._report(exchange)
        server = exchange.answered_by == "server"
        if exchange.status == 200 and server:
            self._carried(exchange, "server")
        self._over(exchange, "complete" if server else "wire")

    def _report(self, exchange: Exchange) -> None:
        """Tell the status, if that has not been done."""
        if exchange.told:
            return
        sid = exchange.view.sid
        self._say(exchange.refused(self.memory.session(sid)))
        if exchange.cause == "unknown-sid" and exchange.fault is None:  # else it may live on, untouched
            self._sessions.ended(sid, "forgotten", "server", self.now)

    def _read_handshake(self, exchange: Exchange) -> None:
        opened = open_packet(exchange.payload_start)
        if opened is not None:
            self._sessions.opened(opened, exchange.view, "polling", self.now)
            exchange.view = msgspec.structs.replace(exchange.view, sid=opened.sid)
        self._opening = opened is None

    def _switch(self, exchange: Exchange) -> None:
        self._say(exchange.response())
        upgrade = exchange.head.upgrade
        if upgrade != "websocket":
            raise OtherProtocolError(f"the connection went on in {upgrade or 'an unknown protocol'}")
        self.switched = exchange
        self._answering = None
        self._over(exchange, "switched")

    def _decline(self, exchange: Exchange, status: int) -> None:
        """The answer to a request that asked to switch protocols is no switch: what waited is HTTP."""
        if exchange.view.method == "CONNECT" and 200 <= status < 300:
            raise OtherProtocolError("the connection became a tunnel")
        self.from_client(self.release())
