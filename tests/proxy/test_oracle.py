"""The tap against h11, wsproto, python-engineio and python-socketio: of the same bytes, they say the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from session_made import Made, make
from session_read import Answer, Read, Request, read, read_payload
from tap_play import play

from harness.events import (
    Event,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireTapLost,
    WireUnanswered,
    WireUpgraded,
)

FEW = 150
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
    return facts + websocket_facts(found)


def websocket_facts(found: Read) -> list[Fact]:
    if not found.exchanges or found.exchanges[-1][1].status != 101:
        return []
    request = found.exchanges[-1][0]
    up = [message for message in found.up if message.opcode in {1, 2}]
    down = [message for message in found.down if message.opcode in {1, 2}]
    if request.kind == "upgrade":
        done = any(message.data == b"5" for message in up)
        return [("upgraded", request.query["sid"])] if done else []
    if request.kind == "websocket" and down:
        return issued(opened_in(down[0].data, "4"), "websocket")
    return []


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
        case WireTapLost() | WireUnanswered():
            return [(type(event).__name__, event)]
    return []


def cuts(draw: random.Random, made: Made) -> list[list[int]]:
    return [[draw.randint(0, len(data)) for _ in range(draw.randint(0, 4))] for _, data in made.steps]


def agree(draw: random.Random) -> None:
    made = make(draw)
    events = play(made.steps, cuts(draw, made))
    assert sorted(told(events), key=repr) == sorted(expected(read(made)), key=repr)


@settings(max_examples=FEW)
@given(st.randoms(use_true_random=False))
def test_the_tap_reads_what_the_libraries_read(draw: random.Random) -> None:
    agree(draw)
