"""Werkzeug's development server under its real reloader: the incident's own way, without the debugger.

The parent binds the port and keeps the listening socket (`WERKZEUG_SERVER_FD`); its child serves, and exits with
status 3 when a watched file changes, whereupon the parent starts the next child. Requests that come meanwhile wait
in the backlog, and the next child answers them: an old sid's POST gets its 400 there. See `werkzeug/_reloader.py`.

Only the run's own file is watched. The stat reloader would watch every Python file of the checkout as well, and a
saved file would restart all runs at once: the patterns below take all code out.
"""

from __future__ import annotations

import os

from server.profile import Profile
from server.settings import CODE, Settings
from server.witness import Witness

INTERVAL = 0.2
"""Seconds between two looks at the file."""


def serve(settings: Settings, witness: Witness | None) -> None:
    """Be the reloader's parent or, when it started us, the child that serves."""
    from werkzeug.serving import is_running_from_reloader

    from server.app import create_app

    app, socketio = create_app(settings, witness)
    if is_running_from_reloader():
        if witness:
            witness.hello()
    elif settings.reload_file:
        settings.reload_file.touch()  # a file that appears later would not count as a change
    socketio.run(
        app,
        host=settings.host,
        port=settings.port,
        debug=False,
        use_reloader=True,
        use_debugger=False,
        load_dotenv=False,
        allow_unsafe_werkzeug=True,
        reloader_options={
            "reloader_type": "stat",
            "reloader_interval": INTERVAL,
            "extra_files": [os.fspath(settings.reload_file)] if settings.reload_file else [],
            "exclude_patterns": CODE,
        },
    )


PROFILE = Profile(
    name="werkzeug-reloader",
    title="Werkzeug's development server with its reloader, as in the incident",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("werkzeug",),
    packages=("Werkzeug",),
)
