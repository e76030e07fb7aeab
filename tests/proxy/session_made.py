"""Makes whole connections of Engine.IO clients, as bytes: HTTP in every framing, then perhaps a WebSocket.

Everything is drawn from a `random.Random`, which hypothesis can be too. What is made here is not what is expected:
that is read from the bytes by h11, wsproto, python-engineio and python-socketio (session_read.py).
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from dataclasses import dataclass, field

from socketio.packet import Packet
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, Pong, TextMessage
from wsproto.extensions import PerMessageDeflate

SEPARATOR = "\x1e"
LETTERS = 'abcxyz0189 _-é한😀"\\'
SIDS = ["s1", "s-2_", "AAAAAAAAAAAAAAAA"]
NAMESPACES = [None, "/", "/admin", "/a.b-c"]


@dataclass
class Made:
    """A connection: who sends which bytes in turn, and how its WebSocket, if any, was agreed on."""

    steps: list[tuple[str, bytes]] = field(default_factory=list)
    deflate: str = ""
    """The WebSocket's extension as the answer names it."""

    def says(self, who: str, data: bytes) -> None:
        """Add bytes; what one side says without a pause is one step."""
        if self.steps and self.steps[-1][0] == who:
            data = self.steps.pop()[1] + data
        if data:
            self.steps.append((who, data))

    def stream(self, who: str) -> bytes:
        """All that one side says."""
        return b"".join(data for speaker, data in self.steps if speaker == who)


def make(draw: random.Random) -> Made:
    """A connection of some requests and, one time in two, a WebSocket."""
    made = Made()
    for _ in range(draw.randint(0, 4)):
        group = [Asked(draw) for _ in range(draw.choice([1, 1, 2, 3]))]
        expecting = [asked for asked in group if asked.expects]
        if expecting:  # one that waits for `100 Continue` is not pipelined
            group = expecting[:1]
        for asked in group:
            made.says("c", asked.head)
            if asked.expects and draw.random() < 0.8:
                made.says("s", b"HTTP/1.1 100 Continue\r\n\r\n")
            made.says("c", asked.body)
        for asked in group:
            made.says("s", interim(draw) + answer(draw, asked))
    last(draw, made)
    return made


def last(draw: random.Random, made: Made) -> None:
    """How a connection goes on at its end: a WebSocket, an answer until it closes, or nothing more."""
    kind = draw.choice(["websocket", "upgrade", "refused", "until closed", "", "websocket", "upgrade"])
    if kind in {"websocket", "upgrade", "refused"}:
        websocket(draw, made, kind)
    elif kind:
        asked = Asked(draw)
        made.says("c", asked.head + asked.body)
        version = draw.choice(["1.0", "1.1"])
        head = f"HTTP/{version} {draw.choice([200, 400, 500])} Last\r\nConnection: close\r\n"
        made.says("s", head.encode() + b"\r\n" + (b"" if asked.method == "HEAD" else body(draw, asked)))


# --- HTTP -----------------------------------------------------------------------------------------------------


class Asked:
    """A request: its head and its body as they are sent."""

    def __init__(self, draw: random.Random) -> None:
        self.method = draw.choice(["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"])
        self.eio = draw.choice(["4", "4", "3", None])
        self.sid = draw.choice([None, *SIDS])
        self.jsonp = False
        old = draw.random() < 0.1
        self.version = "1.0" if old else "1.1"
        self.target = target(draw, self.eio, "polling" if draw.random() < 0.9 else None, self.sid)
        raw = payload(draw, self.eio) if self.method in {"POST", "PUT"} else b""
        self.expects = bool(raw) and not old and draw.random() < 0.2
        chunked = bool(raw) and not old and draw.random() < 0.5
        headers = ["Host: x", *(["Connection: keep-alive"] if old else []), *some_headers(draw)]
        if self.expects:
            headers.append("Expect: 100-continue")
        if chunked:
            headers.append(draw.choice(["Transfer-Encoding: chunked", "transfer-encoding: Chunked"]))
        elif raw or self.method in {"POST", "PUT"}:
            headers.append(f"Content-Length: {len(raw)}")
        self.body = chunks(draw, raw) if chunked else raw
        self.head = block(f"{self.method} {self.target} HTTP/{self.version}", headers)

    @property
    def is_handshake(self) -> bool:
        """Whether its answer would be an OPEN packet."""
        return self.method == "GET" and self.sid is None


