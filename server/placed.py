"""One server of several behind a balancer: its session ids begin with its name, and it sees who asked there."""

from __future__ import annotations

from collections.abc import Iterable

from flask_socketio import SocketIO

from server.answers import WSGI, Environ, Start


class ClientPort:
    """WSGI middleware: REMOTE_PORT is the port from which the balancer was asked, not the balancer's own.

    The balancer sets the header `X-Client-Port` in place of any that a request brings.
    """

    def __init__(self, app: WSGI) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Serve one request."""
        port = environ.pop("HTTP_X_CLIENT_PORT", "")
        if port.isascii() and port.isdigit():
            environ["REMOTE_PORT"] = port
        return self._app(environ, start_response)


def sign_sids(socketio: SocketIO, place: str) -> None:
    """Begin each session id with the server's name, as the witness's epoch otherwise does."""
    eio = socketio.server.eio
    generate = eio.generate_id
    eio.generate_id = lambda: f"{place}-{generate()}"
