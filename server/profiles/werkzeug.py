"""Werkzeug's development server with threads, no reloader: `socketio.run(app)` with `async_mode="threading"`.

Named facts: each answer closes its connection, and SIGTERM ends it at once. `allow_unsafe_werkzeug` is what
Flask-SocketIO asks for where there is no terminal; the debugger is off.
"""

from __future__ import annotations

from server.profile import Profile
from server.settings import Settings
from server.witness import Witness


def serve(settings: Settings, witness: Witness | None) -> None:
    """Serve until the process is ended."""
    from server.app import create_app

    app, socketio = create_app(settings, witness)
    if witness:
        witness.hello()
    socketio.run(
        app,
        host=settings.host,
        port=settings.port,
        debug=False,
        use_reloader=False,
        use_debugger=False,
        load_dotenv=False,
        allow_unsafe_werkzeug=True,
    )


PROFILE = Profile(
    name="werkzeug",
    title="Werkzeug's development server, threads, no reloader",
    restarts=("graceful", "kill"),
    serve=serve,
    modules=("werkzeug",),
    packages=("Werkzeug",),
)
