"""The hypothesis `worker-recycled`: gunicorn let a worker go after so many requests."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.gone import gone_as_logged
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import Story


def weigh(story: Story) -> Iterator[Sign]:
    """What went down with workers that the log says were recycled."""
    return gone_as_logged(story, "worker-recycled", "no-worker-recycled")


HYPOTHESIS = Hypothesis(
    name="worker-recycled",
    claim="gunicorn recycles its workers after so many requests (max_requests), and with each its sessions are "
    "gone.",
    seen="The log says that a worker restarts itself; its sessions are refused by the next one, again and again.",
    refuted="No worker was recycled.",
    remedy="Do not set --max-requests for Socket.IO, or set it so high, with --max-requests-jitter, that it "
    "happens at night.",
    weigh=weigh,
)
