"""The Host allow-list, outermost of all: a page of the outside that rebinds its name to our address gets nothing.

Flask-SocketIO's own origin check compares with the request's Host by default, so rebinding passes it. The port is
left out of the comparison: the wire relays from ports of its own, and rebinding changes names, not ports.
A refusal is 421 (RFC 9110 §15.5.20) and not 400, which on the Socket.IO path would read as Engine.IO's own.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Any

from server.answers import WSGI, Environ, Start

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{1,5})?")
_BEACON = re.compile(r"(?P<host>[0-9.]+):(?P<port>[0-9]{1,5})~(?P<beacon>[0-9]{1,5})")
_REFUSAL = b"This server is not addressed by that name.\n"


def host_name(header: str) -> str | None:
    """The name in a Host header, lower case and without its port; None when it is not a proper one."""
    match = _HOST.fullmatch(header.lower())
    return (match["six"] or match["name"]) if match else None


def beacon_of(place: str) -> str:
    """What a page of the LAN may talk to besides its own origin, as its policy says it.

    `place` is `HOST:PORT~BEACON`: the WebSocket of its own address, and the beacon's port there. Nothing unless
    that is an IPv4 address (a policy has no way to name an IPv6 one), and none of the internet's.
    """
    match = _BEACON.fullmatch(place)
    if match is None or not is_near(match["host"]):
        return ""
    return f" ws://{match['host']}:{match['port']} http://{match['host']}:{match['beacon']}"


def is_near(address: str) -> bool:
    """Whether this is an IP address of a private network, or of this machine."""
    try:
        return not ipaddress.ip_address(address).is_global
    except ValueError:
        return False


class HostGuard:
    """WSGI middleware: serves requests addressed to one of `names`, answers 421 to all others."""

    def __init__(self, app: WSGI, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(names)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Serve one request, or refuse it."""
        if host_name(environ.get("HTTP_HOST", "")) in self._names:
            return self._app(environ, start_response)
        headers: list[tuple[str, Any]] = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(_REFUSAL))),
        ]
        start_response("421 Misdirected Request", headers)
        return [_REFUSAL]
