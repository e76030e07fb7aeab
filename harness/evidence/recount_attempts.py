"""Counts the clients' HTTP attempts once more, from plain events (see recount.py, which this is a part of)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.evidence.recount_clients import Event, is_a

_BODIES = ("message", "pong", "close-packet", "poll", "other")


def attempts_of(events: list[Event]) -> dict[str, Any]:
    """What the clients' own network saw; what 400s carried is known if all of them tell."""
    attempts = [event for event in events if is_a(event, "client.attempt")]
    errors = Counter(event.get("error") or "other" for event in attempts if event.get("status") is None)
    carried = [event.get("body") for event in attempts if event.get("status") == 400]
    return {
        "total": len(attempts),
        "resent": sum(event.get("resend", False) for event in attempts),
        "failed": errors.total(),
        "by_error": dict(errors),
        "http_400": len(carried),
        "by_body": None if None in carried else {body: carried.count(body) for body in _BODIES},
        "capped": len({event["client"] for event in events if is_a(event, "client.capped")}),
    }
