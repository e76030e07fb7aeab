"""Do the witnesses agree? One pure function over the facts of a run.

Each 400, disconnect and sid is seen by up to three: the wire, the server, the clients. What two of them saw is
paired; what is left over is named by what explains it, and what nothing explains is counted as unexplained. Counts
are never averaged, and an absent witness is null. Times are of the machine's one monotonic clock, so what caused a
thing never bears a later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from harness.events import Record
from harness.metrics.facts import Facts
from harness.metrics.pairing import disconnects, http, sids
from harness.metrics.pairing.ledger import UNEXPLAINED, Leftover, until
from harness.metrics.presence import Presence, ProbeFilter, is_hearsay
from harness.metrics.witnessed import Seen


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`witnesses` as `summary.json` has it, and every leftover with the number of its event."""

    witnesses: dict[str, Any]
    leftovers: tuple[Leftover, ...]


def gather(records: Iterable[Record]) -> tuple[Facts, Presence]:
    """The facts of a recorded run, readiness probes and hearsay left out, and which witnesses it had."""
    facts, presence, probes = Facts(), Presence(), ProbeFilter()
    for record in records:
        if is_hearsay(record.src):
            continue
        presence.fold(record.event)
        if not probes.hides(record.event):
            facts.fold(record)
    return facts, presence


def reconcile(facts: Facts, presence: Presence, freeze: int) -> Reconciliation:
    """Pair what was seen up to `freeze` (monotonic ns); later facts only explain what was under way then."""
    there = {"wire": presence.wire, "server": presence.server, "clients": presence.clients}
    both = presence.server and presence.clients
    books = [
        http.pair(facts, freeze, **there),
        disconnects.pair(facts, freeze) if both else None,
        sids.pair(facts, freeze, **there),
    ]
    several = sum(there.values()) > 1
    paired = {book.figure: book.counts() for book in books if book is not None and several}
    seen = _counts(facts, presence, freeze)
    witnesses: dict[str, Any] = {figure: seen[figure] | paired.get(figure, {UNEXPLAINED: None}) for figure in seen}
    agree = not any(counts[UNEXPLAINED] for counts in paired.values()) if several else None
    leftovers = tuple(leftover for book in books if book is not None for leftover in book.leftovers)
    return Reconciliation(witnesses | {"agree": agree}, leftovers)


def _counts(facts: Facts, presence: Presence, freeze: int) -> dict[str, dict[str, int | None]]:
    """What each witness counted by itself; None for one that is absent."""

    def count(seen: Iterable[Seen], *, there: bool) -> int | None:
        return len(until(freeze, seen)) if there else None

    def count_sids(seen: Iterable[Seen], *, there: bool) -> int | None:
        return len({one.sid for one in until(freeze, seen)}) if there else None

    crossed = [one for conn in facts.conns.values() for one in conn.refusals]
    met = [one for one in facts.attempts if one.status == 400]
    return {
        "http_400": {
            "wire": count(crossed, there=presence.wire),
            "server": count(facts.server_400, there=presence.server),
            "clients": count(met, there=presence.clients),
        },
        "disconnects": {
            "server": count(facts.server_disconnects, there=presence.server),
            "clients": count(facts.client_disconnects, there=presence.clients),
        },
        "sids": {
            "wire": count_sids(facts.wire_sids, there=presence.wire),
            "server": count_sids(facts.server_sids, there=presence.server),
            "clients": count_sids(facts.client_sids, there=presence.clients),
        },
    }
