"""Pairs the session ids: made by the server, seen on the wire, known to the clients. A sid is its own key."""

from __future__ import annotations

from collections import defaultdict

from harness.metrics.counts.base import NS_PER_S
from harness.metrics.facts import Facts, Seen
from harness.metrics.pairing.ledger import CROSSING, IN_FLIGHT, SKEW, Ledger, in_time

CLASSES = ("never_reached", "not_connected", "client_gone", "unnamed", "tap_blind", IN_FLIGHT)
CONNECTING = 7 * NS_PER_S
"""How long, in ns, a client may take from its handshake to the namespace's confirmation before it says that the
connect failed: python-engineio's 5 s for a request, python-socketio's 1 s for the namespace, and a second."""


def pair(facts: Facts, freeze: int, *, wire: bool, server: bool, clients: bool) -> Ledger:
    """Pair along the way of a sid: server → wire → clients; a witness that is absent is skipped."""
    ledger = Ledger("sids", CLASSES)
    if wire and server:
        _server_to_wire(facts, freeze, ledger)
    if clients and (wire or server):
        _on_to_clients(facts, freeze, facts.wire_sids if wire else facts.server_sids, ledger)
    return ledger


def _server_to_wire(facts: Facts, freeze: int, ledger: Ledger) -> None:
    made, seen = _by_sid(facts.server_sids), _by_sid(facts.wire_sids)
    _book_crossing(made, seen, freeze, ledger)
    fruitless = _fruitless_handshakes(facts)
    for sid in made.keys() - seen.keys():
        if made[sid].t <= freeze:
            ledger.book(made[sid], _why_unseen(facts, made[sid], fruitless, freeze))
    for sid in seen.keys() - made.keys():
        if seen[sid].t <= freeze:
            ledger.book(seen[sid], None)


def _book_crossing(made: dict[str, Seen], seen: dict[str, Seen], freeze: int, ledger: Ledger) -> None:
    for sid in made.keys() & seen.keys():
        one, other = made[sid], seen[sid]
        if (one.t <= freeze) != (other.t <= freeze):
            ledger.book(min(one, other, key=lambda either: either.t), IN_FLIGHT)


def _by_sid(seen: list[Seen]) -> dict[str, Seen]:
    """The first sight of each sid."""
    return {one.sid or "": one for one in reversed(in_time(seen))}


def _fruitless_handshakes(facts: Facts) -> dict[str | None, list[Seen]]:
    """Handshakes in whose answer the wire saw no sid, by client."""
    found: dict[str | None, list[Seen]] = defaultdict(list)
    for one in in_time(one for conn in facts.conns.values() for one in conn.handshakes.values()):
        found[one.client].append(one)
    return found


def _why_unseen(facts: Facts, made: Seen, fruitless: dict[str | None, list[Seen]], freeze: int) -> str | None:
    """A sid the server made reached the wire unless its handshake was cut, or is still being answered."""
    for handshake in fruitless[made.client]:
        if handshake.conn is None or handshake.t > made.t + SKEW:
            continue
        conn = handshake.conn
        is_cut = conn.cut is not None and conn.cut <= freeze
        if is_cut or conn.touched or made.t > freeze - CROSSING:
            fruitless[made.client].remove(handshake)
            return "never_reached" if is_cut else IN_FLIGHT
    return "tap_blind" if any(conn.blind and conn.opened <= made.t for conn in facts.conns.values()) else None


def _on_to_clients(facts: Facts, freeze: int, source: list[Seen], ledger: Ledger) -> None:
    issued, known = _by_sid(source), _by_sid(facts.client_sids)
    _book_crossing(issued, known, freeze, ledger)
    for sid in issued.keys() - known.keys():
        if issued[sid].t <= freeze:
            ledger.book(issued[sid], _why_unknown(facts, issued[sid], source, freeze))
    for sid in known.keys() - issued.keys():
        if known[sid].t <= freeze:
            blind = any(conn.blind and conn.opened <= known[sid].t for conn in facts.conns.values())
            ledger.book(known[sid], "tap_blind" if blind else None)


def _why_unknown(facts: Facts, issued: Seen, source: list[Seen], freeze: int) -> str | None:
    """A client knows its sid once its namespace is connected: or that failed, or it went, or it still tries."""
    if not facts.simulated(issued.client):
        return "unnamed"
    client = issued.client or ""
    if any(t >= issued.t - SKEW for t in facts.connect_errors.get(client, ())):
        return "not_connected"
    if any(issued.t <= t <= freeze for t in facts.gone.get(client, ())):
        return "client_gone"
    if any(one.client == client and one.t > issued.t for one in source):
        return "not_connected"
    return IN_FLIGHT if issued.t > freeze - CONNECTING else None
