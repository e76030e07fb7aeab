"""What the load generators and the upstream agree on: the bytes of each workload, small and of fixed length."""

from __future__ import annotations

from dataclasses import dataclass

from figures import Bar, Column

HOST = "127.0.0.1"
POLL = (
    b"GET /socket.io/?EIO=4&transport=polling&sid=%020d&t=%07d HTTP/1.1\r\n"
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
# No two of a run's many are the same, as people's are not; masked with zeros, which is a valid key (section 5.3),
# so that neither side spends time on masking.
MESSAGES = tuple(b'42["say","%052d"]' % number for number in range(8192))
FRAMES_OUT = tuple(bytes((0x81, 0x80 | len(message))) + bytes(4) + message for message in MESSAGES)
FRAME_OUT_SIZE = len(FRAMES_OUT[0])
FRAME_BACK_HEAD = bytes((0x81, len(MESSAGES[0])))
FRAME_BACK_SIZE = len(FRAME_BACK_HEAD) + len(MESSAGES[0])

MIB = 1024 * 1024
CHUNK = bytes(256 * 1024)
"""What large bodies are made of."""
UPLOAD = b"POST /upload HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nContent-Length: %d\r\n\r\n"
DOWNLOAD = b"GET /download?size=%d HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nAccept: */*\r\n\r\n"
FILE_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n"


@dataclass(frozen=True)
class Workload:
    """One kind of load: the script that makes it, what it is asked for, what is shown and what must hold.

    `lasting`: the peer stays the same in all rounds; else each turn starts a new one. `{seconds}` and `{bytes}`
    in `args` are the command line's.
    """

    name: str
    title: str
    script: str
    args: tuple[str, ...]
    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    lasting: bool = True


CPU = Column("cpu", "CPU µs each", ".1f")
FAILED = Column("failed", "failed", ".0f", worst=True)


def _rate(name: str, kind: str, connections: int, unit: str, *bars: Bar) -> Workload:
    columns = (Column("rate", f"{unit}/s", ",.0f"), CPU, FAILED)
    title = f"{kind}, {connections} at once"
    return Workload(name, title, "load.py", (kind, str(connections), "{seconds}"), columns, bars)


def _bulk(way: str) -> Workload:
    columns = (Column("rate", "MiB/s", ",.0f"), Column("cpu", "CPU µs a MiB", ".0f"))
    return Workload(
        f"bulk-{way}",
        f"one large body, {way}",
        "bulk.py",
        (way, "{bytes}"),
        columns,
        (Bar("rate", 1.0, "haproxy"),),
    )


_SMALL = (
    Bar("rate", 1.0, "toxiproxy"),
    Bar("rate", 0.7, "haproxy"),
    Bar("rate", 1.0, "haproxy", moonshot=True),
)
_MITMPROXY = Bar("rate", 60.0, "mitmproxy")

WORKLOADS = (
    _rate("keep-alive-16", "keep-alive", 16, "requests", *_SMALL, _MITMPROXY),
    _rate("keep-alive-128", "keep-alive", 128, "requests", *_SMALL, _MITMPROXY),
    _rate("websocket", "websocket", 100, "echoes", *_SMALL),
    _rate(
        "new",
        "new",
        16,
        "connections",
        Bar("rate", 1.3, "toxiproxy"),
        Bar("rate", 0.7, "haproxy", moonshot=True),
    ),
    Workload(
        "round-trip",
        "one websocket, one message at a time",
        "roundtrip.py",
        ("{seconds}",),
        (
            Column("p50", "p50 µs", ".0f"),
            Column("added50", "added", ".0f"),
            Column("p99", "p99 µs", ".0f"),
            Column("added99", "added", ".0f"),
        ),
        (
            Bar("added50", 1.0, "toxiproxy", at_most=True),
            Bar("added99", 1.0, "toxiproxy", at_most=True),
            Bar("added50", 1.0, "haproxy", at_most=True, moonshot=True),
            Bar("added99", 1.0, "haproxy", at_most=True, moonshot=True),
        ),
    ),
    _bulk("up"),
    _bulk("down"),
    Workload(
        "idle",
        "2,000 idle connections, then `reset`",
        "idle.py",
        ("2000",),
        (
            Column("kib", "KiB each", ".2f"),
            Column("reset_ms", "all reset, ms", ".0f"),
            Column("resets", "true RSTs", ".0f"),
            FAILED,
        ),
        (
            Bar("kib", 5.0, at_most=True),
            Bar("reset_ms", 150.0, at_most=True),
            Bar("reset_ms", 60.0, at_most=True, moonshot=True),
            Bar("resets", 2000),
        ),
        lasting=False,
    ),
)
