"""Hooks the witness into one application: session ids, connects, disconnects, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, request
from flask_socketio import SocketIO

from server.answers import CLIENT_PARAMETER, Answers
from server.witness import Witness


def testify(app: Flask, socketio: SocketIO, witness: Witness) -> None:
    """Have `witness` tell of everything this application does with sessions; the outermost layer must come last.

    The epoch goes into each sid, through python-engineio's public `generate_id`: a header could not reach the
    101 of a WebSocket. python-socketio takes its socket ids from there too, so what is told is not each id made
    but each Engine.IO connect, which python-engineio announces before it answers.
    """
    eio = socketio.server.eio
    generate = eio.generate_id
    eio.generate_id = lambda: f"{witness.epoch}-{generate()}"
    eio.on("connect", _telling_sids(eio.handlers["connect"], witness))
    app.wsgi_app = Answers(app.wsgi_app, witness, eio.max_http_buffer_size)  # type: ignore[method-assign]


def _telling_sids(connect: Callable[..., Any], witness: Witness) -> Callable[..., Any]:
    def telling(sid: str, environ: dict[str, Any]) -> object:
        names = parse_qs(environ.get("QUERY_STRING", "")).get(CLIENT_PARAMETER, [None])
        witness.say("server.sid-issued", sid=sid, epoch=witness.epoch, client=names[0])
        return connect(sid, environ)

    return telling


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
