"""What the wire remembers: sessions, and requests that a client's HTTP library sends again by itself."""

from __future__ import annotations

import asyncio

import aiohttp
import engineio
import pytest
from tap_play import POLLING, PORT, SWITCH, UPGRADE, WEBSOCKET, Steps, answer, get, play, post, request, say, told

from harness.events import Event, WireResponse
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.memory import Life, Session

POLL = get(POLLING + "&sid=x&t=1&sidlab=ann")


def two(first: Steps, second: bytes) -> list[str]:
    """A connection to its end, then what a second one's request is told as."""
    memory = TapMemory()
    play(first, memory=memory)
    return told(ConnectionTap(2, PORT, "/socket.io/", memory).from_client(second, 9))


CUT = [("c", POLL)]
ANSWERED = [("c", POLL), ("s", answer(200, b"6"))]


@pytest.mark.parametrize(
    ("first", "second", "resend"),
    [
        (CUT, POLL, True),
        (ANSWERED, POLL, True),  # the answer crossed, but not to the client: its connection is over
        (CUT, POLL.replace(b"t=1", b"t=2"), False),
        (CUT, POLL.replace(b"GET", b"HEAD"), False),
        (CUT, POLL.replace(b"ann", b"bob"), False),
        ([("c", get(POLLING + "&t=1"))], get(POLLING + "&t=1"), True),
        ([("c", get(POLLING))], get(POLLING), False),  # a reconnecting client may say the very same
        ([("c", get("/"))], get("/"), False),
        ([("c", get(POLLING + "&sid=x"))], get(POLLING + "&sid=x"), True),
        ([("c", post(POLLING + "&sid=x", b"41"))], post(POLLING + "&sid=x", b"41")[:-2], False),
        ([("c", post(POLLING + "&sid=x&t=1", b"41"))], post(POLLING + "&sid=x&t=1", b"41")[:-2], True),
        ([("c", get("/?t=" + "1" * 3000))], get("/?t=" + "1" * 3000), False),  # too long to remember
    ],
)
def test_what_is_a_resend(first: Steps, second: bytes, resend: bool) -> None:
    (line,) = two(first, second)
    assert line.endswith(" resend") is resend


def test_a_resend_while_the_first_connection_is_not_known_to_be_over() -> None:
    memory = TapMemory()
    first, second, third = (ConnectionTap(conn, PORT, "/socket.io/", memory) for conn in (1, 2, 3))
    first.from_client(POLL, 0)
    assert told(second.from_client(POLL, 1)) == ["1 GET poll resend"]
    (answered,) = second.from_server(answer(204), 2)
    assert isinstance(answered, WireResponse)
    assert answered.resent
    assert told(third.from_client(POLL, 3)) == ["1 GET poll"]  # the one before was answered and lives on


def test_the_same_on_one_connection_is_no_resend() -> None:
    assert told(play([("c", POLL * 2)]))[:2] == ["1 GET poll", "2 GET poll"]


def test_the_unused_goes_first() -> None:
    memory = TapMemory(sessions=2, attempts=2)
    for sid in ("a", "b"):
        memory.opened(sid, Session(sid, "polling", None))
    assert memory.session("a") is not None
    memory.opened("c", Session("c", "polling", None))
    assert [memory.session(sid) is not None for sid in ("a", "b", "c")] == [True, False, True]
    memory.opened("d" * 1000, Session("d", "polling", None))
    assert memory.session("d" * 1000) is None
    life = Life()
    for target in (b"1", b"2", b"3"):
        memory.attempt("GET", target, True, life)
    assert [memory.attempt("GET", target, True, Life())[1] for target in (b"3", b"1")] == [True, False]


def test_a_session_unknown_can_be_upgraded() -> None:
    memory = TapMemory()
    steps = [("c", get(WEBSOCKET + "&sid=nobody", *UPGRADE)), ("s", SWITCH), ("c", b"\x81\x015")]
    assert "upgraded" in told(play(steps, memory=memory))
    assert memory.session("nobody") is None
    assert memory.session(None) is None


def cause_after(first: Steps, second: Steps) -> str:
    """The last thing told of the second connection, after the first."""
    memory = TapMemory()
    play(first, memory=memory)
    return say(play(second, memory=memory, conn=2)[-1])


HANDSHAKE = [("c", get(POLLING + "&t=0")), ("s", answer(200, b'0{"sid":"x","maxPayload":10}'))]
DIRECT = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + b'\x81\x0c0{"sid":"x"}')]
MOVED = [*HANDSHAKE, ("c", get(WEBSOCKET + "&sid=x", *UPGRADE)), ("s", SWITCH), ("c", b"\x81\x015")]
INVALID = [("c", POLL), ("s", answer(400, b'"Invalid transport"'))]


@pytest.mark.parametrize(
    ("first", "cause"),
    [(HANDSHAKE, "unknown-transport"), (DIRECT, "polling-after-upgrade"), (MOVED, "polling-after-upgrade")],
)
def test_polling_after_upgrade_is_known_by_the_session(first: Steps, cause: str) -> None:
    assert cause_after(first, INVALID) == f"1 -> 400 poll {cause}"


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        (post(POLLING + "&sid=x", b"4" * 11), "payload"),
        (post(POLLING + "&sid=x", b"4" * 10), "bad-request"),
        (post(POLLING + "&sid=x", b"4" * 11)[:-11] + b"4", "payload"),
        (
            request("POST", POLLING + "&sid=x", "Transfer-Encoding: chunked") + b"b\r\n" + b"4" * 11 + b"\r\n",
            "payload",
        ),
        (post(POLLING + "&sid=unheard-of", b"4" * 11), "bad-request"),
    ],
)
def test_a_body_is_too_long_when_longer_than_the_server_said(sent: bytes, cause: str) -> None:
    refused = [("c", sent), ("s", answer(400, b'"Bad Request"'))]
    assert cause_after(HANDSHAKE, refused) == f"1 -> 400 message {cause}"


async def test_aiohttp_under_engineio_resends_a_poll() -> None:
    """The real client against a server that answers one poll by closing: the tap names the re-send."""
    memory, events = TapMemory(), list[Event]()
    polls = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal polls
        tap = ConnectionTap(writer.get_extra_info("peername")[1], PORT, "/socket.io/", memory)
        while data := await reader.read(65536):
            events.extend(tap.from_client(data, 0))
            if b"&sid=" not in data:
                reply = answer(200, b'0{"sid":"x","upgrades":[],"pingInterval":9000,"pingTimeout":9000}')
            elif data.startswith(b"POST"):
                reply = answer(200, b"ok")
            else:
                polls += 1
                reply = {1: answer(200, b"41"), 2: b"", 3: answer(400, b'"Invalid session x"')}[polls]
            events.extend(tap.from_server(reply, 0))
            writer.write(reply)
            if not reply:
                break
        events.extend(tap.ended(0))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server, aiohttp.ClientSession() as session:
        client = engineio.AsyncClient(http_session=session)
        await client.connect(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", engineio_path="socket.io")
        async with asyncio.timeout(10):
            await client.wait()
    lines = told(events)
    assert [line for line in lines if " GET poll" in line] == ["2 GET poll", "3 GET poll", "1 GET poll resend"]
    assert "3 unanswered poll" in lines
    assert "1 -> 400 poll unknown-sid" in lines
