"""WebSocket frames, against wsproto's, and what the tap tells of a WebSocket's beginning."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tap_play import SWITCH, UPGRADE, WEBSOCKET, get, pieces, play, rows, told
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, Event, Ping, Pong, TextMessage
from wsproto.extensions import PerMessageDeflate

from harness.events import Crossed, Framed, WireSessionEnded, WireUpgraded
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.websocket import INFLATED_BYTES, KEPT_BYTES, FrameError, FrameReader, unmask

Read = tuple[int, int, bytes | None]
CUTS = st.lists(st.integers(0, 3000), max_size=6)
CHUNKS = st.lists(st.binary(max_size=400), min_size=1, max_size=4)
CONTROL = st.one_of(
    st.binary(max_size=125).map(lambda data: Ping(payload=data)),
    st.binary(max_size=125).map(lambda data: Pong(payload=data)),
)


def sender(side: str, deflate: bool, takeover: bool = True) -> Connection:
    """One end of a WebSocket, by wsproto."""
    kind = ConnectionType.CLIENT if side == "client" else ConnectionType.SERVER
    if not deflate:
        return Connection(kind)
    extension = PerMessageDeflate(client_no_context_takeover=not takeover, server_no_context_takeover=not takeover)
    extension.finalize("permessage-deflate")
    return Connection(kind, [extension])


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Event], list[Read]]:
    """What one end sends, and what is to be read of it: binary messages, and control frames as they come."""
    events: list[Event] = []
    messages: list[Read] = []
    for chunks in draw(st.lists(CHUNKS, max_size=5)):
        for at, chunk in enumerate(chunks):
            last = at == len(chunks) - 1
            events.append(BytesMessage(data=chunk, message_finished=last))
            if last:
                whole = b"".join(chunks)
                messages.append((2, len(whole), whole[:KEPT_BYTES]))
            for control in draw(st.lists(CONTROL, max_size=1)):
                events.append(control)
                messages.append((9 if isinstance(control, Ping) else 10, len(control.payload), control.payload))
    return events, messages


def test_a_session_opened_by_websocket_has_its_sid_from_the_open_packet_on() -> None:
    tap = ConnectionTap(1, 2, "/socket.io/", TapMemory())
    tap.from_client(get(WEBSOCKET, *UPGRADE), 0)
    tap.from_server(SWITCH, 1)
    assert tap.current is not None
    assert (tap.current.kind, tap.current.sid) == ("websocket", None)
    tap.from_server(b'\x81\x0c0{"sid":"x"}', 2)
    assert (tap.current.kind, tap.current.sid) == ("websocket", "x")


def read_all(stream: bytes, cuts: list[int] | tuple[int, ...] = ()) -> list[Read]:
    reader = FrameReader()
    return [message for piece in pieces(stream, cuts) for message in reader.feed(piece)]


def read(stream: bytes, cuts: list[int] | tuple[int, ...] = ()) -> list[bytes | None]:
    return [start for _, _, start in read_all(stream, cuts)]


@given(histories(), st.sampled_from(["client", "server"]), st.booleans(), st.booleans(), CUTS)
def test_messages_as_wsproto_sends_them(
    history: tuple[list[Event], list[Read]], side: str, deflate: bool, takeover: bool, cuts: list[int]
) -> None:
    events, messages = history
    end = sender(side, deflate, takeover)
    stream = b"".join(end.send(event) for event in events)
    assert read_all(stream, cuts) == messages


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_every_length_of_length(size: int) -> None:
    end = sender("client", deflate=False)
    stream = end.send(TextMessage(data="x" * size)) + end.send(TextMessage(data="next"))
    assert read(stream) == [b"x" * min(size, KEPT_BYTES), b"next"]
    assert read(stream, [-1] if size < 200 else [1, 2, 3, 9, 10, 13, 14, 15, 5000]) == read(stream)


@given(st.binary(max_size=40), st.binary(min_size=4, max_size=4), st.integers(0, 9))
def test_unmask(data: bytes, mask: bytes, offset: int) -> None:
    assert unmask(data, mask, offset) == bytes(byte ^ mask[(at + offset) % 4] for at, byte in enumerate(data))
    assert unmask(data, b"", offset) == data


def compressed(*messages: bytes, final: bool = False) -> bytes:
    """Frames of compressed messages, by zlib alone; `final` closes each message's stream (RFC 7692, 7.2.3.4)."""
    deflater = zlib.compressobj(wbits=-15)
    frames = b""
    for message in messages:
        if final:
            deflater = zlib.compressobj(wbits=-15)
            payload = deflater.compress(message) + deflater.flush() + b"\x00"
        else:
            payload = (deflater.compress(message) + deflater.flush(zlib.Z_SYNC_FLUSH)).removesuffix(
                b"\x00\x00\xff\xff"
            )
        frames += b"\xc1\x7e" + len(payload).to_bytes(2, "big") + payload
    return frames


def test_messages_that_close_their_stream() -> None:
    assert read(compressed(b"one", b"two", final=True)) == [b"one", b"two"]
    assert read(compressed(b"one", b"two", final=True), [-1]) == [b"one", b"two"]


@pytest.mark.parametrize("cuts", [(), [-1], [200, 201]])
def test_a_bomb_is_not_inflated(cuts: list[int]) -> None:
    stream = compressed(b"one", b"x" * (INFLATED_BYTES + 1), b"two") + b"\x81\x01!"
    assert read(stream, cuts) == [b"one", None, None, b"!"]
    assert read(compressed(b"x" * INFLATED_BYTES, b"two"), cuts) == [b"x" * KEPT_BYTES, b"two"]


