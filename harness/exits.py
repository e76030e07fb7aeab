"""How a process ended, in the words of the events."""

from __future__ import annotations

import signal


def exit_of(status: int) -> tuple[int | None, str | None]:
    """Exit code and signal name, of which one is None, from a status as `subprocess` gives it."""
    if status >= 0:
        return status, None
    try:
        return None, signal.Signals(-status).name
    except ValueError:
        return None, f"signal {-status}"