def block(first: str, headers: list[str]) -> bytes:
    return "\r\n".join([first, *headers, "", ""]).encode("latin-1")


def some_headers(draw: random.Random) -> list[str]:
    some = [
        "Origin: http://a.b",
        "User-Agent: x/1 (y)",
        "X-Empty:",
        "accept:  */* ",
        "Cookie: a=b; c=d",
        "X-Long: " + "v" * 300,
    ]
    return draw.sample(some, draw.randint(0, 3))


def target(draw: random.Random, eio: str | None, transport: str | None, sid: str | None) -> str:
    """A request's target, its query in any order."""
    pairs = [("EIO", eio), ("transport", transport), ("sid", sid)]
    query = [f"{name}={value}" for name, value in pairs if value is not None]
    query += draw.sample(["t=1a.2", "b64=1", "sidlab=py-1", "flag"], draw.randint(0, 2))
    draw.shuffle(query)
    path = draw.choice(["/socket.io/", "/socket.io/", "/socket.io/", "/socket.io", "/", "/page/%C3%A9"])
    return path + ("?" + "&".join(query) if query else "")


def interim(draw: random.Random) -> bytes:
    some = [b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", b"HTTP/1.1 102 Processing\r\n\r\n"]
    return b"".join(some[: draw.choice([0, 0, 0, 1, 2])])


def answer(draw: random.Random, asked: Asked) -> bytes:
    """An answer that lets the connection go on."""
    status = draw.choice([200, 200, 200, 204, 304, 400, 400, 404, 500, 503])
    reason = draw.choice(["OK", "", "Some Words"])
    headers = some_headers(draw)
    if status in {204, 304}:
        headers += ["Content-Length: 30"] if status == 304 and draw.random() < 0.5 else []
        return block(f"HTTP/1.1 {status} {reason}", headers)
    data, encoding = encoded(draw, body(draw, asked))
    headers += [f"Content-Encoding: {encoding}"] if encoding else []
    is_chunked = draw.random() < 0.5 and asked.version == "1.1"
    headers.append("Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(data)}")
    draw.shuffle(headers)
    if asked.version == "1.0":
        headers.append("Connection: keep-alive")
    head = block(f"HTTP/1.1 {status} {reason}", headers)
    if asked.method == "HEAD":
        return head
    return head + (chunks(draw, data) if is_chunked else data)


def encoded(draw: random.Random, data: bytes) -> tuple[bytes, str]:
    how = draw.choice(["", "", "", "gzip", "deflate"])
    if how == "gzip":
        return gzip.compress(data, mtime=0), how
    return (zlib.compress(data), how) if how else (data, how)


def chunks(draw: random.Random, data: bytes) -> bytes:
    """A chunked body, with extensions and trailers now and then."""
    out, at = b"", 0
    while at < len(data):
        size = draw.randint(1, max(1, len(data) - at))
        extension = draw.choice([b"", b"", b";a=b", b";name"])
        out += draw.choice([b"%x", b"%X", b"0%x"]) % size + extension + b"\r\n" + data[at : at + size] + b"\r\n"
        at += size
    return out + b"0\r\n" + draw.choice([b"", b"", b"X-Trailer: y\r\n", b"A: b\r\nC: d\r\n"]) + b"\r\n"


def body(draw: random.Random, asked: Asked) -> bytes:
    """What an answer says: an OPEN packet, packets, a refusal in either dialect, or anything."""
    some = [
        payload(draw, asked.eio),
        refusal(draw, asked),
        bytes(draw.randrange(256) for _ in range(20)),
        b"ok",
        b"",
    ]
    if asked.is_handshake:
        some += [opening(draw, asked.eio)] * 4
    return draw.choice(some)


def refusal(draw: random.Random, asked: Asked) -> bytes:
    texts = [f"Invalid session {asked.sid}", "Invalid transport", "Not an accepted origin.", "Bad Request"]
    node = [{"code": 1, "message": "Session ID unknown"}, {"code": 5, "message": "Unsupported protocol version"}]
    return json.dumps(draw.choice([*texts, *node])).encode()


def opening(draw: random.Random, eio: str | None) -> bytes:
    packet = "0" + json.dumps({"sid": draw.choice(SIDS), "upgrades": ["websocket"], "pingInterval": 25000})
    return framed(draw, eio, [packet, *(["40"] if draw.random() < 0.2 else [])])


# --- Engine.IO and Socket.IO ----------------------------------------------------------------------------------


def text(draw: random.Random) -> str:
    return "".join(draw.choice(LETTERS) for _ in range(draw.choice([0, 1, 5, 20])))


def packets(draw: random.Random) -> list[str]:
    """Engine.IO packets as polling has them: a binary one is `b` and base64."""
    out: list[str] = []
    for _ in range(draw.randint(1, 4)):
        kind = draw.choice(["socketio", "socketio", "plain", "binary"])
        if kind == "socketio":
            out += [part if isinstance(part, str) else in_base64(part) for part in socketio_packet(draw)]
        elif kind == "plain":
            out.append(draw.choice(["1", "2", "2probe", "3", "5", "6", "4x" + text(draw)]))
        else:
            out.append(in_base64(bytes(draw.randrange(256) for _ in range(draw.randint(0, 9)))))
    return out


def in_base64(data: bytes) -> str:
    return "b" + base64.b64encode(data).decode()


def payload(draw: random.Random, eio: str | None) -> bytes:
    return framed(draw, eio, packets(draw))


def framed(draw: random.Random, eio: str | None, some: list[str]) -> bytes:
    """Packets in a framing of their protocol."""
    if eio != "3":
        return SEPARATOR.join(some).encode()
    some = ["b4" + packet[1:] if packet.startswith("b") else packet for packet in some]
    if draw.random() < 0.4:
        return b"".join(map(in_binary, some))
    return "".join(f"{len(packet.encode('utf-16-le')) // 2}:{packet}" for packet in some).encode()


def in_binary(packet: str) -> bytes:
    """Protocol 3's binary framing: 0 or 1, the length's digits as bytes, 255, the packet."""
    data = b"\x04" + base64.b64decode(packet[2:]) if packet.startswith("b") else packet.encode()
    digits = bytes(int(digit) for digit in str(len(data)))
    return (b"\x01" if packet.startswith("b") else b"\x00") + digits + b"\xff" + data


def socketio_packet(draw: random.Random) -> list[str | bytes]:
    """A Socket.IO packet as Engine.IO messages: its text, and then its attachments."""
    kind = draw.choice([0, 0, 1, 2, 2, 3, 4])
    namespace = draw.choice(NAMESPACES)
    number = draw.choice([None, 0, 7, 1234567890]) if kind == 2 else (draw.randint(0, 99) if kind == 3 else None)
    packet = Packet(kind, data=socketio_data(draw, kind), namespace=namespace, id=number)
    parts = packet.encode()
    first, *attachments = parts if isinstance(parts, list) else [parts]
    return ["4" + first, *attachments]


def socketio_data(draw: random.Random, kind: int) -> object:
    values = [1, -2.5, None, True, text(draw), {"k": [text(draw)], "한": {}}, b"\x00\xff", [b"a", {"b": b"c"}]]
    if kind == 0:
        return draw.choice([None, {"sid": "socket-1"}, {"token": text(draw)}])
    if kind == 1:
        return None
    if kind == 4:
        return draw.choice([{"message": "not " + text(draw)}, {"message": "x", "data": {"a": 1}}])
    arguments = [draw.choice(values) for _ in range(draw.randint(0, 3))]
    return ["say", *arguments] if kind == 2 else arguments


# --- WebSocket ------------------------------------------------------------------------------------------------

DEFLATES = [
    "",
    "",
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; server_no_context_takeover",
]


def websocket(draw: random.Random, made: Made, kind: str) -> None:
    """A request to become a WebSocket, the answer, and what both say then."""
    sid = None if kind == "websocket" else draw.choice(SIDS)
    made.deflate = draw.choice(DEFLATES)
    asked = block(
        f"GET {target(draw, draw.choice(['3', '4']), 'websocket', sid)} HTTP/1.1",
        [
            "Host: x",
            *some_headers(draw),
            draw.choice(["Connection: Upgrade", "Connection: keep-alive, upgrade"]),
            draw.choice(["Upgrade: websocket", "upgrade: WebSocket"]),
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            *(["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"] if made.deflate else []),
        ],
    )
    made.says("c", asked)
    if kind == "refused":
        made.deflate = ""
        body = b'"Invalid session x"'
        made.says("s", block("HTTP/1.1 400 BAD", [f"Content-Length: {len(body)}"]) + body)
        again = Asked(draw)
        made.says("c", again.head + again.body)
        made.says("s", answer(draw, again))
        return
    agreed = [f"Sec-WebSocket-Extensions: {made.deflate}"] if made.deflate else []
    switched = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]
    early = draw.random() < 0.1
    talk = Talk(draw, made.deflate)
    if early:  # before the answer, as no browser does
        made.says("c", talk.says("c", ["2probe"]))
    made.says("s", block("HTTP/1.1 101 Switching Protocols", switched + agreed))
    if kind == "upgrade":
        made.says("c", talk.says("c", ["2probe"]))
        made.says("s", talk.says("s", ["3probe"]))
        made.says("c", talk.says("c", ["5"]))
    elif draw.random() < 0.9:
        made.says("s", talk.says("s", ["0" + json.dumps({"sid": "ws-sid", "pingInterval": 1})]))
    for _ in range(draw.randint(0, 4)):
        who = draw.choice("cs")
        made.says(who, talk.says(who, messages(draw)))
    if draw.random() < 0.5:
        made.says("c", talk.close("c", draw))
        made.says("s", talk.close("s", draw))


