"""The pure parts: pace, naps, request kinds, names of errors, a client's talk, what there is to choose."""

from __future__ import annotations

import asyncio
import errno
import subprocess
import sys
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from clients_bench import ROOT
from hypothesis import given
from hypothesis import strategies as st

from harness.clients.catalogue import catalogue_behaviours, catalogue_kinds
from harness.clients.errors import Trouble, trouble_of
from harness.clients.nap import Nap
from harness.clients.pace import Pace
from harness.clients.request import Request, request_of
from harness.clients.spec import Spec, specs_of
from harness.clients.talk import Talk, author_of
from harness.clients.voice import Counts, SocketVoice, Voice
from harness.commands import ClientGroup, ClientsRun
from harness.events import (
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientReceived,
    ClientSent,
    Event,
)

# --- pace -----------------------------------------------------------------------------------------------------

rates = st.floats(0.01, 1000, allow_nan=False)
phases = st.floats(0, 1, exclude_max=True, allow_nan=False)


@given(rates, phases, st.lists(st.floats(0, 50, allow_nan=False), min_size=1, max_size=50))
def test_ticks_lie_on_the_grid_and_never_come_twice(rate: float, phase: float, delays: list[float]) -> None:
    pace, now, given_out = Pace(rate, 100.0, phase), 100.0, []
    for delay in delays:
        now += delay
        tick = pace.next(now)
        assert tick >= now - 1e-6
        steps = (tick - 100.0) * rate - phase
        assert steps == pytest.approx(round(steps), abs=1e-3)
        given_out.append(tick)
    assert all(later - earlier > 0.5 / rate for earlier, later in pairwise(given_out))


def test_a_tick_that_woke_early_is_not_given_out_again() -> None:
    pace = Pace(10.0, 0.0, 0.0)
    assert pace.next(0.05) == pytest.approx(0.1)
    assert pace.next(0.0995) == pytest.approx(0.2)


def test_missed_ticks_are_left_out() -> None:
    pace = Pace(10.0, 0.0, 0.5)
    assert pace.next(0.0) == pytest.approx(0.05)
    assert pace.next(7.01) == pytest.approx(7.05)


# --- naps -----------------------------------------------------------------------------------------------------


async def test_a_nap_ends_at_its_time_or_when_woken_from_any_thread() -> None:
    nap, loop = Nap(), asyncio.get_running_loop()
    nap.wake()  # nobody sleeps yet
    began = loop.time()
    await nap.until(began + 0.03)
    assert loop.time() - began >= 0.029
    sleeping = asyncio.ensure_future(nap.until(None))
    await asyncio.sleep(0)
    await asyncio.to_thread(nap.wake)
    await asyncio.wait_for(sleeping, 1)


# --- requests -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "query", "kind", "sid"),
    [
        ("GET", "transport=polling&EIO=4", "handshake", None),
        ("GET", "sidlab=a&transport=polling&EIO=4&sid=x&t=1.5", "poll", "x"),
        ("POST", "transport=polling&EIO=4&sid=x", "post", "x"),
        ("GET", "transport=websocket&EIO=4", "websocket", None),
        ("GET", "transport=websocket&EIO=4&sid=x", "upgrade", "x"),
        ("GET", "", "other", None),
    ],
)
def test_requests_are_told_apart(method: str, query: str, kind: Any, sid: str | None) -> None:
    assert request_of(method, f"http://127.0.0.1:1/socket.io/?{query}") == Request(method, kind, sid)


# --- errors ---------------------------------------------------------------------------------------------------


def raised(*layers: BaseException) -> BaseException:
    """The last of the exceptions, each raised while the one before was handled."""
    for under, over in pairwise(layers):
        over.__context__ = under
    return layers[-1]


class LibraryError(Exception):
    pass


@pytest.mark.parametrize(
    ("exc", "trouble"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "no"), Trouble("ConnectionRefusedError", "ECONNREFUSED")),
        (
            raised(ConnectionResetError(errno.ECONNRESET, "cut"), LibraryError("oh")),
            Trouble("LibraryError", "ECONNRESET"),
        ),
        (
            LibraryError("aborted", ConnectionResetError(errno.ECONNRESET, "cut")),
            Trouble("LibraryError", "ECONNRESET"),
        ),
        (raised(KeyError("deep"), LibraryError("oh")), Trouble("KeyError")),
        (TimeoutError(), Trouble("TimeoutError")),
    ],
)
def test_what_is_underneath_gets_its_name(exc: BaseException, trouble: Trouble) -> None:
    assert trouble_of(exc) == trouble


