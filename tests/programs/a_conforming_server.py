"""What the protocols' own test suites ask of a server: `a_conforming_server.py PROTOCOL PORT INTERVAL TIMEOUT`.

python-engineio or python-socketio as the embedded chat server has them: threads, under Werkzeug. PROTOCOL is
`engine.io` or `socket.io`; pings in seconds. The handlers are those that the suites' readmes describe.
"""

import logging
import sys

import engineio
import socketio
from werkzeug.serving import run_simple


def engine(interval: float, timeout: float) -> engineio.WSGIApp:
    """Every message comes back."""
    server = engineio.Server(async_mode="threading", ping_interval=interval, ping_timeout=timeout)

    @server.on("message")
    def message(sid: str, data: object) -> None:
        server.send(sid, data)

    return engineio.WSGIApp(server)


def sockets(interval: float, timeout: float) -> socketio.WSGIApp:
    """Events come back, with or without an acknowledgement; who connects hears what they said of themselves."""
    server = socketio.Server(
        async_mode="threading",
        ping_interval=interval,
        ping_timeout=timeout,
        namespaces=["/", "/custom"],
        always_connect=True,  # what a connect handler says comes after the CONNECT
    )

    @server.on("connect")
    def connect(sid: str, _environ: object, auth: object = None) -> None:
        server.emit("auth", auth or {}, to=sid)

    @server.on("connect", namespace="/custom")
    def connect_custom(sid: str, _environ: object, auth: object = None) -> None:
        server.emit("auth", auth or {}, to=sid, namespace="/custom")

    @server.on("message")
    def message(sid: str, *data: object) -> None:
        server.emit("message-back", data, to=sid)

    @server.on("message-with-ack")
    def message_with_ack(_sid: str, *data: object) -> object:
        return data

    return socketio.WSGIApp(server)


if __name__ == "__main__":
    protocol, port, interval, timeout = sys.argv[1:]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make = {"engine.io": engine, "socket.io": sockets}[protocol]
    run_simple("127.0.0.1", int(port), make(float(interval), float(timeout)), threaded=True)
