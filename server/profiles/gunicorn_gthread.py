"""gunicorn as the document runs it in the distance, `--worker-class gthread --workers 1`: that is one thread.

Named facts: whoever is being served has the thread. A long poll keeps it until there is something to hear (or
for the ping interval), and a WebSocket for as long as it is open; what others ask waits in the worker's queue
without an answer, and gunicorn's log says nothing of it, since a gthread worker shows signs of life from
another thread. So Socket.IO is served, to one at a time: of three WebSocket clients the second comes in when
the first has gone. Connections are kept alive for 2 s, and gunicorn turns Nagle's algorithm off.

SIGTERM ends it within `GRACE`. After a reload the old worker goes on serving whom it serves, unseen by new
clients, until its threads have ended or the master kills it for its silence: 30 s later, with WORKER TIMEOUT in
the log.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gthread",
    title="gunicorn, one gthread worker with one thread: the document's remote",
    workers=Workers(worker_class="gthread"),
)
