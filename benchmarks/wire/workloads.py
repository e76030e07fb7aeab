"""What the load generator and the upstream agree on: the bytes of each workload, small and of fixed length."""  # noqa: INP001 - a script

from __future__ import annotations

from dataclasses import dataclass

HOST = "127.0.0.1"
POLL = (
    b"GET /socket.io/?EIO=4&transport=polling&sid=%020d HTTP/1.1\r\n"
    b"Host: 127.0.0.1:5000\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: 1\r\n\r\n6"
# RFC 6455 section 1.3: the key of its example and the answer to it.
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket&sid=%020d HTTP/1.1\r\nHost: 127.0.0.1:5000\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
MESSAGE = b'42["say","' + b"x" * 52 + b'"]'
# Masked with zeros, which is a valid key (section 5.3), so that neither side spends time on masking.
FRAME_OUT = bytes((0x81, 0x80 | len(MESSAGE))) + bytes(4) + MESSAGE
FRAME_BACK = bytes((0x81, len(MESSAGE))) + MESSAGE


@dataclass(frozen=True)
class Workload:
    """One kind of load: `kind` is keep-alive, new or websocket; each connection waits for every answer."""

    kind: str
    connections: int
    unit: str

    @property
    def title(self) -> str:
        """For the table."""
        return f"{self.kind}, {self.connections} at once ({self.unit}/s)"


WORKLOADS = (
    Workload("keep-alive", 16, "requests"),
    Workload("keep-alive", 128, "requests"),
    Workload("new", 16, "connections"),
    Workload("websocket", 100, "echoes"),
)
