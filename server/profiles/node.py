"""The same chat on a real socket.io server under Node: its dialect of errors, its timers, its keep-alive of 5 s.

The script is server/node/main.cjs, the packages come from server/npm. A foreign origin is answered 200 without
CORS headers over polling, as Node's servers do, and the browser keeps it from the page; its WebSocket is refused,
which socket.io alone would not do. A reload starts the process anew, as nodemon does.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.profile import Profile
from server.programs import find_program, installs
from server.settings import Settings
from server.witness import Witness

if TYPE_CHECKING:
    from server.company import Company

PROGRAM = "node"
SERVER = Path(__file__).parents[1]
SCRIPT = SERVER / "node" / "main.cjs"
HOST_STAND_IN = "host.invalid"


def serve(settings: Settings, _witness: Witness | None) -> None:
    """Serve until the process is ended; the witness is Node's own."""
    from server.company import perform

    perform(lambda company: _start(company, settings))


def _start(company: Company, settings: Settings) -> Callable[[], None]:
    from server.company import Part

    command = [find_program(PROGRAM) or PROGRAM, str(SCRIPT)]
    told = json.dumps(told_to(settings)) + "\n"
    part = Part(PROGRAM, command, (settings.host, settings.port), told=told)
    company.start(part)
    if settings.reload_file:
        company.reload_on_touch(settings.reload_file)
    return lambda: company.restart(part)


def told_to(settings: Settings) -> dict[str, Any]:
    """What the script reads: the settings, and the pages as Flask renders them."""
    from server.pages import policy

    return {
        "profile": PROFILE.name,
        "host": settings.host,
        "port": settings.port,
        "origins": settings.origins,
        "hosts": sorted(settings.hosts),
        "ping_interval": settings.ping_interval,
        "ping_timeout": settings.ping_timeout,
        "pages": _pages(settings),
        "policy": policy(HOST_STAND_IN),
        "host_stand_in": HOST_STAND_IN,
    }


def _pages(settings: Settings) -> dict[str, dict[str, str]]:
    from flask import Flask

    from server.pages import CLIENT_FILE
    from server.pages import pages as blueprint

    app = Flask("server")
    app.config["SOCKETIO_CLIENT"] = CLIENT_FILE
    app.register_blueprint(blueprint)
    browser = app.test_client()
    pages = {path: browser.get(path, base_url=settings.origins[0]).text for path in ("/", "/notifications")}
    files = {f"/static/{file.name}": file for file in (SERVER / "static").iterdir()}
    files |= {"/client/socket.io.min.js": CLIENT_FILE} if CLIENT_FILE.is_file() else {}
    return {path: {"type": "text/html; charset=utf-8", "text": text} for path, text in pages.items()} | {
        path: {"type": mimetypes.guess_type(file)[0] or "text/plain", "file": str(file)}
        for path, file in files.items()
    }


PROFILE = Profile(
    name="node",
    title="a socket.io server under Node, with its own words for errors",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    programs=(PROGRAM,),
    npm=("socket.io",),
    brings=f"{installs('nodejs npm')} && npm ci --ignore-scripts --prefix server/npm",
)
