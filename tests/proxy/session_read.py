"""Reads a made connection with libraries that are not ours: h11, wsproto, python-engineio, python-socketio, zlib.

What they say is what the tap has to say. Only Engine.IO's protocol 3 is read by hand, by its parser's rules
(engine.io-parser 2, `decodePayload` and `decodePayloadAsBinary`): no library here speaks it any more.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import engineio.packet
import h11
import socketio.packet
from engineio.payload import Payload
from session_made import Made, end
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

Payload.max_decode_packets = 10_000  # what a server takes at once is not what a payload may hold

OPCODES = {TextMessage: 1, BytesMessage: 2, CloseConnection: 8, Ping: 9, Pong: 10}


@dataclass
class Request:
    """A request as h11 read it; `query` has the first value of each parameter that has one."""

    n: int
    method: str
    target: str
    http: str
    body: bytes
    asks_websocket: bool

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        pairs = parse_qsl(urlsplit(self.target).query)
        return dict(reversed(pairs))

    @property
    def is_inside(self) -> bool:
        """Whether its path is Socket.IO's."""
        return self.path in {"/socket.io", "/socket.io/"}

    @property
    def kind(self) -> str:
        """What it is for, by the Engine.IO protocol."""
        sid, transport = self.query.get("sid"), self.query.get("transport", "polling")
        if not self.is_inside:
            return "page"
        if self.method in {"POST", "OPTIONS"}:
            return self.method.lower()
        if self.method != "GET":
            return "other"
        if transport == "websocket":
            return "upgrade" if sid else "websocket"
        return "poll" if sid else "handshake"


@dataclass
class Answer:
    """An answer as h11 read it: its body as it crossed (chunks joined), and decoded."""

    status: int
    body: bytes
    decoded: bytes


@dataclass
class Message:
    """A WebSocket message or control frame: RFC 6455's opcode and the payload, unpacked."""

    opcode: int
    data: bytes


@dataclass
class Read:
    """A whole connection: each request with its answer; then, where one switched, the messages each way."""

    exchanges: list[tuple[Request, Answer]] = field(default_factory=list)
    up: list[Message] = field(default_factory=list)
    down: list[Message] = field(default_factory=list)


def read(made: Made) -> Read:
    """What the bytes mean."""
    found = Read()
    asked, answered = made.stream("c"), made.stream("s")
    while asked:
        request, asked = read_request(asked, len(found.exchanges) + 1)
        answer, answered = read_answer(answered, request)
        found.exchanges.append((request, answer))
        if answer.status == 101:
            found.up = read_frames(asked, ConnectionType.SERVER, made.deflate)
            found.down = read_frames(answered, ConnectionType.CLIENT, made.deflate)
            return found
    assert not answered
    return found


# --- HTTP -----------------------------------------------------------------------------------------------------


def read_request(data: bytes, n: int) -> tuple[Request, bytes]:
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(data)
    head = connection.next_event()
    assert isinstance(head, h11.Request), head
    body = read_body(connection)
    upgrades = dict(head.headers).get(b"upgrade", b"").lower() == b"websocket"
    request = Request(
        n, head.method.decode(), head.target.decode(), head.http_version.decode(), body, asks_websocket=upgrades
    )
    return request, connection.trailing_data[0]


def read_body(connection: h11.Connection) -> bytes:
    """The rest of a message; one that ends with the connection ends here."""
    body, closed = b"", False
    while not isinstance(event := connection.next_event(), h11.EndOfMessage):
        if event is h11.NEED_DATA:
            assert not closed, "the message is not complete"
            connection.receive_data(b"")
            closed = True
        else:
            assert isinstance(event, h11.Data), event
            body += event.data
    return body


