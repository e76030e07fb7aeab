"""gunicorn with the worker class that gevent-websocket brings: the one its WebSockets work in.

Named facts: gevent's pywsgi serves in place of gunicorn's own HTTP, so connections are kept alive without end
and no request is in the access log; gunicorn's listening socket turns Nagle's algorithm off, unlike with pywsgi
alone. The WebSocket is accepted before the application is asked: a stale session is told by 101 and a close
frame, where others answer 400. Messages are unmasked in Python, byte by byte, so large ones are slow.

SIGTERM ends it within `GRACE`, a second more at most for gevent; a reload's old worker is gone in 3 s, closes
its WebSockets in good order, and answers the long polls it still holds with 500.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gevent-websocket",
    title="gunicorn, one worker of gevent-websocket's own class",
    workers=Workers(worker_class="geventwebsocket.gunicorn.workers.GeventWebSocketWorker"),
    gevent_websocket=True,
)
