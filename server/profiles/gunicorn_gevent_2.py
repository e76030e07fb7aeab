"""gunicorn, gevent workers, two of them and nothing sticky: each worker knows its own sessions only.

Named facts: the kernel gives a connection to whichever worker takes it first, and a kept-alive connection (2 s)
stays with it. So a client that keeps its connections busy may never notice, and one that opens others meets 400
"Invalid session" at every second; a WebSocket without polling before it is never torn apart. What one worker
broadcasts, clients of the other do not hear. WebSocket comes from simple-websocket; gevent-websocket is hidden.

Restarts are those of `gunicorn-gevent-simple`, each worker for itself.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gevent-2",
    title="gunicorn with two gevent workers and no stickiness",
    workers=Workers(worker_class="gevent", workers=2),
)
