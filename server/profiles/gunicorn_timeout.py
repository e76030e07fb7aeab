"""gunicorn as `gunicorn app:app` starts it, with one sync worker, and a timeout that need not be waited for.

Named facts: a sync worker serves one request at a time, and shows no sign of life meanwhile. A long poll or a
WebSocket is such a request, so after `timeout` (gunicorn's own is 30 s) the master logs WORKER TIMEOUT and
aborts the worker: the poll is answered 500 by what is left of it, a WebSocket breaks, and all sessions are
lost. "Booting worker" follows, and who had waited in the backlog with an old session gets 400 from the new one.
It repeats for as long as anybody polls. Each answer closes its connection; gunicorn turns Nagle's algorithm
off.

SIGTERM ends it within `GRACE`; a reload's old worker ends with what it serves, or by the timeout.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-timeout",
    title="gunicorn, one worker of its default class (sync), killed after 5 s of silence",
    workers=Workers(worker_class="sync", timeout=5),
)
