"""Counts clients and messages once more, from plain events (see recount.py, which this is a part of)."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Any

Event = dict[str, Any]
_LIVED_IN = ("clients", "beacon")
"""Roles of processes without which nothing is known of their clients."""


def is_a(event: Event, kind: str) -> bool:
    """Whether the event is of this type."""
    return bool(event["type"] == kind)


def _dead(everyone: list[Event], sources: dict[Any, str]) -> set[str]:
    """Clients whose process died, and which were not started again after."""
    died = {e["name"]: e["t"] for e in everyone if is_a(e, "run.process-exited") and e["role"] in _LIVED_IN}
    began = {e["client"]: e["t"] for e in everyone if is_a(e, "client.started")}
    return {client for client, t in began.items() if died.get(sources[client], t - 1) >= t}


def clients(events: list[Event], everyone: list[Event], sources: dict[Any, str]) -> dict[str, Any]:
    """The clients as they stood at the end; `everyone` and `sources` tell whose process died."""
    there: set[str] = set()
    sockets: dict[str, set[int]] = {}
    met: set[str] = set()
    reconnects = 0
    for event in events:
        name = event.get("client", "")
        if event["type"] in {"client.started", "client.stopped"}:
            (there.add if is_a(event, "client.started") else there.discard)(name)
            sockets.pop(name, None)
            met.discard(name)
        elif is_a(event, "client.connected"):
            reconnects += name in met
            met.add(name)
            sockets.setdefault(name, set()).add(event["generation"])
        elif is_a(event, "client.disconnected"):
            sockets.get(name, set()).discard(event["generation"])
    alive = [open_ for name, open_ in sockets.items() if open_ and name not in _dead(everyone, sources)]
    return {
        "count": len(there),
        "connected_at_end": len(alive),
        "sockets_at_end": sum(map(len, alive)),
        "reconnects": reconnects,
        "recovery": spread_of(recoveries_of(events)),
    }


def sockets_of(events: list[Event], everyone: list[Event], sources: dict[Any, str]) -> list[int]:
    """How many sockets each client has alive at the end, of those whose process lives."""
    alive: dict[str, set[int]] = {}
    for event in events:
        if is_a(event, "client.started"):
            alive[event["client"]] = set()
        elif is_a(event, "client.stopped"):
            alive.pop(event["client"], None)
        elif is_a(event, "client.connected"):
            alive.setdefault(event["client"], set()).add(event["generation"])
        elif is_a(event, "client.disconnected"):
            alive.get(event["client"], set()).discard(event["generation"])
    dead = _dead(everyone, sources)
    return [len(open_) for name, open_ in alive.items() if name not in dead]


def pages_of(sockets: list[int]) -> dict[str, Any]:
    """The clients that are there, and the sockets a client."""
    if not sockets:
        return {"count": 0, "sockets": {"mean": None, "min": None, "max": None}}
    mean, ordered = sum(sockets) / len(sockets), sorted(sockets)
    return {"count": len(sockets), "sockets": {"mean": mean, "min": ordered[0], "max": ordered[-1]}}


def recoveries_of(events: list[Event]) -> list[float]:
    """The seconds from each disconnect of a client to its next connect."""
    left: dict[str, int] = {}
    took = []
    for event in events:
        name = event.get("client", "")
        if is_a(event, "client.disconnected"):
            left[name] = event["t"]
        elif is_a(event, "client.connected") and name in left:
            took.append((event["t"] - left.pop(name)) / 1e9)
        elif event["type"] in {"client.started", "client.stopped"}:
            left.pop(name, None)
    return took


def spread_of(took: list[float]) -> dict[str, float | None]:
    """Median, 95th percentile and most, by nearest rank."""
    ordered = sorted(took)
    if not ordered:
        return {"p50": None, "p95": None, "max": None}
    return {
        "p50": ordered[ceil(0.5 * len(ordered)) - 1],
        "p95": ordered[ceil(0.95 * len(ordered)) - 1],
        "max": ordered[-1],
    }


def messages(events: list[Event], everyone: list[Event], sources: dict[Any, str]) -> dict[str, int]:
    """Numbered messages, once for each recipient; `everyone` tells the sessions they were meant for."""
    sent: dict[tuple[str, int, str], Event] = {}
    for event in events:
        if is_a(event, "client.sent"):
            for recipient in event["to"]:
                sent.setdefault((event["client"], event["n"], recipient), event)
    arrived = Counter(
        (event["sender"], event["n"], event["client"]) for event in events if is_a(event, "client.received")
    )
    missing = {parcel: event for parcel, event in sent.items() if parcel not in arrived}
    sessions, dead = _sessions(everyone), _dead(everyone, sources)
    lost = sum(_is_lost(parcel, event, sessions, dead) for parcel, event in missing.items())
    return {
        "sent": len(sent),
        "delivered": len(sent) - len(missing),
        "lost": lost,
        "duplicated": sum(times - 1 for parcel, times in arrived.items() if parcel in sent),
        "copies_max": max((times for parcel, times in arrived.items() if parcel in sent), default=0),
        "unknown": len(missing) - lost,
    }


def _sessions(everyone: list[Event]) -> dict[str, dict[str, tuple[int, bool]]]:
    """Each client's sessions: since when, and whether they live to the end."""
    sessions: dict[str, dict[str, tuple[int, bool]]] = {}
    for event in everyone:
        own = sessions.setdefault(event.get("client") or "", {})
        if is_a(event, "client.connected"):
            own[event["sid"]] = (event["t"], True)
        elif is_a(event, "client.disconnected") and event["sid"] in own:
            own[event["sid"]] = (own[event["sid"]][0], False)
        elif is_a(event, "client.stopped"):
            own.update({sid: (since, False) for sid, (since, _) in own.items()})
    return sessions


def _is_lost(
    parcel: tuple[str, int, str], event: Event, sessions: dict[str, dict[str, tuple[int, bool]]], dead: set[str]
) -> bool:
    sender, _, recipient = parcel
    if sender in dead or recipient in dead:
        return False
    _, sender_lives = sessions.get(sender, {}).get(event["sid"], (0, True))
    reachable = any(lives and since <= event["t"] for since, lives in sessions.get(recipient, {}).values())
    return not (sender_lives and reachable)
