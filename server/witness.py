"""The server's own witness: JSON lines about this process's life to whoever watches, over loopback TCP.

`SIDLAB_WITNESS=HOST:PORT` in the environment switches it on, `SIDLAB_WITNESS_TOKEN` is said in the first line.
A line is written whole, before the answer it tells of starts, so a killed server has said what it answered.
The socket is the interpreter's own `_socket.socket`: gevent's monkey patching makes `socket.socket` cooperative,
and a greenlet that waits in the middle of a line would let another one's answer go out first.

What comes back over the connection are orders, one JSON object a line; only who this process itself has called can
give any. Each is answered by `{"type":"server.obeyed","t":…,"epoch":…,"do":…}`, with a `why` when it could not be
done; `block` is answered before it begins, `crash` not at all. Besides, `{"type":"server.beat","t":…,"epoch":…,
"wall":…}` is said once a second, `wall` being what this process takes for the time, in ns since 1970. The orders:

| line | what it does |
|---|---|
| `{"do":"crash"}` | an exception ends the process: traceback in the log, exit status 1 |
| `{"do":"block","seconds":S}` | no thread of the process runs for so long, or until the next line comes |
| `{"do":"go-on"}` | nothing, but it ends a block |
| `{"do":"busy","share":X}` | no thread of it runs for this share (0 to below 1) of each quarter second |
| `{"do":"clock","by":S}` | its own clock is wrong by so many seconds from now on; 0 puts it right |
| `{"do":"share-port","port":P}` | another process may listen at the port, too |
| `{"do":"backlog","port":P,"size":N}` | so many connections may wait at the port to be accepted |
"""

from __future__ import annotations

import _socket
import json
import os
import secrets
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from server.orders import UnableError, do_of

BEAT_SECONDS = 1
MOST_BYTES = 64 * 1024
"""The longest order: whoever sends more is not who we think."""

BESIDE = "SIDLAB_BESIDE"
"""The environment variable that holds the versions of what serves beside a process: a JSON object."""

SERVED_AS = "SIDLAB_SERVED_AS"
"""The environment variable with the name of the profile that a process is a part of."""


class Witness:
    """One process's connection to the core. `epoch` names this life of the process, its `place` first.

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
        place: str = "",
    ) -> None:
        self._address = (host, port)
        self._token = token
        self._profile = profile
        self._versions = dict(versions or {})
        self._clock = clock
        self._place = f"{place}-" if place else ""
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
        self.epoch = self._place + secrets.token_hex(4)

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
            self._lose()

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
                self._heed(self._socket)
        return self._socket is not None

    def _heed(self, connection: _socket.socket | None) -> None:
        """Start to heed orders; not where gevent has patched threads: one that waits would stop them all."""
        monkey = sys.modules.get("gevent.monkey")
        if connection is not None and not (monkey and monkey.is_module_patched("threading")):
            connection.setsockopt(_socket.SOL_SOCKET, _socket.SO_RCVTIMEO, _beat())
            threading.Thread(target=self._obey_all, args=(connection,), name="orders", daemon=True).start()

    def _obey_all(self, connection: _socket.socket) -> None:
        """Obey line by line until the connection ends, and beat while nothing comes."""
        held = b""
        while len(held) < MOST_BYTES:
            try:
                data = connection.recv(4096)
            except (BlockingIOError, TimeoutError):  # nothing came for so long: as POSIX and Windows say it
                self.say("server.beat", epoch=self.epoch, wall=time.time_ns())
                continue
            except OSError:
                return
            *lines, held = (held + data).split(b"\n")
            for line in lines:
                self._obey(line, connection)
            if not data:
                return

    def _obey(self, line: bytes, connection: _socket.socket) -> None:
        do, why = "", ""
        try:
            order = json.loads(line)
            do = str(order["do"])
            doing = do_of(order, connection.fileno())
            if do == "block":
                self.say("server.obeyed", epoch=self.epoch, do=do)
            doing()
        except (UnableError, ValueError, LookupError, TypeError, OSError) as error:
            why = str(error) or type(error).__name__
        if why or do != "block":
            self.say("server.obeyed", epoch=self.epoch, do=do, why=why or None)

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
            with suppress(OSError):  # it may have ended by itself
                self._socket.shutdown(_socket.SHUT_RDWR)  # whoever waits at it for orders wakes
            self._socket.close()
            self._socket = None


def _beat() -> bytes | int:
    """SO_RCVTIMEO's own form: a struct timeval, or milliseconds on Windows."""
    return struct.pack("@ll", BEAT_SECONDS, 0) if os.name == "posix" else BEAT_SECONDS * 1000


def witness_from(
    environ: Mapping[str, str], profile: str, versions: Mapping[str, str], place: str = ""
) -> Witness | None:
    """The witness the environment asks for, or None. ValueError when its address is none.

    What a process is a part of, and what serves beside it, a balancer for one, stands there too.
    """
    address = environ.get("SIDLAB_WITNESS", "")
    if not address:
        return None
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"SIDLAB_WITNESS={address!r} is not HOST:PORT")
    token = environ.get("SIDLAB_WITNESS_TOKEN", "")
    beside = json.loads(environ.get(BESIDE, "{}"))
    known_as = environ.get(SERVED_AS, profile)
    return Witness(host.strip("[]"), int(port), token, known_as, {**versions, **beside}, place=place)