def read_answer(data: bytes, request: Request) -> tuple[Answer, bytes]:
    connection = h11.Connection(h11.CLIENT)
    upgrade = [("Upgrade", "websocket"), ("Connection", "upgrade")] if request.asks_websocket else []
    connection.send(h11.Request(method=request.method, target="/", headers=[("Host", "x"), *upgrade]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(data)
    head = connection.next_event()
    while isinstance(head, h11.InformationalResponse) and head.status_code != 101:
        head = connection.next_event()
    assert isinstance(head, h11.Response | h11.InformationalResponse), head
    body = b"" if head.status_code == 101 else read_body(connection)
    encoding = dict(head.headers).get(b"content-encoding", b"")
    return Answer(head.status_code, body, decode(body, encoding)), connection.trailing_data[0]


def decode(body: bytes, encoding: bytes) -> bytes:
    if not encoding or not body:
        return body
    return zlib.decompress(body, 31 if encoding == b"gzip" else 15)


# --- WebSocket ------------------------------------------------------------------------------------------------


def read_frames(data: bytes, side: ConnectionType, deflate: str) -> list[Message]:
    """The messages and then the control frames: wsproto forgets a compressed message at a ping within it."""
    messages, controls = b"", b""
    while data:
        size = frame_size(data)
        frame, data = data[:size], data[size:]
        messages, controls = (messages, controls + frame) if frame[0] & 0x8 else (messages + frame, controls)
    return [*read_by_wsproto(messages, end(side, deflate)), *read_by_wsproto(controls, end(side, ""))]


def frame_size(data: bytes) -> int:
    """How long the frame is that begins here (RFC 6455, 5.2)."""
    size, mask = data[1] & 0x7F, 4 * (data[1] >> 7)
    extra = {126: 2, 127: 8}.get(size, 0)
    return 2 + extra + mask + (int.from_bytes(data[2 : 2 + extra], "big") if extra else size)


def read_by_wsproto(data: bytes, connection: Connection) -> list[Message]:
    connection.receive_data(data)
    found: list[Message] = []
    parts: list[bytes] = []
    for event in connection.events():
        opcode = OPCODES[type(event)]
        if isinstance(event, TextMessage | BytesMessage):
            parts.append(event.data.encode() if isinstance(event.data, str) else bytes(event.data))
            if event.message_finished:
                found.append(Message(opcode, b"".join(parts)))
                parts = []
        elif isinstance(event, CloseConnection):
            assert event.code in {1000, 1001, 1011}, event
            found.append(Message(opcode, event.code.to_bytes(2, "big") + (event.reason or "").encode()))
        else:
            found.append(Message(opcode, bytes(event.payload)))
    return found


# --- Engine.IO ------------------------------------------------------------------------------------------------


@dataclass
class EnginePacket:
    """An Engine.IO packet: its type's name in small letters, and what it says, where that is text."""

    type: str
    text: str | None = None


def read_payload(data: bytes, eio: str | None) -> list[EnginePacket]:
    """The packets of a body."""
    if eio == "3":
        return read_binary_3(data) if data[:1] in {b"\x00", b"\x01"} else read_text_3(data.decode())
    whole = Payload(encoded_payload=data.decode()).packets
    return [named(packet, text) for packet, text in zip(whole, data.decode().split("\x1e"), strict=False)]


def read_message(message: Message) -> EnginePacket:
    """The packet that a WebSocket message is."""
    if message.opcode == 2:
        return EnginePacket("message")
    text = message.data.decode()
    return named(engineio.packet.Packet(encoded_packet=text), text)


def named(packet: engineio.packet.Packet, encoded: str) -> EnginePacket:
    name = engineio.packet.packet_names[packet.packet_type].lower()
    return EnginePacket(name, None if packet.binary else encoded[1:])


def read_text_3(payload: str) -> list[EnginePacket]:
    """`<length in UTF-16 units>:<packet>`, again and again."""
    units, found = payload.encode("utf-16-le"), []
    while units:
        length, _, units = units.partition(":".encode("utf-16-le"))
        size = 2 * int(length.decode("utf-16-le"))
        text, units = units[:size].decode("utf-16-le"), units[size:]
        found.append(packet_3(text[:1], text[1:]))
    return found


def read_binary_3(payload: bytes) -> list[EnginePacket]:
    """0 (text) or 1 (binary), the length's digits as bytes, 255, the packet; a binary one's type is a byte."""
    found = []
    while payload:
        digits, _, rest = payload[1:].partition(b"\xff")
        size = int("".join(str(digit) for digit in digits))
        data, is_text = rest[:size], payload[0] == 0
        payload = rest[size:]
        text = data.decode() if is_text else ""
        found.append(packet_3(text[:1], text[1:]) if is_text else EnginePacket("message"))
    return found


def packet_3(kind: str, text: str) -> EnginePacket:
    """A packet of protocol 3 by its first letter; `b` is a message in base64, whose type follows."""
    if kind == "b":
        return EnginePacket("message")
    return EnginePacket(engineio.packet.packet_names[int(kind)].lower(), text)


# --- Socket.IO ------------------------------------------------------------------------------------------------


@dataclass
class SocketPacket:
    """What python-socketio reads of a packet; `name`: an event's."""

    type: str
    namespace: str
    id: int | None
    attachments: int
    name: str | None
    data: object


def read_socketio(message: str | None) -> SocketPacket | None:
    """The Socket.IO packet that an Engine.IO message is; None where python-socketio finds none.

    It lets a little more pass than the protocol's own parser (socket.io-parser, `isPayloadValid`), which is added.
    """
    try:
        packet = socketio.packet.Packet(encoded_packet=message or "?")
        kind = socketio.packet.packet_names[packet.packet_type]
    except (ValueError, IndexError):
        return None
    numbered = packet.id is not None and kind not in NUMBERED
    attached = packet.attachment_count and not kind.startswith("BINARY")
    if numbered or attached or not isinstance(packet.data, DATA[kind]):
        return None
    is_event = kind.endswith("EVENT") and packet.data
    name = packet.data[0] if is_event else None
    return SocketPacket(kind, packet.namespace or "/", packet.id, packet.attachment_count, name, packet.data)


NUMBERED = frozenset(["EVENT", "BINARY_EVENT", "ACK", "BINARY_ACK"])
DATA: dict[str, type | tuple[type, ...]] = dict.fromkeys(NUMBERED, list) | {
    "CONNECT": (dict, type(None)),
    "DISCONNECT": type(None),
    "CONNECT_ERROR": (dict, str),
}
