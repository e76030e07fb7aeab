"""Pairs the 400s: what the server answered, what crossed the wire, what the clients met.

Server and wire meet on the connection's upstream port, wire and client on the client's name; on either, a request
is told by its sid and method, and equal ones by their order. Neither order can be lost: one TCP connection keeps
it, and a client sends requests with one method for one session one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harness.metrics.facts import Conn, Facts, Seen
from harness.metrics.pairing.ledger import CROSSING, IN_FLIGHT, SKEW, Ledger, in_time, until

CLASSES = (
    "answered_after_cut",
    "cut_in_answer",
    "never_reached",
    "client_gone",
    "unnamed",
    "tap_blind",
    IN_FLIGHT,
)
Key = tuple[str | None, str | None, str]


def pair(facts: Facts, freeze: int, *, wire: bool, server: bool, clients: bool) -> Ledger:
    """Pair along the way of an answer: server → wire → clients; a witness that is absent is skipped."""
    ledger = Ledger("http_400", CLASSES)
    if wire and server:
        _server_to_wire(facts, freeze, ledger)
    if clients and (wire or server):
        source = [one for conn in facts.conns.values() for one in conn.refusals] if wire else facts.server_400
        _on_to_clients(facts, freeze, source, ledger)
    return ledger


def _server_to_wire(facts: Facts, freeze: int, ledger: Ledger) -> None:
    refusals = _by_request(one for conn in facts.conns.values() for one in conn.refusals)
    unanswered = _by_request(one for conn in facts.conns.values() for one in conn.unanswered)
    for answer in in_time(facts.server_400):
        crossed = _take(refusals, facts, answer)
        if crossed is not None:
            if (answer.t <= freeze) != (crossed.t <= freeze):
                ledger.book(min(answer, crossed, key=lambda one: one.t), IN_FLIGHT)
            continue
        cut = _take(unanswered, facts, answer)
        if answer.t <= freeze:
            ledger.book(answer, _why_unseen(facts, answer, cut, freeze))
    for rest in refusals.values():
        for crossed in until(freeze, rest):
            ledger.book(crossed, None)


def _by_request(seen: Iterable[Seen]) -> dict[tuple[int, str | None, str], list[Seen]]:
    """By upstream port, sid and method; the ports of a long run come round again."""
    found: dict[tuple[int, str | None, str], list[Seen]] = defaultdict(list)
    for one in in_time(seen):
        if one.conn is not None:
            found[one.conn.port, one.sid, one.method].append(one)
    return found


def _take(waiting: dict[tuple[int, str | None, str], list[Seen]], facts: Facts, answer: Seen) -> Seen | None:
    """The first request waiting for this answer, on the latest connection from that port that was open by then."""
    candidates = waiting.get((answer.port, answer.sid, answer.method), [])
    for conn in reversed(facts.by_port.get(answer.port, [])):
        for one in candidates:
            if one.conn is conn and one.began <= answer.t + SKEW:
                candidates.remove(one)
                return one
    return None


def _why_unseen(facts: Facts, answer: Seen, cut: Seen | None, freeze: int) -> str | None:
    """Why the wire saw no 400 where the server answered one; `cut` is the request it saw go unanswered."""
    if cut is not None and cut.conn is not None:
        if cut.t > freeze:
            return IN_FLIGHT
        first_cut = cut.conn.cut if cut.conn.cut is not None else cut.t
        return "answered_after_cut" if first_cut <= answer.t + SKEW else "cut_in_answer"
    conns = [conn for conn in facts.by_port.get(answer.port, []) if conn.opened <= answer.t + SKEW]
    if any(conn.blind for conn in conns):
        return "tap_blind"
    return IN_FLIGHT if any(_under_way(conn, answer.t, freeze) for conn in conns) else None


def _under_way(conn: Conn, t: int, freeze: int) -> bool:
    """Whether what was said at `t` on this connection can still be on its way when the figures freeze."""
    still_open = conn.closed is None or conn.closed > freeze
    return still_open and (conn.touched or t > freeze - CROSSING)


def _on_to_clients(facts: Facts, freeze: int, source: list[Seen], ledger: Ledger) -> None:
    answers: dict[Key, list[Seen]] = defaultdict(list)
    for one in in_time(source):
        if facts.simulated(one.client):
            answers[one.client, one.sid, one.method].append(one)
        elif one.t <= freeze:
            ledger.book(one, "unnamed")
    attempts: dict[Key, list[Seen]] = defaultdict(list)
    for one in in_time(facts.attempts):
        attempts[one.client, one.sid, one.method].append(one)
    for key in answers.keys() | attempts.keys():
        _match_client(facts, freeze, answers[key], attempts[key], ledger)


def _match_client(facts: Facts, freeze: int, answers: list[Seen], attempts: list[Seen], ledger: Ledger) -> None:
    """Pair the 400s of one kind of request of one client; what failed without an answer explains what is left."""
    met = [one for one in attempts if one.status == 400]
    failed = [one for one in attempts if one.status is None]
    for answer in answers:
        answer_met = _take_attempt(met, answer)
        if answer_met is not None:
            if (answer.t <= freeze) != (answer_met.t <= freeze):
                ledger.book(min(answer, answer_met, key=lambda one: one.t), IN_FLIGHT)
        elif answer.t <= freeze:
            ledger.book(answer, _why_unmet(facts, answer, _take_attempt(failed, answer), freeze))
    for one in until(freeze, met):
        ledger.book(one, "tap_blind" if _blind_then(facts, one) else None)


def _take_attempt(attempts: list[Seen], answer: Seen) -> Seen | None:
    """The first attempt in whose time this request began."""
    for attempt in attempts:
        if attempt.began - SKEW <= answer.began <= attempt.t + SKEW:
            attempts.remove(attempt)
            return attempt
    return None


def _why_unmet(facts: Facts, answer: Seen, failed: Seen | None, freeze: int) -> str | None:
    """Why the client met no 400 where one crossed the wire; `failed`: its attempt that got no answer."""
    if failed is not None:
        return IN_FLIGHT if failed.t > freeze else "never_reached"
    if any(answer.began <= t <= freeze for t in facts.gone.get(answer.client or "", ())):
        return "client_gone"
    conn = answer.conn
    if conn is None:
        return IN_FLIGHT if answer.t > freeze - CROSSING else None
    if _under_way(conn, answer.t, freeze):
        return IN_FLIGHT
    left = conn.client_left is not None and conn.client_left <= answer.t
    return "never_reached" if left or conn.torn else None


def _blind_then(facts: Facts, attempt: Seen) -> bool:
    """Whether the tap was blind on a connection of this client while the attempt went on."""
    return any(
        conn.blind
        and conn.client in {None, attempt.client}
        and conn.opened <= attempt.t
        and (conn.closed is None or conn.closed >= attempt.began)
        for conn in facts.conns.values()
    )
