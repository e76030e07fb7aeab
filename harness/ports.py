"""Ports: one that is free and stays out of the system's way, who has one, and whether one is free again."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
import sys
import time
from pathlib import Path

import psutil

LOWEST = 10_000
HIGHEST = 65_535
_FEWEST = 1_000
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_IANA_FIRST_EPHEMERAL = 49_152
_LOOK_SECONDS = 0.02
_ANOTHER = "another program"


def authority(host: str, port: int) -> str:
    """`HOST:PORT` as it stands in a URL: an IPv6 address in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reachable(host: str) -> str:
    """Where this machine reaches what listens at `host`: a wildcard address is none to connect to."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (looked at, not listened at)


def reached_from_outside(host: str) -> list[str]:
    """The addresses at which other machines reach what listens at `host`; none for loopback.

    Link-local ones are left out: they mean nothing without the reader's own interface.
    """
    if reachable(host) == host:
        return [] if is_loopback(host) else [host]
    family = socket.AF_INET if host == "0.0.0.0" else socket.AF_INET6  # noqa: S104  (as above)
    found = [one.address for each in psutil.net_if_addrs().values() for one in each if one.family == family]
    return [one for one in found if "%" not in one and not ipaddress.ip_address(one).is_loopback]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens at this name or address, as far as can be told."""
    try:
        found = {str(address[4][0]) for address in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return all(ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in found)


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody has at `host`, outside the range from which the system gives ports to connecting sockets.

    (A connecting socket could otherwise take it first, or even connect to itself.) OSError when none is free.
    """
    low, high = _span(*_ephemeral())
    span = high - low
    start = secrets.randbelow(span)  # two runs should seldom try the same port
    for port in (low + (start + step) % span for step in range(span)):
        if _can_listen(host, port, reuse=False):
            return port
    raise OSError(f"no free port between {low} and {high} at {host}")


def _ephemeral() -> tuple[int, int]:
    if _EPHEMERAL.exists():
        first, last = map(int, _EPHEMERAL.read_text().split())
        return first, last
    return _IANA_FIRST_EPHEMERAL, HIGHEST


def _span(first: int, last: int) -> tuple[int, int]:
    """Where to look, given the system's own range: below it, else above it, else anywhere."""
    if first - LOWEST >= _FEWEST:
        return LOWEST, first
    if HIGHEST - last >= _FEWEST:
        return last + 1, HIGHEST
    return LOWEST, HIGHEST


def _can_listen(host: str, port: int, *, reuse: bool) -> bool:
    """Whether a socket can listen there; `reuse` looks past the connections an ended server left in TIME_WAIT."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        if sys.platform == "win32":  # SO_REUSEADDR would share the port with its owner there
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif reuse:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError:
            return False
    return True


async def port_is_free(host: str, port: int, timeout: float = 2.0) -> bool:  # noqa: ASYNC109  (a bound on looking)
    """Whether a server could listen at `host`:`port`, waiting `timeout` seconds at most for it to become free."""
    deadline = time.monotonic() + timeout
    while not (free := _can_listen(host, port, reuse=True)) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_SECONDS)
    return free


def owner_of(host: str, port: int) -> str:
    """Who listens at `host`:`port`, in words for people: `python3 (pid 123)`, or "another program"."""
    wanted = {host, "0.0.0.0", "::", "::ffff:" + host}  # noqa: S104  (looked for, not listened at)
    try:
        for found in psutil.net_connections(kind="tcp"):
            address, at = found.laddr or ("", 0)
            if found.status == psutil.CONN_LISTEN and at == port and address in wanted and found.pid:
                return f"{psutil.Process(found.pid).name()} (pid {found.pid})"
    except psutil.Error:
        return _ANOTHER
    return _ANOTHER
