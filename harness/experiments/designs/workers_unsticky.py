"""Is it the second worker? gunicorn with two gevent workers, and with one."""

from __future__ import annotations

from harness.experiments.arms import arm, people
from harness.experiments.design import Design, pair
from harness.experiments.figures import UNKNOWN_SID, some

SECONDS = 8.0


def design() -> Design:
    """Clients of requests' kind open a connection for each thread, so that both workers meet them."""
    polling = people(kind="python-threads")
    return pair(
        "workers-unsticky",
        title="Is it the second worker that does not know the sessions?",
        differs="the number of gunicorn's workers",
        predicts="a request is answered 400, since its session id is unknown",
        happened=some(UNKNOWN_SID),
        of=arm("two-workers", "two workers", profile="gunicorn-gevent-2", seconds=SECONDS, clients=polling),
        beside=arm("one-worker", "one worker", profile="gunicorn-gevent-simple", seconds=SECONDS, clients=polling),
    )
