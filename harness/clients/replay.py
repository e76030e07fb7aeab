"""Posting on with a session that is over: what the document believes that clients do.

No library does that; the body is the packet a library would have posted (Engine.IO 4: `4` for a message, then the
Socket.IO packet), and the address is that of the lost session's polling transport.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from socketio.packet import EVENT, Packet

from harness.clients.socket_client import SocketClient

MESSAGE = "4"


class Replay:
    """Stands where a socket stood: whatever is said is posted at once, with the sid of its last session."""

    def __init__(self, socket: SocketClient) -> None:
        self._socket = socket
        self._sid = socket.voice.sid
        self._url = _polling_url(socket.spec.address, socket.spec.path, self._sid)

    async def emit(self, event: str, data: object) -> str:
        """Post an event, and wait until that is answered or has failed."""
        packet = Packet(EVENT, data=[event, data], namespace=self._socket.spec.namespace)
        await self._socket.post(self._url, f"{MESSAGE}{packet.encode()}")
        return self._sid


def _polling_url(address: str, path: str, sid: str) -> str:
    parts = urlsplit(address)
    query = f"{parts.query}&{urlencode({'transport': 'polling', 'EIO': '4', 'sid': sid})}"
    return urlunsplit(parts._replace(path=path, query=query))
