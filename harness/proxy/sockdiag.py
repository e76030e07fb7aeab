"""Asks the Linux kernel whether something listens at a local address, without connecting to it.

One netlink message each way (linux/inet_diag.h, the exact lookup), 5 µs measured; no privilege is needed. A
connection tried instead would reach the server, and could, on an ephemeral port, connect to itself.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
from typing import Self

_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_NLM_F_REQUEST = 1
_NLMSG_ERROR = 2
_TCP_LISTEN = 10
_ONE_SECOND = struct.pack("@ll", 1, 0)
"""struct timeval."""
_NO_COOKIE = 0xFFFFFFFF
_HEADER = struct.Struct("=IHHII")
_QUEUES = struct.Struct("=II")
_QUEUES_AT = _HEADER.size + 4 + 48 + 4
"""struct inet_diag_msg: family to retrans, the id, expires; then idiag_rqueue and idiag_wqueue."""
_REQUEST = struct.Struct("=BBBBI")
_PORTS = struct.Struct("!HH")
_TAIL = struct.Struct("=III")


def lookup_of(host: str, port: int) -> ListenLookup | None:
    """A look at this address; None where the system has no such thing, or `host` is a name."""
    try:
        return ListenLookup(socket.AF_INET6 if ":" in host else socket.AF_INET, host, port)
    except (OSError, AttributeError):
        return None


class ListenLookup:
    """Looks up one local address again and again. OSError where the kernel has no such thing."""

    def __init__(self, family: int, host: str, port: int) -> None:
        address = socket.inet_pton(family, host).ljust(16, b"\0")
        # getattr: the type checker runs for systems that have no netlink, too
        self._socket = socket.socket(getattr(socket, "AF_NETLINK"), socket.SOCK_DGRAM, _NETLINK_SOCK_DIAG)  # noqa: B009
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # Python's own timeout costs a poll each way
            self._socket.setsockopt(socket.SOL_SOCKET, option, _ONE_SECOND)
        body = _REQUEST.pack(family, socket.IPPROTO_TCP, 0, 0, 1 << _TCP_LISTEN)
        body += _PORTS.pack(port, 0) + address + bytes(16) + _TAIL.pack(0, _NO_COOKIE, _NO_COOKIE)
        self._message = _HEADER.pack(_HEADER.size + len(body), _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 1, 0) + body

    def __call__(self) -> bool:
        """Whether a socket listens there now (a wildcard listener counts)."""
        return self._ask() is not None

    def backlog(self) -> tuple[int, int] | None:
        """How many connections wait there to be accepted, and how many may; None when nothing listens.

        Of a listening socket, rqueue is sk_ack_backlog and wqueue sk_max_ack_backlog (net/ipv4/tcp_diag.c); one
        more than the latter fits.
        """
        answer = self._ask()
        return None if answer is None else _QUEUES.unpack_from(answer, _QUEUES_AT)

    def _ask(self) -> bytes | None:
        self._socket.send(self._message)
        answer = self._socket.recv(4096)
        if _HEADER.unpack_from(answer)[1] != _NLMSG_ERROR:
            return answer if answer[_HEADER.size + 1] == _TCP_LISTEN else None
        (code,) = struct.unpack_from("=i", answer, _HEADER.size)
        if -code == errno.ENOENT:
            return None
        raise OSError(-code, os.strerror(-code))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the netlink socket back."""
        self._socket.close()
