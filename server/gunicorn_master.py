"""What all gunicorn profiles share: the master, its workers' witness, and a reload by a touched file.

The master keeps the listening socket and serves nothing; each worker is a witness of its own, with an epoch of
its own. A reload is SIGHUP to the master, which a touch of the reload file sets off: new workers come, and the
old ones are asked to end. All that a profile does not name is gunicorn's default, but for `GRACE`: workers that
are asked to end have that long for what they serve (by default 30 s, and a long poll or a WebSocket would take
all of them, with the port held by gthread's workers until then).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.liveness import watch
from server.profile import Profile
from server.settings import Settings, url_of
from server.witness import Witness

if TYPE_CHECKING:
    from flask import Flask

GRACE = 1
"""Seconds a worker has to end what it serves."""
INTERVAL = 0.2
"""Seconds between two looks at the reload file."""
UNDER_GEVENT = ("gevent", "geventwebsocket")


@dataclass(frozen=True, kw_only=True)
class Workers:
    """gunicorn's own settings, by its own names and with its own defaults.

    `threads` are those of one worker. `timeout`: seconds without a sign of life after which the master kills a
    worker. `max_requests`: requests after which a worker makes room for a new one; 0 for never.
    """

    worker_class: str
    workers: int = 1
    threads: int = 1
    timeout: int = 30
    max_requests: int = 0

    @property
    def under_gevent(self) -> bool:
        """Whether these are gevent's, which patch the standard library."""
        return self.worker_class.startswith(UNDER_GEVENT)


def gunicorn_profile(*, name: str, title: str, workers: Workers, gevent_websocket: bool = False) -> Profile:
    """A profile served by such workers; `gevent_websocket` says whether they are to see that package."""
    modules: tuple[str, ...] = ("gunicorn",)
    packages: tuple[str, ...] = ("gunicorn",)
    if workers.under_gevent:
        modules += ("gevent", "packaging", *(("geventwebsocket",) if gevent_websocket else ()))
        packages += ("gevent", "gevent-websocket")
    return Profile(
        name=name,
        title=title,
        restarts=("graceful", "kill", "reload"),
        serve=served_by(workers),
        modules=modules,
        hides=("geventwebsocket",) if workers.under_gevent and not gevent_websocket else (),
        packages=packages,
        posix_only=True,
    )


def served_by(workers: Workers) -> Callable[[Settings, Witness | None], None]:
    """What serves a profile: be gunicorn's master until it is ended."""

    def serve(settings: Settings, witness: Witness | None) -> None:
        if settings.reload_file:
            settings.reload_file.touch()
            threading.Thread(target=reload_on_touch, args=(settings.reload_file,), daemon=True).start()
        _run(workers, settings, witness)

    return serve


def configuration(workers: Workers, settings: Settings, witness: Witness | None) -> dict[str, Any]:
    """All that gunicorn is told."""

    def post_fork(_arbiter: object, _worker: object) -> None:
        if witness:  # gevent has patched nothing yet: the liveness needs a real thread
            watch()
            witness.hello()

    def when_ready(arbiter: Any) -> None:  # noqa: ANN401  # gunicorn has no types
        """The log of gunicorn names the class of its workers and not how many threads they have."""
        arbiter.log.info("%d x %s with %d threads each", workers.workers, workers.worker_class, workers.threads)

    return {
        **asdict(workers),
        "bind": url_of(settings.host, settings.port).removeprefix("http://"),
        "graceful_timeout": GRACE,
        "accesslog": "-",
        "control_socket_disable": True,
        "post_fork": post_fork,
        "when_ready": when_ready,
    }


def _run(workers: Workers, settings: Settings, witness: Witness | None) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """gunicorn, told by us and by no file or environment variable."""

        def load_config(self) -> None:
            for key, value in configuration(workers, settings, witness).items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            from server.app import create_app

            return create_app(settings, witness, async_mode="gevent" if workers.under_gevent else "threading")[0]

    Application().run()


def reload_on_touch(file: Path) -> None:
    """Tell this process SIGHUP each time the file's time changes."""
    seen = file.stat().st_mtime_ns
    while True:
        time.sleep(INTERVAL)
        now = file.stat().st_mtime_ns if file.exists() else seen
        if now != seen:
            seen = now
            os.kill(os.getpid(), signal.SIGHUP)
