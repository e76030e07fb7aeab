"""What a serving process does when whoever watches it says so: crash, block, take another time for the present.

Lines come in over the witness connection, which this process opened itself (server/witness.py). They are obeyed in
a thread that no monkey patching has touched, so they work in whatever way the chat is served.
"""

from __future__ import annotations

import _socket
import ctypes
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

CRASHED = 1
"""The exit status Python gives a process whose main thread ended by an exception."""
LONGEST_BLOCK = 24 * 3600.0
ROUND = 0.25
"""Seconds of other work, and of serving beside it, in turns."""
POLLIN = 1

_busy: list[float] = []
"""The share of other work, while there is some."""
_true_time, _true_time_ns = time.time, time.time_ns

Order = Mapping[str, Any]


class OrderedCrash(Exception):  # noqa: N818  (it is what it says, in the server's log)
    """The exception that ends the process: somebody asked for it."""


class UnableError(Exception):
    """It cannot be done here: why, in one line."""


def do_of(order: Order, witness_fd: int) -> Callable[[], None]:
    """What the order asks for, to be called when it is answered. UnableError when there is no such order."""
    todo = {
        "crash": crash,
        "block": lambda: block(float(order.get("seconds", LONGEST_BLOCK)), witness_fd),
        "go-on": lambda: None,
        "busy": lambda: be_busy(float(order["share"])),
        "clock": lambda: jump(float(order["by"])),
        "share-port": lambda: share_port(int(order["port"])),
        "backlog": lambda: set_backlog(int(order["port"]), int(order["size"])),
    }
    name = order.get("do")
    if not isinstance(name, str) or name not in todo:
        raise UnableError(f"there is no order {name!r}")
    return todo[name]


def crash() -> NoReturn:
    """End this process as an exception that nobody catches ends it: its traceback in the log, status 1.

    It is not raised in the main thread, which may be inside a call that never comes back; and a web server that
    waits for its threads would not end by it.
    """
    try:
        raise OrderedCrash("this server was told to crash")
    except OrderedCrash:
        sys.excepthook(*sys.exc_info())
        with suppress(OSError, ValueError):
            sys.stderr.flush()
    os._exit(CRASHED)


def block(seconds: float, witness_fd: int) -> None:
    """Keep the interpreter's lock so long, or until a line (or the end) comes in at the witness connection.

    A call made through PyDLL keeps the lock, unlike one through CDLL: no other thread runs, nor any greenlet.
    """
    if os.name != "posix":
        raise UnableError("this system has no poll(2)")
    polled = ctypes.create_string_buffer(
        witness_fd.to_bytes(4, sys.byteorder) + POLLIN.to_bytes(2, sys.byteorder) + bytes(2), 8
    )  # struct pollfd, poll.h
    ctypes.PyDLL(None).poll(polled, 1, int(min(seconds, LONGEST_BLOCK) * 1000))


def be_busy(share: float) -> None:
    """Keep the interpreter's lock for this share of each `ROUND` from now on; 0 ends it.

    The thread that does so waits for nobody: what is left of the time is all that the server has.
    """
    if os.name != "posix":
        raise UnableError("this system has no usleep(3)")
    if not 0 <= share < 1:
        raise UnableError("a share is from 0 to below 1")
    began = not _busy
    _busy[:] = [share] if share else []
    if began and share:
        threading.Thread(target=_work, name="busy", daemon=True).start()


def _work() -> None:
    sleep = ctypes.PyDLL(None).usleep
    while _busy:
        held = ROUND * _busy[0]
        sleep(int(held * 1e6))  # through PyDLL: nothing else of this process runs
        time.sleep(ROUND - held)


def jump(by: float) -> None:
    """From now on, time.time() is wrong by so many seconds; by 0, it is right again.

    python-engineio reads it as `time.time()` each time (engineio/socket.py). What was told the time by the system
    itself (datetime, a log's line) stays right.
    """
    shift = int(by * 1e9)
    time.time = (lambda: _true_time() + by) if by else _true_time
    time.time_ns = (lambda: _true_time_ns() + shift) if by else _true_time_ns


def share_port(port: int) -> None:
    """Let another process of this user listen at this port too (SO_REUSEPORT), now that this one does already."""
    option = getattr(socket, "SO_REUSEPORT", None)
    if option is None:
        raise UnableError("this system has no SO_REUSEPORT")
    with _listeners(port) as found:
        for listener in found:
            listener.setsockopt(_socket.SOL_SOCKET, option, 1)


def share_what_is_bound() -> None:
    """Have every socket that this process binds share its port: it is to be the second server there.

    Each web server makes its listening socket in its own way; all of them come by this audit event.
    """
    option = getattr(socket, "SO_REUSEPORT", None)

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.bind" and option is not None:
            args[0].setsockopt(_socket.SOL_SOCKET, option, 1)

    sys.addaudithook(heard)


def set_backlog(port: int, size: int) -> None:
    """Let `size` connections wait at this port to be accepted (listen(2) may be called again)."""
    with _listeners(port) as found:
        for listener in found:
            listener.listen(size)


@contextmanager
def _listeners(port: int) -> Iterator[list[_socket.socket]]:
    """The listening sockets of this process at this port, inherited ones included. UnableError for none."""
    opened = [one for fd in _descriptors() if (one := _as_socket(fd))]
    try:
        found = [one for one in opened if _listens_at(one, port)]
        if not found:
            raise UnableError(f"this process has no listening socket at port {port}")
        yield found
    finally:
        for one in opened:
            one.close()


def _descriptors() -> list[int]:
    """The numbers of the files this process has open; none where the system does not tell."""
    folder = Path("/dev/fd")
    return [int(entry.name) for entry in folder.iterdir()] if folder.is_dir() else []


def _as_socket(fd: int) -> _socket.socket | None:
    """A socket of its own for this descriptor; None for what is no socket, or gone by now."""
    try:
        copy = os.dup(fd)
    except OSError:
        return None
    try:
        return _socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return None


def _listens_at(one: _socket.socket, port: int) -> bool:
    with suppress(OSError):
        return bool(one.getsockopt(_socket.SOL_SOCKET, socket.SO_ACCEPTCONN)) and one.getsockname()[1] == port
    return False
