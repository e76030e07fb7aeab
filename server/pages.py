"""The pages, their headers, and the real socket.io-client they use, served from where npm put it."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request, send_file

from server.hosts import beacon_of, host_name

CLIENT_FILE = Path(__file__).parent / "npm/node_modules/socket.io-client/dist/socket.io.min.js"
INSTALL = "npm ci --ignore-scripts --prefix server/npm"

BEACON = "sidlab-beacon"
"""The cookie in which a page of the LAN says where its beacon is."""

mimetypes.add_type("text/javascript", ".js")  # a Windows registry may say text/plain, which nosniff refuses

pages = Blueprint("pages", __name__)


@pages.get("/")
def chat() -> str:
    """The chat."""
    return _page("chat")


@pages.get("/notifications")
def notifications() -> str:
    """The live feed of notices."""
    return _page("notifications")


@pages.get("/client/socket.io.min.js")
def client() -> Response:
    """The socket.io-client of the incident, 4.5.4; 404 until it is installed."""
    file: Path = current_app.config["SOCKETIO_CLIENT"]
    if not file.is_file():
        abort(404)
    return send_file(file, mimetype="text/javascript", conditional=True)


@pages.after_app_request
def harden(response: Response) -> Response:
    """Nothing from elsewhere, nothing inline, no frames: text from people stays text."""
    response.headers["Content-Security-Policy"] = policy(request.host, request.cookies.get(BEACON, ""))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def policy(host: str, place: str = "") -> str:
    """The Content-Security-Policy of a page at `host`; not every browser takes 'self' to mean WebSockets too.

    `place`: the cookie of a page of the LAN, which only a page of this very host can have set: where it is seen,
    and where its beacon listens (server/static/device.js).
    """
    sockets = f" ws://{host} wss://{host}" if host_name(host) else ""
    sockets += beacon_of(place)
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            f"connect-src 'self'{sockets}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _page(page: str) -> str:
    installed = current_app.config["SOCKETIO_CLIENT"].is_file()
    return render_template(f"{page}.html", page=page, installed=installed, install=INSTALL)