def test_what_cannot_be_inflated_is_none() -> None:
    assert read(b"\xc1\x03\xff\xff\xff\x81\x01!") == [None, b"!"]


@pytest.mark.parametrize(
    "stream",
    [
        b"\x83\x00",  # no such opcode
        b"\x8b\x00",
        b"\xa1\x00",  # RSV2
        b"\x09\x00",  # fragmented ping
        b"\xc9\x00",  # compressed ping
        b"\x89\x7e\x00\x80",  # long ping
        b"\x80\x00",  # continuation of nothing
        b"\x01\x00\x81\x00",  # a message within a message
        b"\x01\x00\xc0\x00",  # a compressed continuation
    ],
)
def test_what_is_no_frame(stream: bytes) -> None:
    with pytest.raises(FrameError):
        read(stream)


def frame(payload: bytes, opcode: int = 0x81, masked: bool = False) -> bytes:
    mask = b"\x80\0\0\0\0" if masked else b"\0"
    return bytes([opcode, mask[0] | len(payload)]) + mask[1:] + payload


OPEN = b'0{"sid":"s","maxPayload":9}'
OPENED = ["1 GET websocket", "1 -> 101"]
NO_FRAME = b"\xff" * 20
UPGRADING = ["1 GET upgrade", "1 -> 101"]


def test_a_session_that_begins_on_websocket() -> None:
    steps = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + frame(b"", 0x89) + frame(OPEN) + frame(OPEN))]
    assert told(play(steps)) == [*OPENED, "sid websocket", "ended websocket-closed by None"]


def test_what_was_read_before_the_frames_end_is_told() -> None:
    steps = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + frame(OPEN) + NO_FRAME)]
    assert told(play(steps)) == [*OPENED, "sid websocket", "lost"]


@pytest.mark.parametrize("first", [frame(b"40"), frame(b""), b"\xc1\x03\xff\xff\xff"])
def test_a_websocket_that_opens_no_session(first: bytes) -> None:
    assert told(play([("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + first + frame(OPEN))])) == OPENED


def test_an_upgrade_is_done_with_the_client_s_5() -> None:
    request = get(WEBSOCKET + "&sid=x", *UPGRADE)
    probe = [("c", frame(b"2probe", masked=True)), ("s", frame(b"3probe") + frame(OPEN) + frame(b"5"))]
    done = ("c", frame(b"5", masked=True) * 2)
    assert told(play([("c", request), ("s", SWITCH), *probe, done])) == [*UPGRADING, "upgraded"]
    assert told(play([("c", request), ("s", SWITCH), *probe])) == UPGRADING
    *_, upgraded = play([("c", get(WEBSOCKET + "&sid=x&sidlab=ann", *UPGRADE)), ("s", SWITCH), done])
    assert upgraded == WireUpgraded(t=2, conn=1, sid="x", client="ann")


def test_frames_sent_before_the_switch_are_read_after_it() -> None:
    eager = get(WEBSOCKET + "&sid=x", *UPGRADE) + frame(b"2probe", masked=True) + frame(b"5", masked=True)
    assert told(play([("c", eager), ("s", SWITCH)])) == [*UPGRADING, "upgraded"]


EVENTS = [
    b'42["say","hi"]',
    b'42["say",{"text":"hi"}]',
    b'42["say","\xff"]',
    b"42[not JSON",
    b'42["say",1',
    b"42[]",
    b"421[]",
]


@pytest.mark.parametrize("where", [WEBSOCKET, WEBSOCKET + "&sid=unknown"])
def test_an_event_that_comes_in_one_piece_is_told_as_one_in_many(where: str) -> None:
    said = [("c", get(where, *UPGRADE)), ("s", SWITCH), ("s", frame(OPEN)), ("c", frame(b"40", masked=True))]
    for event in EVENTS:
        said += [("c", frame(event, masked=True)), ("s", frame(event))]
    said.append(("end", b""))
    whole, cut = (rows(said, cuts) for cuts in ((), [[-1]] * len(said)))
    assert [timeless(row) for row in whole] == [timeless(row) for row in cut]
    assert len(whole) == 3 + 2 * len(EVENTS)
    ends = [
        [(end.sid, end.up, end.down) for end in play(said, cuts) if isinstance(end, WireSessionEnded)]
        for cuts in ((), [[-1]] * len(said))
    ]
    assert ends == [[("s", 8, 7)] if where == WEBSOCKET else []] * 2


def timeless(row: Crossed | Framed) -> Crossed | Framed:
    """A row without its times: what comes in pieces is over later."""
    return replace(row, t=0) if isinstance(row, Framed) else replace(row, began=0, asked=0, answered=0, ended=0)


def test_a_page_s_own_websocket_has_no_session() -> None:
    steps = [("c", get("/chat", *UPGRADE)), ("s", SWITCH + frame(OPEN)), ("c", frame(b"5", masked=True))]
    assert told(play(steps)) == ["1 GET page", "1 -> 101"]


@pytest.mark.parametrize("who", ["c", "s"])
def test_no_frames_where_they_should_be(who: str) -> None:
    steps = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH), (who, NO_FRAME), ("s", frame(OPEN))]
    assert told(play(steps)) == [*OPENED, "lost"]
