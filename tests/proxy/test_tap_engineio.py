"""Engine.IO payloads: packets of both protocols, and OPEN packets in every framing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tap_play import pieces

from harness.proxy.tap.engineio import Opened, body_kind, leading_json, open_packet
from harness.proxy.tap.packets import MOST_PACKETS, NAMES, Packets

TEXT = st.text(st.characters(exclude_characters="\x1e", exclude_categories=["Cs"]), max_size=20)
PACKET = st.one_of(
    st.tuples(st.sampled_from(range(7)), TEXT).map(lambda pair: (NAMES[pair[0]], f"{pair[0]}{pair[1]}")),
    st.binary(max_size=9).map(lambda data: ("message", "b" + data.hex())),
)
CUTS = st.lists(st.integers(0, 200), max_size=6)


def units(text: str) -> int:
    """The length JavaScript gives a string."""
    return len(text.encode("utf-16-le")) // 2


def types(eio: str | None, payload: bytes, cuts: list[int] | tuple[int, ...] = ()) -> list[str]:
    reader = Packets(eio)
    for piece in pieces(payload, cuts):
        reader.feed(piece)
    reader.end()
    return reader.found.types


@given(st.lists(PACKET, min_size=1, max_size=8), CUTS)
def test_packets_of_protocol_4(packets: list[tuple[str, str]], cuts: list[int]) -> None:
    payload = "\x1e".join(text for _, text in packets).encode()
    assert types("4", payload, cuts) == [name for name, _ in packets]


@given(st.lists(PACKET, min_size=1, max_size=8), CUTS)
def test_packets_of_protocol_3(packets: list[tuple[str, str]], cuts: list[int]) -> None:
    payload = "".join(f"{units(text)}:{text}" for _, text in packets).encode()
    assert types("3", payload, cuts) == [name for name, _ in packets]


@pytest.mark.parametrize(
    ("eio", "payload", "expected"),
    [
        ("4", b"", []),
        ("4", b"\x1e\x1e2", ["ping"]),
        ("4", b"9zzz", ["unknown"]),
        ("4", b"d=41", ["unknown"]),
        ("3", b"d=1:2", ["unknown"]),
        (None, b"41\x1e3", ["message", "pong"]),
        ("3", b"0:1:2", ["ping"]),
        ("3", b"1:2oops", ["ping", "unknown"]),
        ("3", b":2", ["unknown"]),
        ("3", b"99999999999:2", ["unknown"]),
        ("3", b"9:4un", ["message"]),
        ("3", b"\x00\x01\xff2", ["ping"]),
        ("3", b"\x00\x01\xff3\x01\x02\xff\x04x\x01\x01\xff\x02", ["pong", "message", "unknown"]),
        ("3", b"\x00\x01\xff2oops", ["ping", "unknown"]),
        ("3", b"\x00\xff2", ["unknown"]),
        ("3", b"\x01\x00\xff", []),
    ],
)
def test_payloads_at_the_edge(eio: str | None, payload: bytes, expected: list[str]) -> None:
    assert types(eio, payload) == expected
    assert types(eio, payload, [-1]) == expected


def test_only_so_many_packets_are_kept() -> None:
    assert len(types("4", b"\x1e".join([b"2"] * 10_000))) == MOST_PACKETS


@pytest.mark.parametrize(
    ("method", "packets", "kind"),
    [
        ("GET", [], "poll"),
        ("POST", [], "other"),
        ("POST", ["close", "pong", "message"], "message"),
        ("POST", ["close", "pong"], "pong"),
        ("POST", ["ping", "close"], "close-packet"),
        ("POST", ["ping", "unknown"], "other"),
        ("OPTIONS", [], "other"),
    ],
)
def test_what_a_request_carried(method: str, packets: list[str], kind: str) -> None:
    assert body_kind(method, packets) == kind


OPEN = b'0{"sid":"ab\\u0063","upgrades":[],"maxPayload":1000}'


@pytest.mark.parametrize(
    "payload",
    [
        OPEN,
        OPEN + b"\x1e40",
        b"%d:%b2:40" % (len(OPEN), OPEN),
        b"\x00\x05\x01\xff" + OPEN + b"\x00\x02\xff40",
    ],
)
def test_open_packet(payload: bytes) -> None:
    assert open_packet(payload) == Opened("abc", 1000)


def test_open_packet_without_a_limit() -> None:
    assert open_packet(b'0{"sid":"x","maxPayload":"many"}') == Opened("x", None)


@pytest.mark.parametrize(
    "payload", [b"", b"0", b"40", b"0[]", b'0{"sid":', b'0{"sid":7}', b'0{"id":"x"}', b'4{"sid":"x"}', b"\xff0{}"]
)
def test_no_open_packet(payload: bytes) -> None:
    assert open_packet(payload) is None


@given(
    st.recursive(TEXT, lambda inner: st.dictionaries(TEXT, inner, max_size=3), max_leaves=5), st.text(max_size=5)
)
def test_leading_json_ends_where_it_ends(value: object, after: str) -> None:
    text = json.dumps(value)
    assert leading_json(text + after) == (value, len(text))
    assert leading_json(text[:-1]) is None


def test_json_nested_too_deep_is_none() -> None:
    assert leading_json('{"a":' + "[" * 100_000) is None
