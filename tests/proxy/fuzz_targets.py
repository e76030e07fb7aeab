"""What must hold of every parser, whatever bytes it is given: a target raises when it does not.

`tests/torture/fuzz.py` runs the targets under atheris, test_fuzz_targets.py by plain chance.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

import httptools
import msgspec
from fuzz_inputs import Steps, cuts, steps_of
from tap_play import pieces

from harness.events import (
    Crossed,
    Event,
    Framed,
    Record,
    WireHead,
    WirePosted,
    WireRequest,
    WireResponse,
    WireTapLost,
    WireTraffic,
)
from harness.evidence.har import entry, message
from harness.evidence.har_wire import survey
from harness.proxy.edit.editor import Editor
from harness.proxy.edit.edits import Edit, Plan, Short
from harness.proxy.edit.head import Head
from harness.proxy.edit.steps import Add, Drop, Go, Hear, Step
from harness.proxy.tap import heads, http
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import MOST_BYTES, ConnectionTap, TapMemory
from harness.proxy.tap.engineio import leading_json, open_packet
from harness.proxy.tap.packets import Packets
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.socketio import namespace_packet
from harness.proxy.tap.traffic import Traffic
from harness.proxy.tap.websocket import FrameError, FrameReader

AMPLIFIED = 200
"""How often a connection's bytes are repeated to see what the tap keeps of them."""


# --- the tap --------------------------------------------------------------------------------------------------


class Played:
    """A connection played to a tap; `how` cuts it. `kept`: bytes held before its end, if to `weigh`."""

    def __init__(
        self,
        steps: Steps,
        how: int | None = None,
        *,
        weigh: bool = False,
        make_tap: type[ConnectionTap] = ConnectionTap,
        looks: int = 0,
    ) -> None:
        self.events: list[Event] = []
        traffic = Traffic(Redactor(b"key"), self.events.append)
        self.tap = make_tap(1, 2, "/socket.io/", TapMemory(), traffic)
        for now, (who, data) in enumerate(steps):
            if looks >> now % 8 & 1:
                traffic.tell_overdue(now)
            feed = self.tap.from_client if who == "c" else self.tap.from_server
            for piece in pieces(data, cuts(data, how)) if how is not None else [data]:
                self.events += feed(piece, now)
        self.kept = kept(self.tap) if weigh else 0
        self.events += self.tap.ended(len(steps))
        traffic.flush(len(steps))

    @property
    def rows(self) -> Iterator[WireTraffic]:
        return (event for event in self.events if isinstance(event, WireTraffic))


SHARED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, TapMemory, Traffic, Redactor, list)


def kept(tap: ConnectionTap) -> int:
    """The bytes of what a tap keeps: buffers, and what stands around them."""
    seen: set[int] = set()
    waiting: list[object] = [tap]
    total = 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, SHARED):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return total


def in_order(played: Played) -> tuple[list[Event], list[Event]]:
    """Blocks of headers are told at once, all else once the bytes are read: either in its own order."""
    blind = {row.n for batch in played.rows for row in batch.exchanges if row.ending == "blind"}
    blocks = [event for event in played.events if isinstance(event, WireHead)]
    return blocks, [blurred(event, blind) for event in played.events if not isinstance(event, WireHead)]


def blurred(event: Event, blind: set[int]) -> Event:
    """Without what the cuts decide: how much of a body was read when the tap went blind, and its words for why."""
    match event:
        case WireTapLost():
            return msgspec.structs.replace(event, why="")
        case WireResponse() if event.n in blind:
            return msgspec.structs.replace(event, text="", cause=None, body=None)
        case WireTraffic():
            rows = tuple(blurred_row(row) for row in event.exchanges)
            return msgspec.structs.replace(event, exchanges=rows)
    return event


def blurred_row(row: Crossed) -> Crossed:
    if row.ending != "blind":
        return row
    return msgspec.structs.replace(row, sent=0, got=0, sent_body=None, got_body=None, body=None, cause=None)


def connection(data: bytes) -> None:
    """The tap never raises, tells the same however it is cut, and is lost once at most, as its last word."""
    how, steps = data[:1], steps_of(data[1:])
    played = Played(steps)
    lost = [at for at, event in enumerate(played.events) if isinstance(event, WireTapLost)]
    assert len(lost) <= 1
    msgspec.json.encode(played.events)
    again = Played(steps, how[0] if how else 0)
    assert in_order(again) == in_order(played)
    assert again.tap.lost == played.tap.lost == bool(lost)


