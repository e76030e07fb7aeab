"""Addresses: what a name stands for, and a socket bound to one."""

from __future__ import annotations

import socket
import sys

from harness.ports import free_port

Address = tuple[int, str, int]
"""Family, numeric host, port."""

_TRIES = 20


def resolve(host: str, port: int) -> list[Address]:
    """The addresses a name stands for, IPv4 first. OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [(int(family), str(sockaddr[0]), port) for family, _, _, _, sockaddr in found]
    return sorted(dict.fromkeys(addresses), key=lambda address: address[0] != socket.AF_INET)


def bound_socket(address: Address) -> socket.socket:
    """A non-blocking socket bound there, not yet listening; port 0 takes a free one. OSError if it can't be."""
    family, host, port = address
    if port:
        return _bind(family, host, port)
    for _ in range(_TRIES):  # another program may take the port between the look and the bind
        try:
            return _bind(family, host, free_port(host))
        except OSError as error:
            failure = error
    raise failure


def _bind(family: int, host: str, port: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # SO_REUSEADDR would share the port with a stranger there
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # past the connections an ended wire left in TIME_WAIT; never SO_REUSEPORT
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:  # `::` means IPv6, on every system alike
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.setblocking(False)
        sock.bind((host, port))
    except BaseException:
        sock.close()
        raise
    return sock
