"""A TCP server in a thread that treats each connection as its script says: no answer, a reset, a bad answer."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import struct
import threading
import time
from types import TracebackType
from typing import Final, Literal, NamedTuple

from harness.ports import free_port

ECONNRESET_LINGER = struct.pack("ii", 1, 0)
ACCEPT_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


def answer(status: str, body: str, *headers: str) -> bytes:
    """A whole HTTP answer after which the connection ends."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


OPEN = '0{"sid":"S1","upgrades":[],"pingInterval":200,"pingTimeout":200}'
NAMESPACE = '40{"sid":"K1"}'
HANDSHAKE = answer("200 OK", OPEN, "Content-Type: text/plain")
FIN = b""
RST = None
HOLD: Final = "hold"
Ending = bytes | Literal["hold"] | None


class Polled(NamedTuple):
    """What a request without a session id is answered, and what every other."""

    handshake: bytes
    later: bytes


Thing = Ending | Polled | tuple[str, bytes, Ending]
SETTLE_SECONDS = 0.1
"""A WebSocket lives so long before its end comes: python-socketio loses track of one that ends as it connects."""


class RudeServer:
    """Takes one connection after another and does with each the next thing of `script`, the last one for ever.

    A thing is bytes to answer with before a FIN, FIN alone, or RST; `ws:` and bytes completes a WebSocket
    handshake first, `Polled` tells handshakes from what comes later, and `hold` keeps the connection and goes on
    no further.
    """

    def __init__(self, *script: Thing, host: str = "127.0.0.1") -> None:
        self.requests: list[bytes] = []
        self.port = free_port(host)
        self._script = list(script)
        self._held: list[socket.socket] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, self.port), family=family)
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> RudeServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for held in self._held:
            held.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._treat(connection, self._script.pop(0) if len(self._script) > 1 else self._script[0])

    def _treat(self, connection: socket.socket, thing: Thing) -> None:
        request = connection.recv(65536)
        self.requests.append(request)
        if isinstance(thing, Polled):
            thing = thing.later if b"sid=" in request else thing.handshake
        if isinstance(thing, tuple):
            _, frames, after = thing
            connection.sendall(_upgrade(request) + frames)
            time.sleep(SETTLE_SECONDS)
            thing = after
        if thing == HOLD:
            self._held.append(connection)
            return
        if thing is RST:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ECONNRESET_LINGER)
        else:
            _finish(connection, thing)
        connection.close()


def _finish(connection: socket.socket, last: bytes) -> None:
    """Say the last bytes and FIN; what still comes is read, since closing over unread bytes would be an RST."""
    with contextlib.suppress(OSError):
        connection.settimeout(1)
        connection.sendall(last)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


def _upgrade(request: bytes) -> bytes:
    lines = dict(line.split(b": ", 1) for line in request.split(b"\r\n")[1:] if b": " in line)
    key = next(value for name, value in lines.items() if name.lower() == b"sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1(key + ACCEPT_GUID).digest()).decode()
    head = ("HTTP/1.1 101 ok", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept}")
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def text_frame(text: str) -> bytes:
    """A WebSocket text frame of a server (RFC 6455, 5.2), short."""
    data = text.encode()
    return bytes([0x81, len(data)]) + data


CLOSE_1001 = b"\x88\x02\x03\xe9"
