"""Hooks the witness into one application: session ids, connects, disconnects, and every refusal."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request
from flask_socketio import SocketIO

from server.answers import CLIENT_PARAMETER, Answers, asking_client
from server.witness import Witness


def testify(app: Flask, socketio: SocketIO, witness: Witness) -> None:
    """Have `witness` tell of everything this application does with sessions; the outermost layer must come last.

    The epoch goes into each sid, through python-engineio's public `generate_id`: a header could not reach the
    101 of a WebSocket.
    """
    eio = socketio.server.eio
    eio.generate_id = _telling_sids(eio.generate_id, witness)
    app.wsgi_app = Answers(app.wsgi_app, witness, eio.max_http_buffer_size)  # type: ignore[method-assign]


def _telling_sids(generate: Callable[[], str], witness: Witness) -> Callable[[], str]:
    def generate_id() -> str:
        sid = f"{witness.epoch}-{generate()}"
        witness.say("server.sid-issued", sid=sid, epoch=witness.epoch, client=asking_client())
        return sid

    return generate_id


class Attendance:
    """Tells of Socket.IO connects and disconnects, from within their handlers."""

    def __init__(self, socketio: SocketIO, witness: Witness) -> None:
        self._server = socketio.server
        self._witness = witness

    def connected(self, socket_id: str) -> None:
        """A connect handler runs."""
        transport = self._server.transport(socket_id)
        self._witness.say("server.connected", transport=transport, **self._whom(socket_id))

    def disconnected(self, socket_id: str, reason: str) -> None:
        """A disconnect handler runs; `reason` is the library's own word."""
        self._witness.say("server.disconnected", reason=f"server:{reason}", **self._whom(socket_id))

    def _whom(self, socket_id: str) -> dict[str, str | None]:
        return {
            "sid": self._server.manager.eio_sid_from_sid(socket_id, "/") or "",
            "socket_id": socket_id,
            "epoch": self._witness.epoch,
            "client": request.args.get(CLIENT_PARAMETER),
        }
