"""A gate as the session opens it for the LAN, and requests to knock with."""

from __future__ import annotations

from typing import Any

from harness.commands import WireGate
from harness.proxy.addressed import Addressed
from harness.proxy.edit.head import Head
from harness.proxy.gate.rules import Gate

TOKEN = "a-token_of-24-bytes"
AT = "192.168.1.5:8460"
ORIGIN = f"http://{AT}"
COOKIE = f"sidlab-join={TOKEN}"
POLL = "/socket.io/?EIO=4&transport=polling"
SOCKET = "/socket.io/?EIO=4&transport=websocket"
UPGRADE = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")

STRANGE_HOSTS = (
    "evil.example",
    "evil.example:8460",
    "192.168.1.5",
    "192.168.1.5:80",
    "192.168.1.50:8460",
    "192.168.1.5:8460.evil.example",
    "192.168.1.5:8460@evil.example",
    "evil.example, 192.168.1.5:8460",
    "localhost:8460",
    "127.0.0.1:8460",
    "[::1]:8460",
    "",
    None,
)
STRANGE_ORIGINS = (
    "http://evil.example",
    "null",
    "*",
    "",
    "https://192.168.1.5:8460",
    "http://192.168.1.5",
    "http://192.168.1.5:8461",
    "http://192.168.1.5:8460.evil.example",
    "http://192.168.1.5:8460/",
    "http://evil.example http://192.168.1.5:8460",
)


def command(**fields: Any) -> WireGate:
    """The command that opens a gate; by default one on loopback, for tests."""
    made = {"listener": 7, "host": "127.0.0.1", "token": TOKEN, "hosts": (AT,), "origins": (ORIGIN,), **fields}
    return WireGate(**made)


def gate(**fields: Any) -> Gate:
    return Gate.of(command(**fields), "/socket.io/", Addressed(b"http", b"127.0.0.1:5000"))


def asking(
    target: str = POLL,
    *more: str,
    method: str = "GET",
    host: str | None = AT,
    origin: str | None = None,
    cookie: str | None = COOKIE,
    body: bytes = b"",
) -> bytes:
    """A request as a page of ours that has joined sends it, unless something of it is said otherwise."""
    said = [("Host", host), ("Origin", origin), ("Cookie", cookie)]
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in said if value is not None)]
    return "\r\n".join([*lines, *more, "", ""]).encode("latin-1") + body


def head(*args: Any, **fields: Any) -> Head:
    return Head.parse(asking(*args, **fields))
