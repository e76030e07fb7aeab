"""gunicorn, gevent workers, two of them and nothing sticky: each worker knows its own sessions only.

The master keeps the listening socket and serves nothing; each worker is a witness of its own, with an epoch of its
own. A reload is SIGHUP to the master, which a touch of the reload file sets off: new workers come, and the old
ones end after `GRACE` seconds at the latest (a long poll would hold them for gunicorn's default of 30).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.liveness import watch
from server.profile import Profile
from server.settings import Settings
from server.witness import Witness

if TYPE_CHECKING:
    from flask import Flask

WORKERS = 2
GRACE = 1
INTERVAL = 0.2


def serve(settings: Settings, witness: Witness | None) -> None:
    """Be gunicorn's master until it is ended."""
    if settings.reload_file:
        settings.reload_file.touch()
        threading.Thread(target=_reload_on_touch, args=(settings.reload_file,), daemon=True).start()
    _run(settings, witness)


def _run(settings: Settings, witness: Witness | None) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """gunicorn, told by us and by no file or environment variable."""

        def load_config(self) -> None:
            for key, value in _configuration(settings, witness).items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            from server.app import create_app

            return create_app(settings, witness, async_mode="gevent")[0]

    Application().run()


def _configuration(settings: Settings, witness: Witness | None) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host

    def post_fork(_arbiter: object, _worker: object) -> None:
        if witness:  # gevent has patched nothing yet: the liveness needs a real thread
            watch()
            witness.hello()

    return {
        "bind": f"{host}:{settings.port}",
        "workers": WORKERS,
        "worker_class": "gevent",
        "graceful_timeout": GRACE,
        "accesslog": "-",
        "control_socket_disable": True,
        "post_fork": post_fork,
    }


def _reload_on_touch(file: Path) -> None:
    """Tell this process SIGHUP each time the file's time changes."""
    seen = file.stat().st_mtime_ns
    while True:
        time.sleep(INTERVAL)
        now = file.stat().st_mtime_ns if file.exists() else seen
        if now != seen:
            seen = now
            os.kill(os.getpid(), signal.SIGHUP)


PROFILE = Profile(
    name="gunicorn-gevent-2",
    title="gunicorn with two gevent workers and no stickiness",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("gunicorn", "gevent", "packaging"),
    hides=("geventwebsocket",),
    packages=("gunicorn", "gevent", "gevent-websocket"),
    posix_only=True,
)
