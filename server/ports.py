"""Ports for processes that serve beside each other on loopback."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
FIRST, LAST = 10_000, 32_000
CONNECT_SECONDS = 1.0
_REACHED_AT = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104  (looked at, not listened at)
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """So many ports nobody has on loopback, outside the range from which the system gives ports by itself.

    A connecting socket cannot take one meanwhile, and two programs that look begin at random places. OSError when
    there are not so many.
    """
    span = max(_first_ephemeral() - FIRST, count)
    start = secrets.randbelow(span)
    found: list[int] = []
    for port in (FIRST + (start + step) % span for step in range(span)):
        if len(found) == count:
            break
        if _is_free(port):
            found.append(port)
    if len(found) < count:
        raise OSError(f"no {count} free ports between {FIRST} and {FIRST + span}")
    return found


def listens(host: str, port: int) -> bool:
    """Whether somebody accepts connections there; the connection is closed again at once."""
    try:
        socket.create_connection((_REACHED_AT.get(host, host), port), CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _first_ephemeral() -> int:
    return int(_EPHEMERAL.read_text().split()[0]) if _EPHEMERAL.exists() else LAST


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
