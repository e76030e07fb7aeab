"""The server's own witness: JSON lines about this process's life to whoever watches, over loopback TCP.

`SIDLAB_WITNESS=HOST:PORT` in the environment switches it on, `SIDLAB_WITNESS_TOKEN` is said in the first line.
A line is written whole, before the answer it tells of starts, so a killed server has said what it answered.
The socket is the interpreter's own `_socket.socket`: gevent's monkey patching makes `socket.socket` cooperative,
and a greenlet that waits in the middle of a line would let another one's answer go out first.
"""

from __future__ import annotations

import _socket
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping


class Witness:
    """One process's connection to the core. `epoch` names this life of the process.

    A forked process (a gunicorn worker) starts afresh: an epoch and a connection of its own, opened when it first
    has something to say. When the core is gone nothing is said any more: the end of standard input ends us.
    """

    def __init__(
        self,
        host: str,
        port: int,
        token: str = "",
        profile: str = "",
        versions: Mapping[str, str] | None = None,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._address = (host, port)
        self._token = token
        self._profile = profile
        self._versions = dict(versions or {})
        self._clock = clock
        self._socket: _socket.socket | None = None
        self._begin()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Forget what a forked process has inherited: the lock's state, the epoch, the parent's connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._gone = False
        self._lock = threading.Lock()
        self.epoch = secrets.token_hex(4)

    def hello(self) -> None:
        """Say hello now rather than with the first line: this process is about to serve."""
        with self._lock:
            self._connected()

    def say(self, kind: str, **fields: object) -> None:
        """Write one line, `type` and `t` (monotonic ns) first; a field that is None is left out."""
        line = self._line(kind, fields)
        with self._lock:
            if self._connected():
                self._send(line)

    def close(self) -> None:
        """End the connection; nothing is said afterwards."""
        with self._lock:
            self._gone = True
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def _line(self, kind: str, fields: Mapping[str, object]) -> bytes:
        known = {key: value for key, value in fields.items() if value is not None}
        return json.dumps({"type": kind, "t": self._clock(), **known}).encode() + b"\n"

    def _connected(self) -> bool:
        if self._socket is None and not self._gone:
            family = _socket.AF_INET6 if ":" in self._address[0] else _socket.AF_INET
            self._socket = _socket.socket(family, _socket.SOCK_STREAM)
            try:
                self._socket.connect(self._address)
                self._socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
            except OSError:
                self._lose()
            else:
                self._send(self._hello_line())
        return self._socket is not None

    def _hello_line(self) -> bytes:
        pid = os.getpid()
        fields = {"role": "server", "name": f"server-{pid}", "pid": pid, "token": self._token}
        fields |= {"epoch": self.epoch, "profile": self._profile, "versions": self._versions}
        return self._line("child.hello", fields)

    def _send(self, line: bytes) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendall(line)
        except OSError:
            self._lose()

    def _lose(self) -> None:
        """The core is gone. Not an error of ours: whoever started us ends us by closing standard input."""
        self._gone = True
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def witness_from(environ: Mapping[str, str], profile: str, versions: Mapping[str, str]) -> Witness | None:
    """The witness the environment asks for, or None. ValueError when its address is none."""
    address = environ.get("SIDLAB_WITNESS", "")
    if not address:
        return None
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"SIDLAB_WITNESS={address!r} is not HOST:PORT")
    return Witness(host.strip("[]"), int(port), environ.get("SIDLAB_WITNESS_TOKEN", ""), profile, versions)
