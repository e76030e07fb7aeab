"""Answers of 400 that crossed the wire, stacked by their cause."""

from __future__ import annotations

from harness.events import AnyEvent, WireResponse
from harness.snapshot import Figure

FIGURE = Figure(name="http-400", title="400s by cause", unit="events", shape="stack")


def fold(event: AnyEvent) -> tuple[str, float] | None:
    """One for each 400 to a Socket.IO request, under its cause."""
    if isinstance(event, WireResponse) and event.status == 400 and event.kind != "page":
        return event.cause or "other", 1
    return None