def test_exceptions_that_hold_each_other_are_read_once() -> None:
    one, two = LibraryError("one"), LibraryError("two")
    one.__context__, two.__context__ = two, one
    assert trouble_of(one) == Trouble("LibraryError")


# --- voice ----------------------------------------------------------------------------------------------------


def listen() -> tuple[Voice, list[Any]]:
    said: list[Event] = []
    return Voice("a-1", Counts(), said.append, lambda: 5), said


def listen_to_socket() -> tuple[SocketVoice, list[Any]]:
    voice, said = listen()
    return voice.socket(), said


def test_what_broke_first_explains_the_disconnect() -> None:
    voice, said = listen_to_socket()
    poll, post = request_of("GET", "http://h/?transport=polling&sid=x"), request_of("POST", "http://h/?sid=x")
    voice.failed(poll, 1, ConnectionResetError(errno.ECONNRESET, "cut"))
    voice.answered(post, 1, 400, "gone")
    voice.disconnected("transport error", Trouble("close 1006"))
    assert (said[-1].error, said[-1].errno) == ("ConnectionResetError", "ECONNRESET")


def test_what_the_library_mended_does_not_explain_what_comes_later() -> None:
    voice, said = listen_to_socket()
    poll = request_of("GET", "http://h/?transport=polling&sid=x")
    voice.failed(poll, 1, ConnectionResetError(errno.ECONNRESET, "cut"))
    voice.answered(poll, 1, 200, resend=True)
    voice.disconnected("server disconnect")
    assert said[-1] == ClientDisconnected(
        t=5, client="a-1", generation=0, sid="", reason="python:server disconnect"
    )


def test_a_failed_connect_keeps_the_librarys_words_and_names_the_cause() -> None:
    voice, said = listen_to_socket()
    voice.failed(request_of("GET", "http://h/?transport=polling"), 1, OSError(errno.EHOSTUNREACH, "no way"))
    voice.connect_failed(LibraryError("Connection refused by the server"))
    assert said[-1] == ClientConnectError(
        t=5, client="a-1", error="OSError", errno="EHOSTUNREACH", text="Connection refused by the server"
    )


def test_a_stopped_voice_is_silent() -> None:
    voice, said = listen()
    socket = voice.socket()
    voice.stopped()
    socket.disconnected("transport error")
    assert len(said) == 1


def test_each_socket_of_a_client_is_a_generation_of_its_own() -> None:
    voice, said = listen()
    first, second = voice.socket(), voice.socket()
    first.connected("a", "sa", "polling", upgraded=False)
    second.connected("b", "sb", "polling", upgraded=False)
    first.disconnected("transport error")
    assert [(event.generation, event.sid) for event in said] == [(1, "a"), (2, "b"), (1, "a")]


def test_a_socket_that_was_closed_is_over_even_if_its_library_did_not_say_so() -> None:
    voice, said = listen()
    socket, other = voice.socket(), voice.socket()
    socket.connected("a", "sa", "polling", upgraded=False)
    for one in (socket, socket, other):
        one.ended()
    assert [type(event) for event in said] == [ClientConnected, ClientDisconnected]
    assert (said[-1].reason, said[-1].sid) == ("python:client disconnect", "a")


# --- talk -----------------------------------------------------------------------------------------------------


class FakeLine:
    """A library that takes every event, unless it is `deaf`."""

    def __init__(self) -> None:
        self.deaf = False
        self.texts: list[dict[str, str]] = []

    async def emit(self, event: str, data: Any) -> str | None:
        assert event == "say"
        if self.deaf:
            return None
        self.texts.append(data)
        return "x"


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.005)


