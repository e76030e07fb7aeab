"""What the DevTools protocol tells of a page's network, as attempts of its client."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from made_page import HERE, SECOND, Clock

from harness.clients.request import body_of
from harness.events import ClientAttempt
from ui.browser.cap import Pool
from ui.browser.network import LOST, Network

POLL = f"{HERE}/socket.io/?EIO=4&transport=polling&sid=abc"


class Wire:
    """Says messages to a Network a tenth of a second apart; `told` are the attempts."""

    def __init__(self) -> None:
        self.told: list[ClientAttempt] = []
        self.bodies: list[Callable[[str], None]] = []
        self.clock = Clock()
        self.pool = Pool()
        self.network = Network("p-1", "/socket.io/", self.pool, self.told.append, self._body, self.clock)

    def _body(self, _request: str, then: Callable[[str], None]) -> None:
        self.bodies.append(then)

    def __call__(self, name: str, number: str = "r", /, **params: Any) -> None:
        self.clock.t += SECOND // 10
        told = {"requestId": number, "timestamp": self.clock.t / SECOND, "type": "XHR", **params}
        self.network.hear(f"Network.{name}", msgspec.Raw(json.dumps(told).encode()))

    def asks(self, method: str = "GET", url: str = POLL, body: str | None = None, request: str = "r") -> None:
        carried = {} if body is None else {"postData": body, "hasPostData": True}
        self("requestWillBeSent", request, request={"url": url, "method": method, "headers": {}, **carried})

    def is_answered(self, status: int, request: str = "r") -> None:
        self("requestWillBeSentExtraInfo", request, headers={}, associatedCookies=[])
        self("responseReceived", request, response={"status": status, "url": POLL, "headers": {}})
        self("loadingFinished", request, encodedDataLength=12)


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_a_poll_that_dies_has_chromiums_name(wire: Wire) -> None:
    wire.asks()
    wire("requestWillBeSentExtraInfo")
    wire("loadingFailed", errorText="net::ERR_EMPTY_RESPONSE", canceled=False)
    [attempt] = wire.told
    assert (attempt.client, attempt.method, attempt.kind, attempt.sid) == ("p-1", "GET", "poll", "abc")
    assert (attempt.error, attempt.errno, attempt.body) == ("net::ERR_EMPTY_RESPONSE", None, "poll")
    assert attempt.took == pytest.approx(0.2)
    assert attempt.t == wire.clock.t
    assert wire.network.trouble == "net::ERR_EMPTY_RESPONSE"


@pytest.mark.parametrize(("carried", "kind"), [("1", "close-packet"), ('42["say",{}]', "message"), ("3", "pong")])
def test_a_400_is_told_with_its_body_and_what_was_posted(wire: Wire, carried: str, kind: str) -> None:
    wire.asks("POST", body=carried)
    wire.is_answered(400)
    assert wire.told == []
    wire.bodies[0]('"Invalid session abc"')
    [attempt] = wire.told
    assert (attempt.status, attempt.kind, attempt.body) == (400, "post", kind)
    assert attempt.text == '"Invalid session abc"'
    assert attempt.t == wire.clock.t
    assert wire.network.trouble == "HTTP 400"


def test_what_goes_well_is_told_without_what_it_carried(wire: Wire) -> None:
    wire.asks("POST", body="3")
    wire.is_answered(200)
    [attempt] = wire.told
    assert (attempt.status, attempt.body, attempt.resend) == (200, None, False)
    assert wire.network.trouble is None


def test_a_refused_connect_bears_its_errno_and_a_page_that_lets_go_is_no_trouble(wire: Wire) -> None:
    wire.asks(url=f"{HERE}/socket.io/?EIO=4&transport=polling")
    wire("loadingFailed", errorText="net::ERR_CONNECTION_REFUSED")
    wire.network.trouble = None
    wire.asks()
    wire("loadingFailed", errorText="net::ERR_ABORTED", canceled=True)
    refused, aborted = wire.told
    assert (refused.kind, refused.errno) == ("handshake", "ECONNREFUSED")
    assert aborted.error == "net::ERR_ABORTED"
    assert wire.network.trouble is None


def test_what_chromium_sends_again_by_itself_is_two_attempts(wire: Wire) -> None:
    """Its answer has the times of the second sending, long after the request was on a connection."""
    wire.asks()
    wire("requestWillBeSentExtraInfo")
    asked = wire.clock.t / SECOND
    timing = {"requestTime": asked, "connectStart": 80.0, "sendStart": 81.0, "sendEnd": 81.1}
    wire("responseReceived", response={"status": 400, "timing": timing})
    wire("loadingFinished")
    wire.bodies[0]("")
    first, second = wire.told
    assert (first.error, first.status, first.resend) == (LOST, None, False)
    assert first.t == pytest.approx((asked + 0.08) * SECOND)
    assert (second.status, second.resend) == (400, True)


def test_a_connect_that_fails_for_a_request_that_was_sent_tells_that_it_was_sent_again(wire: Wire) -> None:
    wire.asks()
    wire("requestWillBeSentExtraInfo")
    wire("loadingFailed", errorText="net::ERR_CONNECTION_REFUSED")
    first, second = wire.told
    assert (first.error, second.error, second.resend) == (LOST, "net::ERR_CONNECTION_REFUSED", True)


def test_that_it_was_sent_may_be_heard_before_that_it_was_asked_for(wire: Wire) -> None:
    wire("requestWillBeSentExtraInfo")
    wire.asks()
    wire("loadingFailed", errorText="net::ERR_CONNECTION_REFUSED")
    assert [one.resend for one in wire.told] == [False, True]
    wire("requestWillBeSentExtraInfo", "never asked")
    wire("loadingFinished", "never asked")
    assert len(wire.told) == 2


def test_an_answer_to_the_first_sending_is_one_attempt(wire: Wire) -> None:
    wire.asks()
    timing = {"requestTime": wire.clock.t / SECOND, "connectStart": -1, "sendStart": 0.4}
    wire("requestWillBeSentExtraInfo")
    wire("responseReceived", response={"status": 200, "timing": timing})
    wire("loadingFinished")
    [attempt] = wire.told
    assert not attempt.resend


def test_pages_files_and_what_has_no_request_are_not_told(wire: Wire) -> None:
    wire.asks(url=f"{HERE}/static/chat.js")
    wire.is_answered(404)
    wire.asks(url="data:text/plain,x", request="d")
    wire("loadingFinished", "d")
    wire("loadingFailed", "unheard", errorText="net::ERR_FAILED")
    wire("responseReceived", "unheard", response={"status": 200})
    wire("dataReceived", "unheard", dataLength=1)
    assert wire.told == []
    assert not wire.bodies


def web_socket(wire: Wire) -> None:
    wire("webSocketCreated", "w", url="ws://127.0.0.1:8400/socket.io/?EIO=4&transport=websocket")
    wire("webSocketWillSendHandshakeRequest", "w", request={"headers": {}})


def test_a_websocket_is_an_attempt_and_what_breaks_it_later_is_noted(wire: Wire) -> None:
    web_socket(wire)
    wire("webSocketHandshakeResponseReceived", "w", response={"status": 101, "headers": {}})
    wire("webSocketFrameError", "w", errorMessage="net::ERR_CONNECTION_RESET")
    wire("webSocketClosed", "w")
    [attempt] = wire.told
    assert (attempt.kind, attempt.status, attempt.method) == ("websocket", 101, "GET")
    assert wire.network.trouble == "net::ERR_CONNECTION_RESET"


@pytest.mark.parametrize(
    ("message", "status", "error"),
    [
        ("Error in connection establishment: net::ERR_CONNECTION_REFUSED", None, "net::ERR_CONNECTION_REFUSED"),
        ("Error during WebSocket handshake: Unexpected response code: 400", 400, None),
        ("Connection closed before receiving a handshake response", None, "Connection closed before receiving"),
    ],
)
def test_a_websocket_that_never_opens(wire: Wire, message: str, status: int | None, error: str | None) -> None:
    web_socket(wire)
    wire("webSocketFrameError", "w", errorMessage=message)
    wire("webSocketClosed", "w")
    wire("webSocketWillSendHandshakeRequest", "unheard")
    [attempt] = wire.told
    assert (attempt.status, attempt.error and attempt.error[:34]) == (status, error)


def test_a_message_out_of_shape_is_an_error(wire: Wire) -> None:
    with pytest.raises(ValueError, match="errorText"):
        wire("loadingFailed")


def test_who_holds_connections_is_told_to_the_pool(wire: Wire) -> None:
    for number in range(6):
        wire.asks(request=str(number))
        wire("requestWillBeSentExtraInfo", str(number))
    wire.asks(request="waits")
    assert [one.client for one in wire.pool.look(wire.clock.t + SECOND)] == ["p-1"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("1", "close-packet"),
        ("3\x1e42[]", "message"),
        ("bAQ==", "message"),
        ("5", "other"),
        ("", "other"),
        ("x", "other"),
    ],
)
def test_what_a_post_carries(body: str, kind: str) -> None:
    assert body_of("POST", body) == kind
    assert body_of("GET", None) == "poll"
    assert body_of("POST", None) is None
