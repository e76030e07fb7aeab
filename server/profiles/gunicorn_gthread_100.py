"""gunicorn with one gthread worker and threads enough: what the document's remote lacks is `--threads`.

Named facts: each long poll and each open WebSocket has a thread, so a hundred and first client waits as the
second one does with a single thread. WebSocket comes from simple-websocket; connections are kept alive for 2 s,
and gunicorn turns Nagle's algorithm off.

SIGTERM ends it within `GRACE`; with gunicorn's own 30 s of grace, an open WebSocket would hold worker and port
for all of them. After a reload the old worker goes on serving its WebSockets, unseen by new clients, until the
master kills it for its silence: 30 s later, with WORKER TIMEOUT in the log.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gthread-100",
    title="gunicorn, one gthread worker with 100 threads",
    workers=Workers(worker_class="gthread", threads=100),
)