def brief(data: bytes) -> None:
    """The brief tap has the same rows as the whole one, and tells all but what ordinary exchanges would tell."""
    steps, how = steps_of(data[1:]), data[0] if data else 0
    whole = Played(steps)
    for cut in (None, how):
        short = Played(steps, cut, make_tap=BriefTap, looks=how)
        named = {event.n for event in short.events if isinstance(event, WireRequest)}
        assert without_rows(short, named) == without_rows(whole, named)
        assert rows_of(short) == rows_of(whole)


def without_rows(played: Played, named: set[int]) -> list[Event]:
    """In no order, as overdue requests are told late; only the requests named, and what is told of them."""
    kept = []
    for event in in_order(played)[1]:
        tells_one = isinstance(event, WireRequest | WireResponse | WirePosted) and event.n
        if not isinstance(event, WireTraffic) and (not tells_one or event.n in named):
            kept.append(event)
    return sorted(kept, key=repr)


def rows_of(played: Played) -> list[Crossed | Framed]:
    rows = [blurred_row(row) for batch in played.rows for row in batch.exchanges]
    return [*rows, *(one for batch in played.rows for one in batch.messages)]


def memory(data: bytes) -> None:
    """What the tap keeps of one connection is bounded, however much of it there is."""
    steps = steps_of(data[1:])
    assert Played(steps * AMPLIFIED, weigh=True).kept < MOST_BYTES


def har(data: bytes) -> None:
    """Whatever crosses, an entry can be made of it, and written."""
    played = Played(steps_of(data[1:]))
    crossing = survey(Record(seq=n, at=n, src="wire", event=event) for n, event in enumerate(played.events))
    for batch in played.rows:
        for row in batch.exchanges:
            check_row(row)
            json.loads(msgspec.json.encode(entry(row, crossing)))
        for one in batch.messages:
            json.loads(msgspec.json.encode(message(one, crossing.clock)))


def check_row(row: Crossed) -> None:
    """Its times are in order; only the rest of a request may come after the end of its answer."""
    assert row.began <= (row.answered or row.began) <= row.ended, row
    assert row.asked is None or row.began <= row.asked, row


# --- parsers --------------------------------------------------------------------------------------------------


class Listener:
    """Notes what a reader says; `data` decides whether an answer is one to HEAD."""

    now = 0

    def __init__(self, heads_only: int) -> None:
        self.said: list[object] = []
        self._heads_only = heads_only

    def request_head(self, head: http.RequestHead) -> None:
        self.said.append((head.method, head.target, head.http, head.upgrade))

    def request_body(self, data: bytes) -> None:
        self._body(data)

    def request_done(self) -> None:
        self.said.append("done")

    def response_head(self, status: int, block: heads.Head, began: int) -> bool:
        self.said.append(status)
        return bool(self._heads_only & 1 << len(self.said) % 8)

    def response_body(self, data: bytes) -> None:
        self._body(data)

    def response_done(self) -> None:
        self.said.append("done")

    def _body(self, data: bytes) -> None:
        if self.said and isinstance(self.said[-1], bytes):
            self.said[-1] += data
        else:
            self.said.append(data)


def requests(data: bytes) -> None:
    """The reader of requests raises its own errors only, and says the same however it is cut."""
    agree_when_cut(data, http.RequestReader)


def answers(data: bytes) -> None:
    """The reader of answers raises its own errors only, and says the same however it is cut."""
    agree_when_cut(data, http.ResponseReader)


Reader = http.RequestReader | http.ResponseReader


def agree_when_cut(data: bytes, make_reader: Callable[..., Reader]) -> None:
    how, stream = data[0] if data else 0, data[1:]
    first, second = (heard(make_reader, stream, points, how) for points in ([], cuts(stream, how)))
    assert first == second


def heard(make_reader: Callable[..., Reader], stream: bytes, points: list[int], how: int) -> tuple[object, ...]:
    listener = Listener(how)
    reader = make_reader(listener, Traffic(Redactor(b"key")).answer)
    rest: bytes | None = None
    try:
        for piece in pieces(stream, points):
            rest = reader.feed(piece) if rest is None else rest + piece
    except (ValueError, httptools.HttpParserError):
        said = listener.said
        return *(said[:-1] if said and isinstance(said[-1], bytes) else said), "error"  # a body is read or not
    return *listener.said, rest


