"""Pairs the disconnects of server and clients, by sid: each session ends once for either.

A session that several clients hold, as a cached handshake makes them, ends for all when one of them leaves, and
not each of them has an end to tell.
"""

from __future__ import annotations

from collections import defaultdict

from harness.metrics.counts.base import NS_PER_S
from harness.metrics.facts import Facts
from harness.metrics.pairing.ledger import IN_FLIGHT, Ledger, in_time
from harness.metrics.witnessed import CROSSING, Seen

SHARED = "shared"
CLASSES = ("server_died", "not_noticed", "never_connected", "client_gone", "unnamed", SHARED, IN_FLIGHT)
GRACE = 6 * NS_PER_S
"""What a python-engineio client adds to the ping limits before it gives a silent server up (`_read_loop_polling`
waits 5 s more), and a second for the waiting itself, in ns."""


def pair(facts: Facts, freeze: int) -> Ledger:
    """Pair each session's end as the server and as its client told it."""
    ledger = Ledger("disconnects", CLASSES)
    server, clients = _by_sid(facts.server_disconnects), _by_sid(facts.client_disconnects)
    connected = {one.sid: one.t for one in in_time(facts.client_connects)}
    shared = _shared(facts.client_sids)
    for sid in sorted(server.keys() | clients.keys()):
        ours, theirs = clients[sid], server[sid]
        for mine, other in zip(ours, theirs, strict=False):
            ledger.book_crossing(mine, other, freeze)
        for mine in ours[len(theirs) :]:
            if mine.t <= freeze:
                ledger.book(mine, _why_server_silent(facts, mine, freeze) or shared.get(sid))
        for other in theirs[len(ours) :]:
            if other.t <= freeze:
                ledger.book(other, _why_client_silent(facts, other, freeze, connected.get(sid)) or shared.get(sid))
    return ledger


def _shared(known: list[Seen]) -> dict[str | None, str]:
    """The sessions that more than one client held."""
    holder: dict[str | None, str | None] = {}
    return {one.sid: SHARED for one in known if holder.setdefault(one.sid, one.client) != one.client}


def _by_sid(seen: list[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in in_time(seen):
        found[one.sid or ""].append(one)
    return found


def _why_server_silent(facts: Facts, mine: Seen, freeze: int) -> str | None:
    """Why only the client told of this end.

    A server that lives must notice within its ping limits, and its service task looks once a ping timeout
    (engineio.server.Server._service_task); one that died before cannot tell.
    """
    limit = facts.ping_interval + 2 * facts.ping_timeout + GRACE
    died = facts.lives.died(facts.epoch_of.get(mine.sid or "", ""))
    if died is not None and died <= min(mine.t + limit, freeze):
        return "server_died"
    return "not_noticed" if freeze - mine.t <= limit else None


def _why_client_silent(facts: Facts, other: Seen, freeze: int, connected: int | None) -> str | None:
    """Why only the server told of this end.

    A client whose connect was never confirmed (`connected` is None) has no disconnect to tell; one that was
    stopped, or whose process died, is not there to tell; the others notice within the ping limits.
    """
    if not facts.simulated(other.client):
        return "unnamed"
    if connected is None or connected > freeze:
        return "never_connected"
    if facts.went(other.client, connected, min(other.t + CROSSING, freeze)):
        return "client_gone"
    limit = facts.ping_interval + facts.ping_timeout + GRACE
    return "not_noticed" if freeze - other.t <= limit else None
