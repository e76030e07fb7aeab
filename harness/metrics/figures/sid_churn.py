"""New session ids a second, as they crossed the wire."""

from __future__ import annotations

from harness.events import AnyEvent, WireSidIssued
from harness.snapshot import Figure

FIGURE = Figure(name="sid-churn", title="New session ids", unit="1/s", shape="line")


def fold(event: AnyEvent) -> tuple[str, float] | None:
    """One for each new sid; a line has one series."""
    return ("", 1) if isinstance(event, WireSidIssued) else None
