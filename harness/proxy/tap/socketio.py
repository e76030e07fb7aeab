"""Socket.IO packets that tell which namespaces a session has (socket.io-protocol, "Packet encoding")."""

from __future__ import annotations

import re

import msgspec

from harness.events import Leg
from harness.proxy.tap.engineio import leading_json

CONNECT, DISCONNECT, CONNECT_ERROR = "0", "1", "4"
TEXT_CHARS = 120

_PACKET = re.compile(r"4([014])(?:(/[^,?\[{]*)(\?[^,]*)?(?:,|$))?(.*)", re.DOTALL)
_DATA = {CONNECT: ("", "{"), DISCONNECT: ("",), CONNECT_ERROR: ("", "{", '"')}
"""How the data of each may begin."""


class Told(msgspec.Struct, frozen=True):
    """What a packet tells: the kind by its digit, its namespace, and the data behind it as text."""

    kind: str
    namespace: str
    data: str

    @property
    def socket_id(self) -> str | None:
        """The server's id for the socket, which protocol 4 and earlier do not send."""
        sid = self._field("sid")
        return sid if isinstance(sid, str) else None

    @property
    def refusal(self) -> str:
        """Why the server refused: an object's `message`, or, in protocol 4 and earlier, a bare string."""
        found = leading_json(self.data)
        said = found[0] if found and isinstance(found[0], str) else self._field("message")
        return said[:TEXT_CHARS] if isinstance(said, str) else ""

    def _field(self, name: str) -> object:
        found = leading_json(self.data)
        return found[0].get(name) if found and isinstance(found[0], dict) else None


def namespace_packet(start: bytes) -> Told | None:
    """The CONNECT, DISCONNECT or CONNECT_ERROR that an Engine.IO message is; None: it is another."""
    found = _PACKET.fullmatch(start.decode("utf-8", "replace"))
    if found is None or found[4][:1] not in _DATA[found[1]]:
        return None
    return Told(found[1], found[2] or "/", found[4])


def joined_by(eio: str | None, namespace: str) -> Leg:
    """Who asked for a namespace that the server confirms: in protocol 4 and earlier, `/` comes by itself."""
    return "server" if eio == "3" and namespace == "/" else "client"
