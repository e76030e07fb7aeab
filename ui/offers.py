"""What is said of something that can be chosen, where it is not there."""

from __future__ import annotations

from harness.snapshot import Choice
from ui.i18n import phrase, sentence


def lacking(offer: Choice | None, *, command: bool = True) -> str:
    """What is missing for a choice, and the `command` that brings it; empty when nothing is."""
    if offer is None or offer.available:
        return ""
    return "\n".join(filter(None, (sentence(phrase(offer.needs)), offer.brings if command else "")))
