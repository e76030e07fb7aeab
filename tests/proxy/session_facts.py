"""What is known of a connection, as plain facts: from what the libraries read, and from what the tap told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from session_read import (
    Answer,
    EnginePacket,
    Message,
    Read,
    Request,
    read_message,
    read_payload,
    read_socketio,
)

from harness.events import (
    Crossed,
    Event,
    Framed,
    WireNamespace,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireTapLost,
    WireTraffic,
    WireUnanswered,
    WireUpgraded,
)

HASHED = re.compile(r"~[0-9a-f]{10}")
Fact = tuple[object, ...]


# --- what the libraries say -----------------------------------------------------------------------------------


def expected(found: Read) -> list[Fact]:
    """The facts of a connection, in no order."""
    facts: list[Fact] = []
    for request, answer in found.exchanges:
        query = request.query
        facts.append(
            (
                *("request", request.n, request.method, request.kind, request.path),
                *(query.get("sid"), query.get("EIO"), query.get("transport")),
            )
        )
        facts.append(("answer", request.n, answer.status, cause(request, answer)))
        if request.kind == "post":
            types = tuple(packet.type for packet in read_payload(request.body, query.get("EIO")))
            facts.append(("posted", request.n, types))
        if request.kind == "handshake" and answer.status == 200 and request.method == "GET":
            facts += issued(opened_in(answer.decoded, query.get("EIO")), "polling")
        facts += crossed(request, answer)
        facts += namespaces_of_bodies(request, answer)
    return facts + websocket_facts(found)


def crossed(request: Request, answer: Answer) -> list[Fact]:
    """The row of an exchange."""
    ending = "switched" if answer.status == 101 else "complete"
    sid = request.query.get("sid") or opened_by(request, answer)
    what = request.kind, request.method, request.target, f"HTTP/{request.http}", sid
    return [("row", request.n, *what, answer.status, ending, len(request.body), len(answer.body))]


def opened_by(request: Request, answer: Answer) -> str | None:
    """The session that a polling handshake opened."""
    if request.kind == "handshake" and request.method == "GET" and answer.status == 200:
        return opened_in(answer.decoded, request.query.get("EIO"))
    return None


def namespaces_of_bodies(request: Request, answer: Answer) -> list[Fact]:
    """The namespaces that packets in a POST, and in an answer, speak of."""
    eio, sid = request.query.get("EIO"), request.query.get("sid") or opened_by(request, answer)
    if not request.is_inside:
        return []
    facts = namespaces(payload_of(request.body, eio), "client", eio, sid) if request.kind == "post" else []
    if answer.status == 200:
        facts += namespaces(payload_of(answer.decoded, eio), "server", eio, sid)
    return facts


def payload_of(body: bytes, eio: str | None) -> list[EnginePacket]:
    """The packets of a body that may be something else."""
    try:
        return read_payload(body, eio)
    except (ValueError, IndexError):
        return []


def namespaces(packets: list[EnginePacket], by: str, eio: str | None, sid: str | None) -> list[Fact]:
    """What packets of a session tell of its namespaces: which is joined, refused or left, and by whom."""
    found = [read_socketio(packet.text) for packet in packets if packet.type == "message"]
    facts: list[Fact] = []
    for packet in found if sid is not None else ():
        if packet is None or packet.type not in {"CONNECT", "DISCONNECT", "CONNECT_ERROR"}:
            continue
        if packet.type == "DISCONNECT":
            facts.append(("namespace", sid, packet.namespace, "left", by, None))
        elif by == "server":
            data = packet.data if isinstance(packet.data, dict) else {}
            joined = packet.type == "CONNECT"
            asker = "server" if eio == "3" and packet.namespace == "/" else "client"
            what = ("joined", asker, data.get("sid")) if joined else ("refused", "server", None)
            facts.append(("namespace", sid, packet.namespace, *what))
    return facts


def websocket_facts(found: Read) -> list[Fact]:
    if not found.exchanges or found.exchanges[-1][1].status != 101:
        return []
    request = found.exchanges[-1][0]
    up = [message for message in found.up if message.opcode in {1, 2}]
    down = [message for message in found.down if message.opcode in {1, 2}]
    facts: list[Fact] = [("frame", True, message.opcode, len(message.data)) for message in found.up]
    facts += [("frame", False, message.opcode, len(message.data)) for message in found.down]
    sid, eio = request.query.get("sid"), request.query.get("EIO")
    if request.kind == "upgrade" and any(message.data == b"5" for message in up):
        facts.append(("upgraded", sid))
    if request.kind == "websocket" and down:
        sid = opened_in(down[0].data, "4")
        facts += issued(sid, "websocket")
    if request.is_inside:
        facts += namespaces(list(map(read_message, filter(says_something, up))), "client", eio, sid)
        facts += namespaces(list(map(read_message, filter(says_something, down))), "server", eio, sid)
    return facts


def says_something(message: Message) -> bool:
    return bool(message.data)


def opened_in(payload: bytes, eio: str | None) -> str | None:
    """The session that an OPEN packet at the beginning of a payload opens."""
    try:
        first = read_payload(payload, eio)[0]
        return json.loads(first.text or "").get("sid") if first.type == "open" else None
    except (ValueError, IndexError, AttributeError):  # something else: a refusal, noise
        return None


def issued(sid: str | None, transport: str) -> list[Fact]:
    return [] if sid is None else [("sid", sid, transport)]


def cause(request: Request, answer: Answer) -> str | None:
    """Whether a 400 says that it does not know the session; None for anything else."""
    if answer.status != 400:
        return None
    try:
        said = json.loads(answer.decoded)
    except ValueError:
        return None
    if isinstance(said, str) and said.startswith("Invalid session "):
        return "unknown-sid" if request.query.get("sid") else "missing-sid"
    return "unknown-sid" if isinstance(said, dict) and said.get("code") == 1 else None


# --- what the tap says ----------------------------------------------------------------------------------------


def told(events: Iterable[Event]) -> list[Fact]:
    return [fact for event in events for fact in told_of(event)]


def told_of(event: Event) -> list[Fact]:
    match event:
        case WireRequest():
            where = event.method, event.kind, event.path, event.sid, event.eio, event.transport
            return [("request", event.n, *where)]
        case WireResponse():
            known = event.cause if event.cause in {"unknown-sid", "missing-sid"} else None
            return [("answer", event.n, event.status, known)]
        case WirePosted():
            return [("posted", event.n, event.packets)]
        case WireSidIssued():
            return [("sid", event.sid, event.transport)]
        case WireUpgraded():
            return [("upgraded", event.sid)]
        case WireNamespace():
            return [("namespace", event.sid, event.namespace, event.did, event.by, event.socket_id)]
        case WireTraffic():
            return [*map(row_fact, event.exchanges), *map(frame_fact, event.messages)]
        case WireTapLost() | WireUnanswered():
            return [(type(event).__name__, event)]
    return []


def row_fact(row: Crossed) -> Fact:
    target = HASHED.sub("flag", row.target)
    what = row.kind, row.method, target, row.http, row.sid
    return ("row", row.n, *what, row.status, row.ending, row.sent, row.got)


def frame_fact(row: Framed) -> Fact:
    return ("frame", row.up, row.opcode, row.size)