def messages(draw: random.Random) -> list[str | bytes]:
    out: list[str | bytes] = []
    for _ in range(draw.randint(1, 3)):
        if draw.random() < 0.6:
            out += socketio_packet(draw)
        else:
            big = "4x" + "x" * draw.choice([130, 2000, 70_000])
            out.append(
                draw.choice(["2", "3", "6", "1", "4" + text(draw), "4" + text(draw), b"\x04bin", b"", "", big])
            )
    return out


class Talk:
    """Both ends of a WebSocket, by wsproto, which frames and compresses what they say."""

    def __init__(self, draw: random.Random, deflate: str) -> None:
        self._draw = draw
        self._ends = {"c": end(ConnectionType.CLIENT, deflate), "s": end(ConnectionType.SERVER, deflate)}

    def says(self, who: str, some: list[str] | list[str | bytes]) -> bytes:
        """Messages as frames, in fragments, with control frames in between."""
        return b"".join(self._ends[who].send(event) for message in some for event in self._events(message))

    def close(self, who: str, draw: random.Random) -> bytes:
        code = draw.choice([1000, 1001, 1011])
        return self._ends[who].send(CloseConnection(code=code, reason=draw.choice([None, "bye"])))

    def _events(self, message: str | bytes) -> list[Event]:
        draw = self._draw
        cuts = sorted(draw.randint(0, len(message)) for _ in range(draw.choice([0, 0, 0, 1, 3])))
        edges = [*zip([0, *cuts], [*cuts, len(message)], strict=True)]
        events: list[Event] = []
        for start, stop in edges:
            if draw.random() < 0.1:
                events.append(draw.choice([Ping, Pong])(payload=b"p" * draw.choice([0, 4, 125])))
            events.append(fragment(message[start:stop], stop == len(message) and (start, stop) == edges[-1]))
        return events


def fragment(part: str | bytes, finished: bool) -> Event:
    if isinstance(part, str):
        return TextMessage(data=part, message_finished=finished)
    return BytesMessage(data=part, message_finished=finished)


def end(kind: ConnectionType, deflate: str) -> Connection:
    """One end of a WebSocket whose extension was agreed on like this."""
    if not deflate:
        return Connection(kind)
    extension = PerMessageDeflate(
        client_no_context_takeover="client_no_context_takeover" in deflate,
        server_no_context_takeover="server_no_context_takeover" in deflate,
    )
    extension.finalize("permessage-deflate")
    return Connection(kind, [extension])