def frames(data: bytes) -> None:
    """The reader of frames raises FrameError only, and reads the same however it is cut."""
    how, stream = data[0] if data else 0, data[1:]
    assert read_frames(stream, []) == read_frames(stream, cuts(stream, how))


def read_frames(stream: bytes, points: list[int]) -> list[object]:
    reader, found = FrameReader(), list[object]()
    try:
        for piece in pieces(stream, points):
            for message in reader.feed(piece):
                found.append(message)
    except FrameError:
        found.append("no frames")
    return found


def payloads(data: bytes) -> None:
    """Payloads of either protocol never raise, and hold the same packets however they are cut."""
    how, stream = data[0] if data else 0, data[1:]
    eio, jsonp = (None, "3", "4")[how % 3], bool(how & 64)
    found = []
    for points in ([], cuts(stream, how)):
        reader = Packets(eio, jsonp=jsonp)
        for piece in pieces(stream, points):
            reader.feed(piece)
        reader.end()
        found.append((reader.found.types, reader.found.messages, reader.found.noted))
    assert found[0] == found[1]


def packets(data: bytes) -> None:
    """What looks into packets never raises."""
    open_packet(data)
    leading_json(data.decode("utf-8", "replace"))
    told = namespace_packet(data)
    assert told is None or (len(told.refusal) <= 120 and isinstance(told.socket_id, str | None))


REDACTOR = Redactor(b"the key of a run")


def redaction(data: bytes) -> None:
    """Redaction never raises, and what it gives can be written."""
    text = data[1:].decode("utf-8", "replace")
    whole, down = bool(data[:1] < b"\x80"), bool(data[:1] < b"\x40")
    lines = [line.partition(b":")[::2] for line in data.split(b"\n")]
    given = [
        REDACTOR.payload(text, whole, down),
        REDACTOR.packet(text, whole, down),
        REDACTOR.target(data),
        REDACTOR.reason(data),
        REDACTOR.headers(lines),
    ]
    msgspec.json.encode(given)


# --- the editor -----------------------------------------------------------------------------------------------


def editor(data: bytes) -> None:
    """Nothing is lost in the editor: what came in is heard and goes on, or is dropped, byte for byte in order."""
    steps = steps_of(data[1:])
    how = data[0] if data else 0
    edit(steps, Plan, how, unchanged=True)
    edit(steps, lambda head: planned(head, how), how, unchanged=False)


def planned(head: Head, how: int) -> Plan:
    """Some plan for a request, by what `how` says."""
    plan = Plan(head)
    edits = [
        Edit(did="renamed", head=head.with_query("sid", "old")),
        Edit(did="answered", answer=b"HTTP/1.1 503 Gone\r\nContent-Length: 0\r\n\r\n"),
        Edit(did="more", extra=(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",)),
        Edit(did="cookie", without=((b"set-cookie", b""),)),
        Edit(did="short", short=Short(3, "rst")),
        Edit(did="again", repeat=True),
    ]
    for bit, one in enumerate(edits):
        if how >> bit & 1:
            plan.add("a fault", one)
    return plan


def edit(steps: Steps, decide: Callable[[Head], Plan], how: int, *, unchanged: bool) -> None:
    one = Editor(lambda head, _length: decide(head))
    sent, done = {"c": b"", "s": b""}, {"c": list[Step](), "s": list[Step]()}
    for who, data in steps:
        sent[who] += data
        feed = one.client if who == "c" else one.server
        for piece in pieces(data, cuts(data, how)):
            done[who] += feed(piece)
    done["c"] += one.client_ended()
    done["s"] += one.server_ended()
    for who, deeds in done.items():
        heard = b"".join(deed.data for deed in deeds if isinstance(deed, Hear))
        went = b"".join(deed.data for deed in deeds if isinstance(deed, Go))
        assert heard == sent[who]
        assert len(went) + sum(deed.count for deed in deeds if isinstance(deed, Drop)) == len(sent[who])
        if unchanged:
            assert went == sent[who]
            assert not any(isinstance(deed, Add | Drop) for deed in deeds)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        connection,
        brief,
        memory,
        har,
        requests,
        answers,
        frames,
        payloads,
        packets,
        redaction,
        editor,
    )
}
