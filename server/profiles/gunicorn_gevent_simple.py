"""The document's fix, `gunicorn -k gevent -w 1`, where gevent-websocket is not installed: it is hidden here.

Named facts: python-engineio falls back on simple-websocket, which takes the socket from any gunicorn worker, so
polling, WebSocket and upgrade all work. Connections are kept alive for 2 s; gunicorn turns Nagle's algorithm
off.

SIGTERM ends it within `GRACE`, a second more at most for gevent. A reload's old worker is gone in 3 to 5 s: it
cuts the long polls it still holds, and into an open WebSocket gunicorn writes the beginning of an HTTP answer,
which a client takes for a broken frame.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gevent-simple",
    title="gunicorn, one gevent worker, gevent-websocket not installed",
    workers=Workers(worker_class="gevent"),
)
