"""The tap against h11, wsproto, python-engineio and python-socketio: of the same bytes, they say the same."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_facts import Fact, expected, told
from session_made import Made, make
from session_read import EnginePacket, Read, SocketPacket, read, read_message, read_socketio
from tap_play import pieces

from harness.events import Event, WireTraffic
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.packets import NAMES as PACKETS
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic

FEW, MANY = 80, 100_000
TOLD_BYTES = 1024
"""Of longer messages only the beginning is told."""


def play(made: Made, cuts: Sequence[Sequence[int]], kind: type[ConnectionTap] = ConnectionTap) -> list[Event]:
    """All that a tap tells of a connection, rows among it."""
    events: list[Event] = []
    traffic = Traffic(Redactor(b"a key of this run"), events.append)
    tap = kind(1, 2, "/socket.io/", TapMemory(), traffic)
    for now, (who, data) in enumerate(made.steps):
        feed = tap.from_client if who == "c" else tap.from_server
        for piece in pieces(data, cuts[now]):
            events += feed(piece, now)
    events += tap.ended(len(made.steps))
    traffic.flush(len(made.steps))
    return events


def cuts(draw: random.Random, made: Made) -> list[list[int]]:
    return [[draw.randint(0, len(data)) for _ in range(draw.randint(0, 4))] for _, data in made.steps]


def agree(draw: random.Random) -> None:
    made = make(draw)
    events = play(made, cuts(draw, made))
    found = read(made)
    facts = expected(found)
    assert sorted(told(events), key=repr) == sorted(facts, key=repr)
    check_texts(found, events)
    brief = play(made, cuts(draw, made) if draw.random() < 0.2 else [[]] * len(made.steps), BriefTap)
    assert in_rows(told(brief)) == in_rows(facts)


def check_texts(found: Read, events: Iterable[Event]) -> None:
    """What rows tell of messages, redacted, is still the same packet to python-socketio."""
    rows = [row for event in events if isinstance(event, WireTraffic) for row in event.messages]
    for up, messages in ((True, found.up), (False, found.down)):
        heard = [message for message in messages if message.opcode in {1, 2}]
        noted = [row for row in rows if row.up == up and row.opcode in {1, 2}]
        for message, row in zip(heard, noted, strict=True):
            if message.opcode == 2:
                assert row.data is None
            elif found.exchanges[-1][0].is_inside and message.data and len(message.data) <= TOLD_BYTES:
                check_text(read_message(message), row.data)


def check_text(packet: EnginePacket, data: str | None) -> None:
    assert data is not None
    original = read_socketio(packet.text) if packet.type == "message" else None
    if original is None:
        assert packet.type == "message" or PACKETS[int(data[0])] == packet.type
        return
    redacted = read_socketio(data[1:])
    assert redacted is not None
    assert skeleton(redacted) == skeleton(original)


def skeleton(packet: SocketPacket) -> Fact:
    """All that a packet says but its data."""
    return packet.type, packet.namespace, packet.id, packet.attachments, packet.name


def in_rows(facts: list[Fact]) -> list[Fact]:
    """Without those that ordinary exchanges are not told by."""
    return sorted((fact for fact in facts if fact[0] not in {"request", "answer", "posted"}), key=repr)


@settings(max_examples=FEW)
@given(st.randoms(use_true_random=False))
def test_the_tap_reads_what_the_libraries_read(draw: random.Random) -> None:
    agree(draw)


PART = "import sys; sys.path[:0] = {path!r}; import test_oracle; test_oracle.agree_on(range({first}, {last}))"


def agree_on(seeds: range) -> None:
    """Some of the many, in a process of its own; one that disagrees is named by its seed."""
    for seed in seeds:
        try:
            agree(random.Random(seed))
        except Exception as error:
            raise AssertionError(f"the session of seed {seed}") from error


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_tap_reads_what_the_libraries_read_of_very_many(
    bar: Callable[[str, object, object, bool], None],
) -> None:
    began, parts = time.monotonic(), os.cpu_count() or 1
    edges = [MANY * part // parts for part in range(parts + 1)]
    codes = [PART.format(path=sys.path, first=first, last=last) for first, last in itertools.pairwise(edges)]
    processes = [subprocess.Popen([sys.executable, "-c", code]) for code in codes]
    agree_all = [process.wait() == 0 for process in processes]
    took = f"{MANY} in {time.monotonic() - began:.0f} s, {parts} processes"
    bar("sessions on which oracles and tap agree", MANY, took if all(agree_all) else "not all", all(agree_all))
