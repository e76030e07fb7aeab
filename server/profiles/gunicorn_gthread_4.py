"""gunicorn with four gthread workers of 100 threads and no stickiness: each worker knows its own sessions only.

Named facts: the kernel gives a connection to whichever worker takes it first, and a kept-alive connection (2 s)
stays with it. So a client that keeps its connections busy may never notice, and one that opens others meets 400
"Invalid session" at three workers of four; a WebSocket without polling before it is never torn apart. What one
worker broadcasts, clients of the other workers do not hear.

Restarts are those of `gunicorn-gthread-100`, each worker for itself.
"""

from __future__ import annotations

from server.gunicorn_master import Workers, gunicorn_profile

PROFILE = gunicorn_profile(
    name="gunicorn-gthread-4",
    title="gunicorn, four gthread workers and no stickiness",
    workers=Workers(worker_class="gthread", workers=4, threads=100),
)
