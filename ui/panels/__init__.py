"""The window's parts, one file each: a panel shows what the model has, and sends commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.commands import Command
from ui.model import Model, Topic

Send = Callable[[Command], None]


class Panel(Protocol):
    """A part of the window: drawn again when one of its `topics` has changed."""

    topics: frozenset[Topic]

    def refresh(self, model: Model) -> None:
        """Show what the model has now."""
