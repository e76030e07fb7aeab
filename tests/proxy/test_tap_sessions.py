"""A session's life, joined by its sid over connections, in both protocols and every framing."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from tap_play import POLLING, SWITCH, UPGRADE, WEBSOCKET, Steps, answer, get, play, post, rows, say

from harness.events import Crossed, WireNamespace, WireSessionEnded, WireSidIssued, WireTapLost
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.socketio import namespace_packet

OPEN = b'0{"sid":"x","upgrades":["websocket"],"pingInterval":25000}'
OK = ("s", answer(200, b"OK"))
EIO3 = "/socket.io/?EIO=3&transport=polling"
HANDSHAKE = [("c", get(POLLING + "&sidlab=ann")), ("s", answer(200, OPEN))]
REFUSED = ("s", answer(400, b'"Invalid session x"'))


def poll(*packets: bytes) -> list[tuple[str, bytes]]:
    """A poll of the session, and its answer."""
    return [("c", get(POLLING + "&sid=x")), ("s", answer(200, b"\x1e".join(packets)))]


def sent(*packets: bytes) -> list[tuple[str, bytes]]:
    """A POST of the session, and its answer."""
    return [("c", post(POLLING + "&sid=x", b"\x1e".join(packets))), OK]


def frame(text: bytes, masked: bool = False) -> bytes:
    return bytes([0x81, len(text) | 0x80 * masked]) + b"\0" * 4 * masked + text


def up(*texts: bytes) -> tuple[str, bytes]:
    return "c", b"".join(frame(text, masked=True) for text in texts)


def down(*texts: bytes) -> tuple[str, bytes]:
    return "s", b"".join(frame(text) for text in texts)


UPGRADING = [("c", get(WEBSOCKET + "&sid=x", *UPGRADE)), ("s", SWITCH), up(b"2probe"), down(b"3probe"), up(b"5")]
DIRECT = [("c", get(WEBSOCKET + "&sidlab=bob", *UPGRADE)), ("s", SWITCH), down(OPEN)]


def lives(*connections: Steps) -> list[WireSessionEnded]:
    """The ends of sessions, over connections one after the other."""
    memory = TapMemory()
    events = [event for at, steps in enumerate(connections, 1) for event in play(steps, memory=memory, conn=at)]
    assert not any(isinstance(event, WireTapLost) for event in events)
    return [event for event in events if isinstance(event, WireSessionEnded)]


def test_a_session_s_whole_life() -> None:
    talk = [down(b'40{"sid":"i"}', b"42[1]", b"2"), up(b"42[2]", b"3", b"b")]
    polls = [*poll(b"6"), *sent(b"40", b"42[1]"), *poll(b"42[2]\x1ebAA==\x1e2")]
    (ended,) = lives([*HANDSHAKE, *polls], [*UPGRADING, *talk])
    assert (ended.conn, ended.sid, ended.client, ended.how, ended.by) == (2, "x", "ann", "websocket-closed", None)
    assert (ended.transport, ended.opened, ended.upgraded, ended.t) == ("websocket", 1, 4, 7)
    assert (ended.requests, ended.up, ended.down) == (5, 4, 4)


@pytest.mark.parametrize(
    ("connections", "how", "by"),
    [
        ([[*HANDSHAKE, *sent(b"1")]], "close-packet", "client"),
        ([[*HANDSHAKE, *poll(b"1")]], "close-packet", "server"),
        ([[*HANDSHAKE, *sent(b"1"), *poll(b"1")]], "close-packet", "client"),
        ([[*DIRECT, up(b"1"), down(b"1")]], "close-packet", "client"),
        ([[*DIRECT, down(b"1")]], "close-packet", "server"),
        ([DIRECT], "websocket-closed", None),
        ([[*DIRECT, ("s", b"\x88\x00"), ("c", b"\x88\x80abcd")]], "websocket-closed", "server"),
        ([[*DIRECT, ("c", b"\x88\x80abcd"), ("s", b"\x88\x00")]], "websocket-closed", "client"),
        ([HANDSHAKE, UPGRADING], "websocket-closed", None),
        ([HANDSHAKE, [("c", get(POLLING + "&sid=x")), REFUSED]], "forgotten", "server"),
        ([[*HANDSHAKE, *sent(b"1")], [("c", get(POLLING + "&sid=x")), REFUSED]], "close-packet", "client"),
        ([HANDSHAKE, UPGRADING, [("c", get(POLLING + "&sid=x")), REFUSED]], "websocket-closed", None),
    ],
)
def test_how_a_session_ended_and_by_whom(connections: list[Steps], how: str, by: str | None) -> None:
    (ended,) = lives(*connections)
    assert (ended.how, ended.by) == (how, by)


@pytest.mark.parametrize(
    "connections",
    [
        [HANDSHAKE],
        [HANDSHAKE, UPGRADING[:-1]],  # the upgrade was not finished: polling goes on
        [[("c", get(POLLING + "&sid=x")), REFUSED]],  # the wire never saw it begin
        [[*HANDSHAKE, ("c", post(POLLING + "&sid=x", b"1")[:-1])]],
        [[*HANDSHAKE, ("c", get(POLLING + "&sid=x")), ("s", answer(200, b"1")[:-1])]],
        [[*HANDSHAKE, ("c", get(POLLING + "&sid=x")), ("s", answer(500, b"1"))]],
    ],
)
def test_no_end_of_a_session(connections: list[Steps]) -> None:
    assert lives(*connections) == []


def test_a_fault_s_refusal_is_no_end_of_a_session() -> None:
    memory = TapMemory()
    play(HANDSHAKE, memory=memory)
    tap = ConnectionTap(2, 3, "/socket.io/", memory)
    tap.from_client(get(POLLING + "&sid=x") * 2, 5)
    told = [*tap.answered(REFUSED[1], "status", 6)]
    tap.changed("unsticky")
    told += tap.from_server(REFUSED[1], 7)
    assert [say(event) for event in told] == ["1 -> 400 poll unknown-sid", "2 -> 400 poll unknown-sid"]


def test_who_ended_the_connection_is_taken_from_the_wire() -> None:
    tap = ConnectionTap(1, 2, "/socket.io/", TapMemory())
    for at, (who, data) in enumerate(DIRECT):
        (tap.from_client if who == "c" else tap.from_server)(data, at)
    (ended,) = tap.ended(9, "fault")
    assert isinstance(ended, WireSessionEnded)
    assert (ended.by, ended.opened, ended.t, ended.client) == ("fault", 2, 9, "bob")


def namespaces(*connections: Steps) -> list[str]:
    """What is told of namespaces, in words."""
    memory = TapMemory()
    events = [event for at, steps in enumerate(connections, 1) for event in play(steps, memory=memory, conn=at)]
    told = [event for event in events if isinstance(event, WireNamespace)]
    return [
        f"{one.did} {one.namespace} by {one.by} {one.socket_id or one.text}".rstrip() + f" ({one.sid})"
        for one in told
    ]


def test_namespaces_of_protocol_5() -> None:
    joined = [b"40", b"40/chat,{}", b'40/chat?t=1,{"sid":"zz"}', b"40/a"]
    granted = [
        b'40{"sid":"i"}',
        b'40/chat,{"sid":"j"}',
        b'44/a,{"message":"Not you","data":{}}',
        b"41/chat,",
        b"41",
    ]
    steps = [*HANDSHAKE, *sent(*joined), *poll(*granted), *sent(b"41/chat,", b"45-[]", b"42/chat,[1]")]
    assert namespaces(steps) == [
        "joined / by client i (x)",
        "joined /chat by client j (x)",
        "refused /a by server Not you (x)",
        "left /chat by server (x)",
        "left / by server (x)",
        "left /chat by client (x)",
    ]
    assert namespaces([*DIRECT, up(b"40/b"), down(b'40/b,{"sid":"k"}'), up(b"41/b,")]) == [
        "joined /b by client k (x)",
        "left /b by client (x)",
    ]


def prefixed(*packets: bytes) -> bytes:
    return b"".join(b"%d:%b" % (len(packet.decode()), packet) for packet in packets)


def binary(*packets: bytes) -> bytes:
    """As engine.io-parser 2 frames text packets, and messages of bytes (those that begin with 4, a number)."""
    return b"".join(
        bytes([packet[0] == 4]) + bytes(map(int, str(len(packet)))) + b"\xff" + packet for packet in packets
    )


@pytest.mark.parametrize("framing", [prefixed, binary])
def test_namespaces_and_messages_of_protocol_4(framing: object) -> None:
    assert callable(framing)
    said = framing(OPEN, b"40"), framing(b"40/chat", b'44/a,"Not you"', b'42["\xc3\xa9"]', b"2")
    steps = [
        ("c", get(EIO3)),
        ("s", answer(200, said[0])),
        ("c", post(EIO3 + "&sid=x", framing(b"40/chat?t=1"))),
        OK,
        ("c", get(EIO3 + "&sid=x")),
        ("s", answer(200, said[1])),
        ("c", post(EIO3 + "&sid=x", framing(b"1"))),
        OK,
    ]
    assert namespaces(steps) == [
        "joined / by server (x)",
        "joined /chat by client (x)",
        "refused /a by server Not you (x)",
    ]
    (ended,) = lives(steps)
    assert (ended.how, ended.by, ended.up, ended.down, ended.requests) == ("close-packet", "client", 1, 4, 4)


def test_binary_messages_of_protocol_3() -> None:
    steps = [
        ("c", get(EIO3)),
        ("s", answer(200, binary(OPEN))),
        ("c", post(EIO3 + "&sid=x", binary(b"\x040/no", b"41") + binary(b"\x04" + b"y" * 700))),
        OK,
        ("c", post(EIO3 + "&sid=x", prefixed(b"b4AAEC", b"1"))),
        OK,
    ]
    (ended,) = lives(steps)
    assert (ended.up, ended.down) == (4, 0)
    assert namespaces(steps) == ["left / by client (x)"]


JSONP = "&j=0"


@pytest.mark.parametrize(
    ("query", "framing", "reply"),
    [
        (POLLING, b"\x1e".join, b'___eio[0]("%b");'),
        (EIO3, lambda packets: prefixed(*packets), b'___eio[0]("%b");'),
    ],
)
def test_payloads_wrapped_for_a_script(query: str, framing: object, reply: bytes) -> None:
    assert callable(framing)
    said = framing([OPEN]).replace(b'"', b'\\"')
    more = framing([b'40/chat,{"sid":"j"}', b'42["\xc3\xa9\n"]']).replace(b'"', b'\\"').replace(b"\n", b"\\n")
    posted = b"d=" + quote_plus(framing([b"40/chat", b'42["a\\nb"]'])).encode()
    steps = [
        ("c", get(query + JSONP)),
        ("s", answer(200, reply % said)),
        ("c", post(query + "&sid=x" + JSONP, posted)),
        OK,
        ("c", get(query + "&sid=x" + JSONP)),
        ("s", answer(200, reply % more)),
        ("c", post(query + "&sid=x" + JSONP, b"d=" + framing([b"1"]))),
        OK,
    ]
    assert [say(event) for event in play(steps) if isinstance(event, WireSidIssued)] == ["sid polling"]
    (ended,) = lives(steps)
    assert (ended.up, ended.down) == (2, 2)
    assert namespaces(steps) == ["joined /chat by client j (x)"]
    assert play(steps, [[-1]] * len(steps)) == play(steps)
    shown = [row for row in rows(steps) if isinstance(row, Crossed)]
    assert (shown[1].sent_body or "").startswith("d=")
    assert (shown[2].got_body or "").startswith('___eio[0]("')
    assert (shown[2].got_body or "").endswith('");')
    assert "/chat" in (shown[2].got_body or "")


def test_a_query_for_a_script_may_be_answered_without_one() -> None:
    steps = [("c", get(POLLING + JSONP)), ("s", answer(200, OPEN)), ("c", post(POLLING + "&sid=x&j=0", b"d")), OK]
    assert next(row.got_body for row in rows(steps) if isinstance(row, Crossed)) == OPEN.decode()
    unescaped = answer(200, b'___eio[0]("4\\u00e9\\q\\t");')
    (row,) = rows([("c", get(POLLING + "&sid=x&j=0")), ("s", unescaped)])
    assert isinstance(row, Crossed)
    assert (row.got_body or "").endswith('");')


def test_namespaces_of_a_session_the_wire_did_not_see_begin() -> None:
    assert namespaces(poll(b'40/chat,{"sid":"j"}')) == ["joined /chat by client j (x)"]
    assert namespaces([("c", post("/socket.io/", b"41")), OK]) == []


@pytest.mark.parametrize("start", [b"42[]", b"40x", b"", b"4", b"44\xff", b'44["x"]', b"41{}"])
def test_what_is_no_packet_of_a_namespace(start: bytes) -> None:
    assert namespace_packet(start) is None


def test_a_refusal_of_whatever_kind() -> None:
    for start, text in (
        (b'44{"message":7}', ""),
        (b'44"no"', "no"),
        (b'44/a,{"message":"%b"}' % (b"y" * 200), "y" * 120),
    ):
        told = namespace_packet(start)
        assert told is not None
        assert told.refusal == text
    told = namespace_packet(b'40{"sid":7}')
    assert told is not None
    assert told.socket_id is None


MANY = b"\x1e".join([b"40/%d" % at for at in range(300)] + [b"41/last,"] + [b"42[]"] * 5000)


def test_a_long_payload_is_counted_to_its_end_and_its_packets_noted_up_to_a_bound() -> None:
    (ended,) = lives([*HANDSHAKE, ("c", post(POLLING + "&sid=x", MANY)), OK, *sent(b"1")])
    assert ended.up == 5301
    assert len(namespaces([*HANDSHAKE, ("c", get(POLLING + "&sid=x")), ("s", answer(200, MANY))])) == 64
