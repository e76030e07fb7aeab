"""Counts a run's main figures once more, from the recorded JSON alone: nothing here is shared with the figures.

Events are plain dictionaries, in the order of their numbers. The definitions are those of the contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from harness.evidence.recount_attempts import attempts_of
from harness.evidence.recount_clients import Event, clients, is_a, messages, pages_of, sockets_of
from harness.evidence.recount_trial import away_of, requests_while, trial

PROBE = "~probe"
_CAUSES = "unknown-sid missing-sid protocol-version unknown-transport origin bad-upgrade polling-after-upgrade"
_ALWAYS = {
    "by_cause": (*_CAUSES.split(), "bad-request", "payload", "other"),
    "by_body": ("message", "pong", "close-packet", "poll", "other"),
}
_CLOSES = ("rst_from_server", "fin_from_server", "rst_from_client", "fin_from_client", "injected", "refused")
_REFUSED = ("ECONNREFUSED", "WSAECONNREFUSED")
_TOLERANCE = 0.0011
_LISTED = 100
_ADDED = (".tap.bytes_added", ".messages.copies_max", ".pages", ".attempts", ".away", ".faults", ".trial")
"""Figures that came after the first folders were written: where one is not there at all, the folder is older."""


class Counted(NamedTuple):
    """A recorded event: its number, its source, and itself."""

    seq: int
    src: str
    event: dict[str, Any]


def recount(records: Iterable[Counted]) -> dict[str, Any]:
    """The figures of a summary that can be counted again; blocks of absent witnesses are left out."""
    records = list(records)
    sources = {
        record.event.get("client"): record.src for record in records if is_a(record.event, "client.started")
    }
    events = list(_that_count([record.event for record in records]))
    groups = {event["client"]: event["group"] for event in events if is_a(event, "client.started")}
    devices = {client for client, src in sources.items() if src.partition("-")[0] == "beacon"}
    witnessed = [e for e in events if not (e["type"].startswith("client.") and e.get("client") in devices)]
    figures = _blocks(witnessed, witnessed, sources)
    figures["witnesses"] = _witnesses(witnessed)
    owners = _owners(events)
    figures["groups"] = {
        group: _blocks([e for e in events if groups.get(_owner(e, owners)) == group], events, sources)
        for group in sorted(set(groups.values()))
    }
    figures["trial"] = trial(events, figures["groups"], sources)
    accounts = [event for event in events if is_a(event, "wire.accounts")]
    if accounts:
        figures["tap"] = _tap(max(accounts, key=lambda event: event["t"]))
        figures["tap"]["lost"] = sum(is_a(event, "wire.tap-lost") for event in events)
    if any(event["type"].startswith("wire.") for event in events):
        figures["faults"] = _faults(events)
    return figures


def differences(said: Any, counted: Any, path: str = "") -> Iterator[tuple[str, object, object]]:  # noqa: ANN401
    """Where a summary differs from what was counted: figure, what it says, what the events say."""
    if isinstance(counted, dict):
        there = said if isinstance(said, dict) else {}
        for key, value in counted.items():
            inner = f"{path}.{key}" if path else key
            if key in there or not f".{inner}".endswith(_ADDED):
                yield from differences(there.get(key), value, inner)
        for key in there.keys() - counted.keys() if path.rpartition(".")[2].startswith("by_") else ():
            yield f"{path}.{key}", there[key], 0
    elif isinstance(counted, list) and isinstance(said, list) and len(said) == len(counted):
        for place, (one, other) in enumerate(zip(said, counted, strict=True)):
            yield from differences(one, other, f"{path}.{place}")
    elif isinstance(counted, float) and isinstance(said, int | float):
        if abs(said - counted) > _TOLERANCE:
            yield path, said, counted
    elif said != counted or isinstance(said, bool) is not isinstance(counted, bool):
        yield path, said, counted


def _that_count(events: list[Event]) -> Iterator[Event]:
    """Without the readiness probes, and without what came after the run began to end."""
    end = min((event["t"] for event in events if is_a(event, "run.ending")), default=None)
    conns = {event["conn"] for event in events if event.get("client") == PROBE and "conn" in event}
    sids = {event["sid"] for event in events if event.get("client") == PROBE and event.get("sid")}
    for event in events:
        probing = event.get("client") == PROBE or event.get("conn") in conns or event.get("sid") in sids
        if not probing and (end is None or event["t"] <= end):
            yield event


def _owners(events: list[Event]) -> dict[int, str]:
    """Which client each connection was last asked by."""
    return {
        event["conn"]: event["client"] for event in events if is_a(event, "wire.request") and event.get("client")
    }


def _owner(event: Event, owners: dict[int, str]) -> str | None:
    if is_a(event, "client.received"):
        return str(event["sender"])
    return event.get("client") or owners.get(event.get("conn", -1))


def _blocks(events: list[Event], everyone: list[Event], sources: dict[Any, str]) -> dict[str, Any]:
    """The blocks of the summary for these events; `everyone` tells the sessions messages were meant for."""
    blocks: dict[str, Any] = {}
    if any(event["type"].startswith("wire.") for event in everyone):
        blocks |= _http(events)
        blocks["sids"] = {"issued": sum(is_a(event, "wire.sid-issued") for event in events)}
        blocks["closes"] = _closes(events)
    if any(event["type"].startswith("client.") for event in everyone):
        reasons = Counter(event["reason"] for event in events if is_a(event, "client.disconnected"))
        blocks["disconnects"] = {"total": reasons.total(), "by_reason": dict(reasons)}
        blocks["clients"] = clients(events, everyone, sources)
        blocks["messages"] = messages(events, everyone, sources)
        blocks["pages"] = pages_of(sockets_of(events, everyone, sources))
        blocks["attempts"] = attempts_of(events)
        blocks["away"] = {"requests": requests_while(away_of(everyone), events)}
    return blocks


def _http(events: list[Event]) -> dict[str, Any]:
    answers = [event for event in events if is_a(event, "wire.response") and event["kind"] != "page"]
    refused = [event for event in answers if event["status"] == 400]
    named = {
        (e["remote_port"], e.get("sid"), e["method"]): e.get("cause") or "other"
        for e in events
        if is_a(e, "server.answered") and e["status"] == 400
    }
    figures: dict[str, Any] = {"total": len(refused)}
    for key, values in (
        ("by_cause", [_cause(event, named) for event in refused]),
        ("by_body", [event.get("body") or "other" for event in refused]),
    ):
        counts = Counter(values)
        figures[key] = {name: counts[name] for name in (*_ALWAYS[key], *counts)}
    return {"http_400": figures, "http_5xx": {"total": sum(event["status"] >= 500 for event in answers)}}


def _cause(refused: Event, named: dict[tuple[int, str | None, str], str]) -> str:
    """The wire's word, or the server's where the answer was cut before it could say anything."""
    cause = str(refused.get("cause") or "other")
    if cause == "other" and not refused.get("text"):
        sid = refused.get("sent_sid") or refused.get("sid")
        return named.get((refused["upstream_port"], sid, refused["method"]), "other")
    return cause


def _closes(events: list[Event]) -> dict[str, int]:
    counts = dict.fromkeys(_CLOSES, 0)
    for event in events:
        if is_a(event, "wire.leg-closed") and event["by"] == "peer":
            counts[f"{event['how']}_from_{event['leg']}"] += 1
        elif is_a(event, "wire.leg-closed") and event["by"] == "fault":
            counts["injected"] += 1
        elif event["type"] in {"client.attempt", "wire.upstream-failed"}:
            counts["refused"] += event.get("errno") in _REFUSED
    return counts


def _witnesses(events: list[Event]) -> dict[str, dict[str, int]]:
    """What each witness that is there counted by itself."""
    present = {event["type"].partition(".")[0] for event in events}
    counts: dict[str, dict[str, int]] = {"http_400": {}, "disconnects": {}, "sids": {}}
    if "wire" in present:
        counts["http_400"]["wire"] = len(
            [e for e in events if is_a(e, "wire.response") and e["status"] == 400 and e["kind"] != "page"]
        )
        counts["sids"]["wire"] = len({e["sid"] for e in events if is_a(e, "wire.sid-issued")})
    if "server" in present:
        counts["http_400"]["server"] = len(
            [e for e in events if is_a(e, "server.answered") and e["status"] == 400]
        )
        counts["disconnects"]["server"] = len([e for e in events if is_a(e, "server.disconnected")])
        counts["sids"]["server"] = len({e["sid"] for e in events if is_a(e, "server.sid-issued")})
    if "client" in present:
        counts["http_400"]["clients"] = len(
            [e for e in events if is_a(e, "client.attempt") and e.get("status") == 400]
        )
        counts["disconnects"]["clients"] = len([e for e in events if is_a(e, "client.disconnected")])
        known = {e["sid"] for e in events if e["type"] in {"client.opened", "client.connected"}}
        counts["sids"]["clients"] = len(known)
    return counts


def _faults(events: list[Event]) -> list[dict[str, Any]]:
    """Each fault that was on, with the first connections it touched."""
    zero = max((event["t"] for event in events if is_a(event, "run.ready")), default=None)

    def at(t: int | None) -> float | None:
        return None if t is None or zero is None else (t - zero) / 1e9

    lifted = {event["id"]: event["t"] for event in events if is_a(event, "wire.fault-lifted")}
    touched = [event for event in events if is_a(event, "wire.fault-touched")]
    return [
        {
            **{key: on[key] for key in ("id", "fault", "target")},
            "began": at(on["t"]),
            "lifted": at(lifted.get(on["id"])),
            "touched": sum(one["id"] == on["id"] for one in touched),
            "connections": [
                {key: one.get(key) for key in ("conn", "did", "client", "sid", "kind", "request")}
                | {"at": at(one["t"])}
                for one in touched
                if one["id"] == on["id"]
            ][:_LISTED],
        }
        for on in events
        if is_a(on, "wire.fault-applied")
    ]


def _tap(account: Event) -> dict[str, int]:
    ways = (account["up"], account["down"])

    def add(*keys: str) -> int:
        return sum(way.get(key, 0) for way in ways for key in keys)

    return {
        "bytes_seen": add("seen", "added"),
        "bytes_added": add("added"),
        "bytes_relayed": add("relayed"),
        "bytes_dropped": add("dropped"),
        "bytes_undelivered": add("undelivered", "held"),
    }
