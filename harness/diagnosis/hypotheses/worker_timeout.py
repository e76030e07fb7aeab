"""The hypothesis `worker-timeout`: gunicorn killed a worker that gave no sign of life."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.gone import gone_as_logged
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """What went down with workers of which the log says that they timed out."""
    return gone_as_logged(story, "worker-timeout", "no-worker-timed-out")


HYPOTHESIS = Hypothesis(
    name="worker-timeout",
    claim="gunicorn killed a worker that gave no sign of life for longer than its timeout, and with it its "
    "sessions.",
    seen="The log says WORKER TIMEOUT; the worker is gone, and the next one refuses its sessions.",
    refuted="No worker timed out.",
    remedy="Find what blocks the worker (a call that waits, in a handler), or raise --timeout; a sync worker "
    "cannot serve Socket.IO at all.",
    weigh=weigh,
)
