"""What is wrong with a server that answers a handshake, but not as a Socket.IO server behind the wire should."""

from __future__ import annotations

import re

from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.request import RequestView
from harness.session.external import External
from harness.session.probe import Answer

_HANDSHAKE = Asked(RequestView(n=1, method="GET", kind="handshake", path=""))
_CHUNK_SIZE = re.compile(r"[0-9A-Fa-f]+\r\n")
_MOVED = {301, 302, 303, 307, 308}


def trouble_with(answer: Answer, server: External, named: str = "--target") -> str:
    """What is wrong with the answer to a handshake, and the way out; nothing for an Engine.IO server's.

    One that speaks another version, or WebSocket only, refuses this handshake and is there all the same. `named`:
    the option that gave the address.
    """
    if answer.sid is not None:
        return ""
    said = f"{server.url} answers {answer.status} to a handshake at {server.path}"
    if answer.status in _MOVED:
        return f"{said}, with Location {answer.location!r}, which leads past the wire: name it with {named}"
    if answer.status == 404:
        return f"{said}: name the server's Socket.IO path with --path"
    cause = cause_of(_CHUNK_SIZE.sub("", answer.body, count=1), _HANDSHAKE) if answer.status == 400 else None
    if cause in {"protocol-version", "unknown-transport"}:
        return ""
    if cause == "origin":
        return f"{said}: it does not accept the wire's address as a page's origin: use --host-header target"
    return f"{said}: is a Socket.IO server there?"
