"""Counts a trial of behaviours once more, from plain events (see recount.py, which this is a part of)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.evidence.recount_clients import Event, is_a, pages_of, recoveries_of, sockets_of, spread_of

Spell = tuple[float, float]


def away_of(events: list[Event]) -> list[Spell] | None:
    """When no process of the server was there, from its end to the next one's word; None where none was seen."""
    marks = [
        (event["t"], event["type"] != "run.process-exited", event["pid"])
        for event in events
        if event["type"] == "guard.listening"
        or (event["type"] in {"child.hello", "run.process-exited"} and event["role"] == "server")
    ]
    serving: set[int] = set()
    spells: list[Spell] = []
    since = float("inf")
    for t, serves, pid in sorted(marks):
        if serves:
            spells += [(since, t)] if since < t else []
            since = float("inf")
            serving.add(pid)
        elif pid in serving:
            serving.remove(pid)
            since = t if not serving else float("inf")
    spells += [(since, float("inf"))] if since < float("inf") else []
    return spells if any(serves for _, serves, _ in marks) else None


def requests_while(spells: list[Spell] | None, events: list[Event]) -> int | None:
    """The HTTP attempts of clients that began in one of these times."""
    if spells is None:
        return None
    began = [e["t"] - round(e["took"] * 1e9) for e in events if is_a(e, "client.attempt")]
    return sum(any(since <= t < until for since, until in spells) for t in began)


def trial(events: list[Event], groups: dict[str, Any], sources: dict[Any, str]) -> dict[str, Any] | None:
    """The figures of each behaviour, where there are two; `groups` are those counted for each group."""
    started = [event for event in events if is_a(event, "client.started") and event["behaviour"]]
    of_group: dict[str, set[str]] = {}
    for event in started:
        of_group.setdefault(event["group"], set()).add(event["behaviour"])
    single = {group: min(names) for group, names in of_group.items() if len(names) == 1}
    if len(set(single.values())) < 2:
        return None
    member = {event["client"]: event["group"] for event in started}
    return {
        "behaviours": {
            name: _figures(
                [e for e in events if single.get(member.get(e.get("client"), "")) == name],
                [groups[group] for group, its in single.items() if its == name],
                events,
                sources,
            )
            for name in single.values()
        }
    }


def _figures(
    own: list[Event], groups: list[dict[str, Any]], events: list[Event], sources: dict[Any, str]
) -> dict[str, Any]:
    pages = pages_of(sockets_of(own, events, sources))
    messages = [group["messages"] for group in groups]
    figures = {
        "pages": pages["count"],
        "sockets_per_page": pages["sockets"],
        "lost": sum(one["lost"] for one in messages),
        "duplicated": sum(one["duplicated"] for one in messages),
        "copies_max": max(one["copies_max"] for one in messages),
        "recovery": spread_of(recoveries_of(own)),
        "requests_while_away": requests_while(away_of(events), own),
    }
    if refused := [group["http_400"] for group in groups if "http_400" in group]:
        bodies: Counter[str] = Counter()
        for one in refused:
            bodies.update(one["by_body"])
        figures["http_400"] = {"total": sum(one["total"] for one in refused), "by_body": dict(bodies)}
    return figures
