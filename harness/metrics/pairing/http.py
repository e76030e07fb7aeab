"""Pairs the 400s: what the server answered, what crossed the wire, what the clients met.

Server and wire meet on the connection's upstream port, wire and client on the client's name; on either, a request
is told by its sid and method, and equal ones by their order. TCP keeps the order of one connection, and a client
sends requests of one method for one session one after the other. Where a fault changed the sid on its way, the
server knows the request by the one it was sent. What the wire answered by itself the server never saw, and what it
sent by itself no client did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harness.metrics.facts import Facts
from harness.metrics.pairing.attempts import by_request, failures, request_of, take_attempt
from harness.metrics.pairing.ledger import (
    ANSWERED_BY_WIRE,
    IN_FLIGHT,
    SENT_BY_WIRE,
    Ledger,
    in_time,
    until,
)
from harness.metrics.witnessed import CROSSING, Conn, Seen

CLASSES = (
    "answered_after_cut",
    "cut_in_answer",
    "never_reached",
    "client_gone",
    "unnamed",
    "tap_blind",
    ANSWERED_BY_WIRE,
    SENT_BY_WIRE,
    IN_FLIGHT,
)


def pair(facts: Facts, freeze: int, *, wire: bool, server: bool, clients: bool) -> Ledger:
    """Pair along the way of an answer: server → wire → clients; a witness that is absent is skipped."""
    ledger = Ledger("http_400", CLASSES)
    crossed = [one for conn in facts.conns.values() for one in conn.refusals]
    if wire and server:
        _server_to_wire(facts, freeze, crossed, ledger)
    if clients and (wire or server):
        _on_to_clients(facts, freeze, crossed if wire else facts.server_400, ledger)
    return ledger


class _Waiting:
    """Requests the wire saw, waiting for the server's word, by upstream port, sid and method."""

    def __init__(self, requests: Iterable[Seen]) -> None:
        self._by: dict[tuple[int, str | None, str], list[Seen]] = defaultdict(list)
        for one in in_time(requests):
            self._by[one.conn.port if one.conn else 0, one.sent_sid or one.sid, one.method].append(one)

    def take(self, answer: Seen) -> Seen | None:
        """The request this answers: the first on the latest connection from its port; ports come round again.

        It began before the server answered, and its answer, if one came, crossed after.
        """
        candidates = self._by[answer.port, answer.sid, answer.method]
        begun = [one for one in candidates if one.began <= answer.t and (one.status is None or one.t >= answer.t)]
        if not begun:
            return None
        latest = begun[-1].conn
        found = next(one for one in begun if one.conn is latest)
        candidates.remove(found)
        return found

    def rest(self) -> list[Seen]:
        """Those the server said nothing about."""
        return [one for waiting in self._by.values() for one in waiting]


def _server_to_wire(facts: Facts, freeze: int, crossed: list[Seen], ledger: Ledger) -> None:
    answered = _Waiting(one for one in crossed if not one.by_wire)
    unanswered = _Waiting(one for conn in facts.conns.values() for one in conn.unanswered)
    for answer in in_time(facts.server_400):
        arrived = answered.take(answer)
        if arrived is not None:
            ledger.book_crossing(answer, arrived, freeze)
        elif answer.t <= freeze:
            ledger.book(answer, _why_unseen(facts, answer, unanswered.take(answer), freeze))
    for arrived in until(freeze, answered.rest()):
        ledger.book(arrived, None)
    for made in until(freeze, (one for one in crossed if one.by_wire)):
        ledger.book(made, ANSWERED_BY_WIRE)


def _why_unseen(facts: Facts, answer: Seen, cut: Seen | None, freeze: int) -> str | None:
    """Why the wire saw no 400 where the server answered one; `cut` is the request it saw go unanswered."""
    if cut is not None and cut.conn is not None:
        if cut.t > freeze:
            return IN_FLIGHT
        first_cut = cut.t if cut.conn.cut is None else cut.conn.cut
        return "answered_after_cut" if first_cut <= answer.t else "cut_in_answer"
    if facts.blind(answer.client, answer.t, answer.t):
        return "tap_blind"
    conns = facts.by_port.get(answer.port, [])
    return IN_FLIGHT if any(_under_way(conn, answer.t, freeze) for conn in conns) else None


def _under_way(conn: Conn, t: int, freeze: int) -> bool:
    """Whether what was said at `t` on this connection can still be on its way when the figures freeze."""
    return conn.open_at(freeze) and (conn.touched or t > freeze - CROSSING)


def _on_to_clients(facts: Facts, freeze: int, source: list[Seen], ledger: Ledger) -> None:
    met = by_request(one for one in facts.attempts if one.status == 400)
    failed = failures(facts)
    for answer in in_time(source):
        if answer.is_wires_own or not facts.simulated(answer.client):
            if answer.t <= freeze:
                ledger.book(answer, SENT_BY_WIRE if answer.is_wires_own else "unnamed")
            continue
        request = request_of(answer)
        attempt = take_attempt(met[request], answer)
        if attempt is not None:
            ledger.book_crossing(answer, attempt, freeze)
        elif answer.t <= freeze:
            ledger.book(answer, _why_unmet(facts, answer, take_attempt(failed[request], answer), freeze))
    for rest in met.values():
        for one in until(freeze, rest):
            ledger.book(one, "tap_blind" if facts.blind(one.client, one.began, one.t) else None)


def _why_unmet(facts: Facts, answer: Seen, failed: Seen | None, freeze: int) -> str | None:
    """Why the client met no 400 where one crossed the wire; `failed`: its attempt that got no answer."""
    if failed is not None:
        return IN_FLIGHT if failed.t > freeze else "never_reached"
    if facts.went(answer.client, answer.began, min(answer.t + CROSSING, freeze)):
        return "client_gone"
    conn = answer.conn
    if conn is None:
        return IN_FLIGHT if answer.t > freeze - CROSSING else None
    if conn.missed(answer.t):
        return "never_reached"
    return IN_FLIGHT if _under_way(conn, answer.t, freeze) else None
