"""Disconnects as the clients saw them, stacked by reason in the client's dialect."""

from __future__ import annotations

from harness.events import AnyEvent, ClientDisconnected
from harness.snapshot import Figure

FIGURE = Figure(name="disconnects", title="Disconnects by reason", unit="events", shape="stack")


def fold(event: AnyEvent) -> tuple[str, float] | None:
    """One for each disconnect, under its reason."""
    return (event.reason, 1) if isinstance(event, ClientDisconnected) else None
