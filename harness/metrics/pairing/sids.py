"""Pairs the session ids: made by the server, seen on the wire, known to the clients. A sid is its own key."""

from __future__ import annotations

from collections import defaultdict

from harness.metrics.counts.base import NS_PER_S
from harness.metrics.facts import Facts
from harness.metrics.pairing.attempts import failures, take_attempt
from harness.metrics.pairing.ledger import IN_FLIGHT, SENT_BY_WIRE, Ledger, in_time
from harness.metrics.witnessed import CROSSING, Seen

CLASSES = (
    "never_reached",
    "declined",
    "not_connected",
    "client_gone",
    "unnamed",
    "tap_blind",
    SENT_BY_WIRE,
    IN_FLIGHT,
)
CONNECTING = 7 * NS_PER_S
"""How long, in ns, a client may take from its handshake to saying that the connect failed: python-engineio's 5 s
for a request, python-socketio's 1 s for the namespace, and a second."""
SWITCHED = 101
HANDSHAKE = "GET"


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
    fruitless = _fruitless_handshakes(facts)
    for sid, one in made.items():
        if sid in seen:
            ledger.book_crossing(one, seen[sid], freeze)
        elif one.t <= freeze:
            ledger.book(one, _why_unseen(facts, one, fruitless[one.client], freeze))
    for sid, one in seen.items():
        if sid not in made and one.t <= freeze:
            ledger.book(one, None)


def _by_sid(seen: list[Seen]) -> dict[str, Seen]:
    """The first sight of each sid, in their order."""
    found: dict[str, Seen] = {}
    for one in in_time(seen):
        found.setdefault(one.sid or "", one)
    return found


def _fruitless_handshakes(facts: Facts) -> dict[str | None, list[Seen]]:
    """Handshakes in whose answer the wire saw no sid, by client."""
    found: dict[str | None, list[Seen]] = defaultdict(list)
    for one in in_time(one for conn in facts.conns.values() for one in conn.handshakes.values()):
        found[one.client].append(one)
    return found


def _why_unseen(facts: Facts, made: Seen, fruitless: list[Seen], freeze: int) -> str | None:
    """A sid the server made reached the wire, unless its handshake was cut, declined, or is being answered."""
    for handshake in fruitless:
        why = _why_fruitless(handshake, made, freeze)
        if why is not None:
            fruitless.remove(handshake)
            return why
    return "tap_blind" if facts.blind(made.client, made.t, made.t) else None


def _why_fruitless(handshake: Seen, made: Seen, freeze: int) -> str | None:
    conn = handshake.conn
    if conn is None or handshake.t > made.t:
        return None
    if handshake.status is not None and handshake.status >= 300:
        return "declined"
    if handshake.status not in {None, SWITCHED}:
        return "never_reached" if conn.torn_under(made.t) else None
    if conn.cut is not None and conn.cut <= freeze:
        return "never_reached"
    return IN_FLIGHT if conn.open_at(freeze) and (conn.touched or made.t > freeze - CROSSING) else None


def _on_to_clients(facts: Facts, freeze: int, source: list[Seen], ledger: Ledger) -> None:
    issued, known = _by_sid(source), _by_sid(facts.client_sids)
    failed = failures(facts)
    for sid, one in issued.items():
        if sid in known:
            ledger.book_crossing(one, known[sid], freeze)
        elif one.t <= freeze and one.is_wires_own:
            ledger.book(one, SENT_BY_WIRE)
        elif one.t <= freeze:
            ledger.book(
                one, _why_unknown(facts, one, take_attempt(failed[one.client, None, HANDSHAKE], one), freeze)
            )
    for sid, one in known.items():
        if sid not in issued and one.t <= freeze:
            ledger.book(one, "tap_blind" if facts.blind(one.client, one.t, one.t) else None)


def _why_unknown(facts: Facts, issued: Seen, failed: Seen | None, freeze: int) -> str | None:
    """Why no client knows this sid; `failed`: the attempt, if it was one, that got no answer to the handshake."""
    if not facts.simulated(issued.client):
        return "unnamed"
    if failed is not None:
        return IN_FLIGHT if failed.t > freeze else "never_reached"
    if facts.went(issued.client, issued.began, min(issued.t + CONNECTING, freeze)):
        return "client_gone"
    conn = issued.conn
    if conn is not None and conn.missed(issued.t):
        return "never_reached"
    errors = facts.connect_errors.get(issued.client or "", ())
    if any(issued.t <= t <= issued.t + CONNECTING for t in errors):
        return "not_connected"
    held = conn is not None and conn.touched and conn.open_at(freeze)
    return IN_FLIGHT if held or issued.t > freeze - CROSSING else None
