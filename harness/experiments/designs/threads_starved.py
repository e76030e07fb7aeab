"""Is it the number of threads? gunicorn's gthread with one thread, as the document has it, and with a hundred."""

from __future__ import annotations

from harness.experiments.arms import arm
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import nobody_gets_through


def design() -> Design:
    """Pings are so far apart that a thread held by a poll is held for longer than the run lasts."""
    return pair(
        "threads-starved",
        title="Is it the number of threads that leaves clients waiting?",
        differs="the number of threads of gunicorn's gthread worker",
        predicts="fewer messages arrive than there are clients, though they talk all the time",
        happened=nobody_gets_through,
        of=_served_by("one-thread", "one thread", "gunicorn-gthread"),
        beside=_served_by("100-threads", "100 threads", "gunicorn-gthread-100"),
    )


def _served_by(name: str, words: str, profile: str) -> Arm:
    return arm(name, words, profile=profile, seconds=8.0, sound=None)
