"""Each HTTP attempt is an event, with both HTTP libraries, against a server that behaves badly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import requests
import websocket
from rude_server import FIN, HOLD, RST, RudeServer, answer, text_frame

from harness.clients.attempts_aiohttp import Attempts as AiohttpAttempts
from harness.clients.attempts_requests import Attempts as RequestsAttempts
from harness.clients.errors import Trouble
from harness.clients.voice import Counts, SocketVoice, Voice
from harness.clock import monotonic_ns
from harness.events import ClientAttempt

BAD_SESSION = '"Invalid session X"'
POLL = "/socket.io/?sidlab=a-1&transport=polling&EIO=4&sid=X"


def listen() -> tuple[SocketVoice, list[Any]]:
    said: list[Any] = []
    return Voice("a-1", Counts(), said.append, monotonic_ns).socket(), said


def summary(attempt: ClientAttempt) -> tuple[str, int | None, str | None, str | None, bool]:
    return attempt.method, attempt.status, attempt.error, attempt.errno, attempt.resend


@asynccontextmanager
async def session(*, resend: bool) -> AsyncIterator[tuple[aiohttp.ClientSession, list[ClientAttempt]]]:
    voice, said = listen()
    async with AiohttpAttempts(voice, resend=resend).session() as made:
        yield made, said


# --- aiohttp --------------------------------------------------------------------------------------------------

CUT = [(FIN, "ServerDisconnectedError", None), (RST, "ClientOSError", "ECONNRESET")]


@pytest.mark.parametrize(("thing", "error", "errno"), CUT)
async def test_without_resend_a_lost_get_is_tried_once(thing: Any, error: str, errno: str | None) -> None:
    with RudeServer(thing, answer("200 OK", "4x")) as server:
        async with session(resend=False) as (http, said):
            with pytest.raises(aiohttp.ClientConnectionError) as raised:
                await http.get(server.url + POLL)
        assert len(server.requests) == 1
    assert [summary(attempt) for attempt in said] == [("GET", None, error, errno, False)]
    assert said[0].text == str(raised.value)  # the library's own words reach whoever asked
    assert (said[0].kind, said[0].sid) == ("poll", "X")
    assert 0 < said[0].took < 1


@pytest.mark.parametrize(("thing", "error", "errno"), CUT)
async def test_with_resend_both_tries_are_seen_and_the_second_is_named(
    thing: Any, error: str, errno: str | None
) -> None:
    with RudeServer(thing, answer("400 Bad Request", BAD_SESSION)) as server:
        async with session(resend=True) as (http, said):
            response = await http.get(server.url + POLL)
            assert await response.text() == BAD_SESSION
        assert len(server.requests) == 2
    assert [summary(attempt) for attempt in said] == [
        ("GET", None, error, errno, False),
        ("GET", 400, None, None, True),
    ]
    assert said[1].text == BAD_SESSION


@pytest.mark.parametrize("resend", [True, False])
async def test_a_post_is_never_sent_again(resend: bool) -> None:
    with RudeServer(RST, answer("200 OK", "ok")) as server:
        async with session(resend=resend) as (http, said):
            with pytest.raises(aiohttp.ClientConnectionError):
                await http.post(server.url + POLL, data="42")
        assert len(server.requests) == 1
    assert [summary(attempt) for attempt in said] == [("POST", None, "ClientOSError", "ECONNRESET", False)]


async def test_two_requests_at_once_do_not_count_as_each_others_resend() -> None:
    with RudeServer(RST, RST, RST, RST, answer("200 OK", "ok")) as server:
        async with session(resend=False) as (http, said):
            tries = [http.get(server.url + POLL) for _ in range(4)]
            lost = await asyncio.gather(*tries, return_exceptions=True)
            (await http.get(server.url + POLL)).release()
    assert all(isinstance(error, aiohttp.ClientConnectionError) for error in lost)
    assert len(said) == 5
    assert not any(attempt.resend for attempt in said)


async def test_a_refused_connection_keeps_its_class() -> None:
    with RudeServer(FIN) as server:
        pass
    async with session(resend=False) as (http, said):
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(server.url + POLL)
    assert [summary(attempt) for attempt in said] == [("GET", None, "ClientConnectorError", "ECONNREFUSED", False)]


async def test_a_total_timeout_is_one_failed_attempt() -> None:
    with RudeServer(HOLD) as server:
        async with session(resend=False) as (http, said):
            with pytest.raises(TimeoutError):
                await http.get(server.url + POLL, timeout=aiohttp.ClientTimeout(total=0.2))
    assert [summary(attempt) for attempt in said] == [("GET", None, "TimeoutError", None, False)]
    assert said[0].took >= 0.19


async def test_a_cancelled_request_is_no_attempt() -> None:
    with RudeServer(HOLD) as server:
        async with session(resend=False) as (http, said):
            asking = asyncio.ensure_future(http.get(server.url + POLL))
            async with asyncio.timeout(5):
                while not server.requests:  # noqa: ASYNC110 - another thread's list
                    await asyncio.sleep(0.005)
            asking.cancel()
            await asyncio.wait({asking})
    assert said == []


async def test_a_400_with_a_cut_body_is_still_a_400() -> None:
    cut = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nInv"
    with RudeServer(cut) as server:
        async with session(resend=False) as (http, said):
            response = await http.get(server.url + POLL)
            assert response.status == 400
    assert [summary(attempt) for attempt in said] == [("GET", 400, None, None, False)]


async def test_a_websocket_handshake_is_an_attempt() -> None:
    path = "/socket.io/?sidlab=a-1&transport=websocket&EIO=4"
    with RudeServer(("ws:", text_frame("hi"), FIN), answer("400 Bad Request", BAD_SESSION)) as server:
        async with session(resend=False) as (http, said):
            async with http.ws_connect(server.url + path) as ws:
                assert (await ws.receive()).data == "hi"
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(server.url + path)
    assert [(attempt.kind, attempt.status, attempt.text) for attempt in said] == [
        ("websocket", 101, ""),
        ("websocket", 400, BAD_SESSION),
    ]


# --- requests and websocket-client ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (FIN, ("GET", None, "RemoteDisconnected", None, False)),
        (RST, ("GET", None, "ProtocolError", "ECONNRESET", False)),
        (HOLD, ("GET", None, "TimeoutError", None, False)),
    ],
)
def test_requests_tries_once(thing: Any, expected: tuple[Any, ...]) -> None:
    voice, said = listen()
    with RudeServer(thing, thing) as server, RequestsAttempts(voice).session() as http:
        with pytest.raises(requests.RequestException):
            http.get(server.url + POLL, timeout=0.2)
        assert len(server.requests) == 1
    assert [summary(attempt) for attempt in said] == [expected]


def test_requests_answers_with_their_text() -> None:
    voice, said = listen()
    with RudeServer(answer("400 Bad Request", BAD_SESSION)) as server, RequestsAttempts(voice).session() as http:
        assert http.get(server.url + POLL).text == BAD_SESSION
    assert [(attempt.kind, attempt.status, attempt.text) for attempt in said] == [("poll", 400, BAD_SESSION)]


def test_requests_refused() -> None:
    voice, said = listen()
    with RudeServer(FIN) as server:
        pass
    with RequestsAttempts(voice).session() as http, pytest.raises(requests.ConnectionError):
        http.get(server.url + POLL)
    with requests.Session() as stock, pytest.raises(requests.ConnectionError) as raised:
        stock.get(server.url + POLL)
    assert said[0].text == str(raised.value)[:120]  # the library's own words, whatever is watched
    assert [summary(attempt) for attempt in said] == [("GET", None, "NewConnectionError", "ECONNREFUSED", False)]


def connect(voice: Voice, server: RudeServer) -> Callable[[], Any]:
    options = RequestsAttempts(voice).websocket_options("http://127.0.0.1")
    url = f"ws://127.0.0.1:{server.port}/socket.io/?transport=websocket&EIO=4"
    return lambda: websocket.create_connection(url, timeout=2, **options)


def test_websocket_client_handshakes_are_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    voice, said = listen()
    with RudeServer(("ws:", text_frame("hi"), FIN), answer("400 Bad Request", BAD_SESSION), RST) as server:
        knock = connect(voice, server)
        ws = knock()
        assert ws.recv() == "hi"
        with pytest.raises(websocket.WebSocketConnectionClosedException):
            ws.recv()
        assert ws.trouble == Trouble("WebSocketConnectionClosedException")
        with pytest.raises(websocket.WebSocketBadStatusException):
            knock()
        with pytest.raises(ConnectionResetError):
            knock()
    assert [(attempt.kind, *summary(attempt)[1:4], attempt.text) for attempt in said[:2]] == [
        ("websocket", 101, None, None, ""),
        ("websocket", 400, None, None, BAD_SESSION),
    ]
    assert said[2].errno == "ECONNRESET"