async def test_talk_waits_for_its_room_then_numbers_what_was_taken() -> None:
    voice, said = listen()
    talk, line = Talk(voice, "hall", seed=1), FakeLine()
    talk.tune(100.0, ("a-1", "a-2"))
    talking = asyncio.ensure_future(talk.run(line))
    talk.joined({"ok": True, "room": "hall", "members": ["a-1"]})
    talk.members({"room": "elsewhere", "members": ["a-1", "a-2"]})
    await asyncio.sleep(0.05)
    assert line.texts == []
    talk.members({"room": "hall", "members": ["a-1", "a-2"]})
    await until(lambda: len(line.texts) == 3)
    line.deaf = True
    await asyncio.sleep(0.03)
    line.deaf = False
    await until(lambda: len(line.texts) == 5)
    talk.tune(0.0, ("a-1",))
    await asyncio.sleep(0.03)
    silent = len(line.texts)
    talk.tune(50.0, ("a-1",))
    await until(lambda: len(line.texts) > silent)
    talking.cancel()
    assert [text["id"] for text in line.texts] == [f"a-1#{n}" for n in range(1, len(line.texts) + 1)]
    sent = [event for event in said if isinstance(event, ClientSent)]
    assert [event.n for event in sent] == list(range(1, len(line.texts) + 1))
    assert [sent[0].to, sent[-1].to] == [("a-1", "a-2"), ("a-1",)]
    assert {event.sid for event in sent} == {"x"}


async def test_talk_does_not_wait_for_ever_for_somebody_who_never_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.clients.talk.GATHER_SECONDS", 0.05)
    voice, _ = listen()
    talk, line = Talk(voice, "hall", seed=1), FakeLine()
    talk.tune(100.0, ("a-1", "a-2"))
    talking = asyncio.ensure_future(talk.run(line))
    await asyncio.sleep(0)
    talk.joined({"members": ["a-1"]})
    await until(lambda: line.texts)
    talking.cancel()


@pytest.mark.parametrize(
    ("message", "author"),
    [
        ({"id": "polling-3#17"}, ("polling-3", 17)),
        ({"id": "a#b#2"}, ("a#b", 2)),
        ({"id": "5f0c"}, None),
        ({"id": "x#"}, None),
        ({"id": None}, None),
        ({}, None),
        ("text", None),
        (None, None),
    ],
)
def test_only_simulated_clients_are_recognised(message: object, author: object) -> None:
    assert author_of(message) == author


def test_a_second_arrival_is_a_second_event() -> None:
    voice, said = listen()
    talk = Talk(voice, "hall", seed=1)
    talk.hear({"id": "b-1#4"}, "x")
    talk.hear({"id": "b-1#4"}, "y")
    talk.hear({"id": "from a person"}, "x")
    assert said == [ClientReceived(t=5, client="a-1", sender="b-1", n=4, sid=sid) for sid in ("x", "y")]


# --- what is asked for, and what there is ---------------------------------------------------------------------


def test_a_command_names_its_clients_rooms_and_ports() -> None:
    group = ClientGroup(group="g", count=2, http_retry=True)
    command = ClientsRun(
        url="http://h:1",
        urls={"g-2": "http://h:2/?x=1"},
        group=group,
        names=("g-1", "g-2"),
        rooms={"g-1": ("g-1", "g-2"), "g-2": ("g-1", "g-2")},
    )
    specs = specs_of(command)
    assert [spec.room for spec in specs.values()] == ["g-1", "g-1"]
    assert specs["g-1"].address == "http://h:1?sidlab=g-1"
    assert specs["g-2"].address == "http://h:2/?x=1&sidlab=g-2"
    assert specs["g-1"].http_retry


def test_a_name_is_quoted_in_the_address() -> None:
    spec = Spec("a&b=c", "g", "python", "http://h", "http://h", "/socket.io/", ("polling",), "plain", False, "r")
    assert spec.address == "http://h?sidlab=a%26b%3Dc"


def test_kinds_and_behaviours_are_found_with_a_title() -> None:
    assert {choice.name for choice in catalogue_kinds()} >= {"python", "python-threads"}
    assert {choice.name for choice in catalogue_behaviours()} >= {"plain", "no-reconnect"}
    assert all(choice.title for choice in catalogue_kinds() + catalogue_behaviours())
    assert msgspec.json.encode(catalogue_kinds())


def test_the_catalogue_loads_no_client_library() -> None:
    code = (
        "import sys; from harness.clients import catalogue as c; c.catalogue_kinds(); c.catalogue_behaviours();"
        "print([name for name in ('socketio', 'aiohttp', 'requests', 'websocket') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
