"""The document's fix, `gunicorn -k gevent -w 1`, where gevent-websocket happens to be installed.

Named facts: python-engineio takes the WebSockets of gevent-websocket as soon as that can be imported, but
gunicorn's plain gevent worker does not provide them (`gunicorn-gevent-websocket` is the one that does). Polling
works; a WebSocket is answered 500, and the log says why, "The gevent-websocket server is not configured
appropriately", at ERROR with a traceback. A client that polls and upgrades stays on polling for ever, without a
word.

Connections are kept alive for 2 s; gunicorn turns Nagle's algorithm off. SIGTERM ends it within `GRACE`, a
second more at most for gevent; a reload's old worker is gone in 3 to 5 s, and cuts the long polls it still
holds.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gevent",
    title="gunicorn, one gevent worker, gevent-websocket installed: the document's fix",
    workers=Workers(worker_class="gevent"),
    gevent_websocket=True,
)
