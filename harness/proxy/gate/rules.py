"""A gate's rules put together: what is looked at first, and what becomes of a head that passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.commands import WireGate
from harness.proxy.edit.framing import request_length
from harness.proxy.edit.head import Head
from harness.proxy.gate import hosts, names, origins, targets, token
from harness.proxy.gate.join import PATH, join_answer
from harness.proxy.gate.refusal import HOST, NO_TOKEN, NOT_YOURS, ORIGIN, TOO_LARGE, Refusal

_CHOOSING = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-client-port", b"x-original-", b"x-rewrite-url")
"""Fields by which a proxy tells a server who asks, and for what: nobody of the LAN is our server's proxy."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules of one listener. `socket_io`: the Socket.IO path; `address` gives a head the server's own Host.

    `pages`: plain pages need no token.
    """

    hosts: frozenset[bytes]
    origins: frozenset[bytes]
    cookie: bytes
    token: bytes
    pages: bool
    body_bytes: int
    socket_io: bytes
    address: Callable[[Head], Head]

    @classmethod
    def of(cls, command: WireGate, socket_io: str, address: Callable[[Head], Head]) -> Gate:
        """From what the session asks for."""
        return cls(
            hosts=frozenset(host.lower().encode() for host in command.hosts),
            origins=frozenset(origin.lower().encode() for origin in command.origins),
            cookie=command.cookie.encode(),
            token=command.token.encode(),
            pages=command.pages,
            body_bytes=command.body_bytes,
            socket_io=socket_io.encode(),
            address=address,
        )

    def judge(self, head: Head) -> Refusal | None:
        """Why this request does not go on to the server, or nothing."""
        if not hosts.is_ours(head, self.hosts):
            return HOST
        if not origins.is_ours(head, self.origins):
            return ORIGIN
        if not self.pages and head.method == b"GET" and head.target.partition(b"?")[0] == PATH.encode():
            return Refusal(None, 200, "", join_answer(self.cookie.decode()))
        open_to_all = self.pages and targets.is_page(head, self.socket_io)
        if not open_to_all and not token.holds(head, self.cookie, self.token):
            return NO_TOKEN
        if not names.are_free(head):
            return NOT_YOURS
        length = request_length(head)
        return TOO_LARGE if isinstance(length, int) and length > self.body_bytes else None

    def rewrite(self, head: Head) -> Head:
        """The head as the server is to have it: asked for by its own name, and told nothing by a proxy's fields.

        WebSocket extensions are not offered: a megabyte that is compressed can be a gigabyte.
        """
        lines = tuple(line for line in head.lines if not _chooses(line))
        kept = head if lines == head.lines else Head(head.start, lines)
        return self.address(kept.without(b"sec-websocket-extensions"))


def _chooses(line: bytes) -> bool:
    """A name with an underscore is one: gunicorn takes SCRIPT_NAME from its own machine for a proxy's word."""
    name = line.partition(b":")[0].lower()
    return b"_" in name or name.startswith(_CHOOSING)
