"""Time as a parameter: monotonic nanoseconds for measuring, wall time for people only.

On Linux, macOS and Windows the monotonic clock is one clock for all processes of the machine, so the times
in the events of several children can be compared; the hub measures each child's offset all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]
"""A function that gives monotonic nanoseconds."""

NS_PER_S = 1_000_000_000


monotonic_ns: Clock = time.monotonic_ns
"""Monotonic time in nanoseconds: the clock every process of a run shares."""


def utc_now() -> datetime:
    """Wall time, for people and file names; never for measuring."""
    return datetime.now(UTC)


def seconds(ns: int) -> float:
    """Nanoseconds as seconds."""
    return ns / NS_PER_S
