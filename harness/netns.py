"""Network namespaces of our own: a made-up network that only processes told of it can see (Linux, as root).

A namespace lives as long as a descriptor of it is open or a process is in it; nothing of it outlives the run.
A socket belongs for good to the namespace in which its thread made it (network_namespaces(7)).
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

if sys.platform == "linux":
    import fcntl

_NEW_NETWORK = 0x40000000
"""CLONE_NEWNET of <sched.h>, for unshare(2) and setns(2)."""

_SET_FLAGS, _UP = 0x8914, 0x1
"""SIOCSIFFLAGS of <linux/sockios.h>, whose argument is a `struct ifreq` (netdevice(7)), and IFF_UP."""

_OWN = "/proc/thread-self/ns/net"


def make() -> int:
    """A descriptor of a new, empty namespace. OSError where that can't be had: not root, or not Linux."""
    found: list[int | OSError] = []
    maker = Thread(target=lambda: found.append(_made()))
    maker.start()  # a thread of its own: this one must stay where it is
    maker.join()
    (result,) = found
    if isinstance(result, OSError):
        raise result
    return result


def enter(path: str) -> None:
    """Move this thread, and those it starts from now on, into the namespace at `path`. OSError if it can't be."""
    there = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _set(there)
    finally:
        os.close(there)


def open_loopback() -> None:
    """Bring up the loopback interface of this thread's namespace: a new one's is down. OSError if it can't be."""
    if sys.platform != "linux":
        raise OSError("networks of one's own need Linux")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        fcntl.ioctl(asking, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))


@contextmanager
def inside(namespace: int) -> Iterator[None]:
    """What this thread makes meanwhile belongs to the namespace. OSError if it can't go there."""
    here = os.open(_OWN, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _set(namespace)
        try:
            yield
        finally:
            _set(here)
    finally:
        os.close(here)


def _made() -> int | OSError:
    try:
        _check(_library().unshare(_NEW_NETWORK))
        return os.open(_OWN, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        return error


def _set(namespace: int) -> None:
    _check(_library().setns(namespace, _NEW_NETWORK))


def _library() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError("networks of one's own need Linux")
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def lacking() -> str:
    """What is missing here for networks of our own with a cable of packets; empty when nothing is."""
    try:
        os.close(make())
        os.close(os.open("/dev/net/tun", os.O_RDWR))
    except OSError as error:
        return f"Linux, as root, with /dev/net/tun ({error.strerror or error})"
    return ""
