"""gevent's own web server, one process: what `socketio.run(app)` starts where gevent is installed.

Named facts, left as people run it: pywsgi keeps connections alive and leaves Nagle's algorithm on, so a kept-alive
polling POST may be answered 40 ms late; WebSocket comes from simple-websocket, since gevent-websocket is hidden;
nothing is monkey patched, since the chat calls nothing that blocks, unless it shares a message queue, whose client
does. SIGTERM ends it at once.
"""

from __future__ import annotations

from server.profile import Profile
from server.settings import Settings
from server.witness import Witness


def serve(settings: Settings, witness: Witness | None) -> None:
    """Serve until the process is ended."""
    if witness:
        witness.hello()  # first: what obeys orders is a thread that gevent must not patch
    if settings.queue:
        from gevent import monkey

        monkey.patch_all()
    from server.app import create_app

    app, socketio = create_app(settings, witness, async_mode="gevent")
    socketio.run(app, host=settings.host, port=settings.port, debug=False, use_reloader=False)


PROFILE = Profile(
    name="gevent",
    title="gevent's web server, one process",
    restarts=("graceful", "kill"),
    serve=serve,
    modules=("gevent",),
    hides=("geventwebsocket",),
    packages=("gevent", "gevent-websocket"),
)
