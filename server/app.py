"""The application: a Flask-SocketIO chat a small office could use, and what its witness hears of it."""

from __future__ import annotations

from flask import Flask, request
from flask_socketio import SocketIO

from server.chat import Chat
from server.events import ChatEvents
from server.hosts import HostGuard
from server.log import engineio_log
from server.pages import CLIENT_FILE, pages
from server.placed import ClientPort, sign_sids
from server.settings import Settings
from server.testify import Attendance, testify
from server.witness import Witness


def create_app(
    settings: Settings, witness: Witness | None = None, async_mode: str = "threading"
) -> tuple[Flask, SocketIO]:
    """The application and its Socket.IO server; `async_mode` is the profile's (`threading`, `gevent`).

    Each request passes the witness, then the Host guard, then Socket.IO or Flask. Handlers run in the thread of
    their request, so that what one person says stays in order.
    """
    app = Flask(__name__)
    app.debug = False  # whatever FLASK_DEBUG says: a debugger on a LAN is a way in
    app.config["SOCKETIO_CLIENT"] = CLIENT_FILE
    app.register_blueprint(pages)
    socketio = SocketIO(
        app,
        async_mode=async_mode,
        async_handlers=False,
        manage_session=False,
        cors_allowed_origins=list(settings.origins),
        ping_interval=settings.ping_interval,
        ping_timeout=settings.ping_timeout,
        engineio_logger=engineio_log(),
        message_queue=settings.queue,
    )
    _answer_events(socketio, witness)
    app.wsgi_app = HostGuard(app.wsgi_app, settings.hosts)  # type: ignore[method-assign]
    if witness is not None:
        testify(app, socketio, witness)
    elif settings.place:
        sign_sids(socketio, settings.place)
    if settings.place:
        app.wsgi_app = ClientPort(app.wsgi_app)  # type: ignore[method-assign]
    return app, socketio


def _answer_events(socketio: SocketIO, witness: Witness | None) -> None:
    events = ChatEvents(socketio, Chat())
    attendance = Attendance(socketio, witness) if witness else None

    @socketio.on("connect")  # type: ignore[untyped-decorator]
    def connect(_auth: object = None) -> None:
        if attendance:
            attendance.connected(request.sid)  # type: ignore[attr-defined]  # set by Flask-SocketIO

    @socketio.on("disconnect")  # type: ignore[untyped-decorator]
    def disconnect(reason: str) -> None:
        if attendance:
            attendance.disconnected(request.sid, reason)  # type: ignore[attr-defined]
        events.gone(request.sid)  # type: ignore[attr-defined]
