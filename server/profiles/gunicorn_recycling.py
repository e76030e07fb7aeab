"""gunicorn with `max_requests`, a cure for leaks: after so many requests a worker makes room for a new one.

Named facts: the log says "Autorestarting worker after current request.", then "Booting worker"; pid and epoch
change while the master stays, again and again by the count of requests, and nobody is asked. The old worker
stops to accept, cuts what it still serves after `GRACE`, and only when it is gone does the master start the
next: for 2 to 5 s requests wait in the backlog, and the new worker answers the old sessions with 400, GET and
POST alike. A WebSocket is one request however long it lives, so polling makes it recycle and WebSockets hardly
ever.

One worker, so that every 400 here is the recycling's own. Else as `gunicorn-gevent-simple`.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-recycling",
    title="gunicorn, one gevent worker that is replaced after 300 requests",
    workers=Workers(worker_class="gevent", max_requests=300),
)
