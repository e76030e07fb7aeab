"""Watching a server that is not ours, and saying what is wrong with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from harness.cli.asked import read_fault
from harness.clock import monotonic_ns
from harness.commands import RunApplyFault, Target
from harness.events import (
    Event,
    Record,
    RunNote,
    RunServerDown,
    RunServerReady,
    RunServerStarting,
    WireListening,
    WireRefusing,
)
from harness.options import OptionError, check_listen
from harness.ports import free_port
from harness.session.change import Change
from harness.session.external import External
from harness.session.journal import Journal
from harness.session.outside import Outside
from harness.wire_options import WireOptions

HANDSHAKE = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0{"sid":"x"}'


class NoWriter:
    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        pass


class Watched:
    """A server that gives `answers`, the last one again and again, and what is said about it."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.debugger = answer("404 NOT FOUND")
        self.given_up: list[str] = []
        self.port = free_port()
        self.journal = Journal(NoWriter())
        self.said: list[Event] = []
        self.change = Change()
        self.journal.listen(self._hear)
        external = External(f"http://127.0.0.1:{self.port}")
        self.outside = Outside(external, self.journal, "127.0.0.1", self.port)

    def expose(self) -> None:
        """As if other machines could reach the wire."""
        self.outside = Outside(
            self.outside.external, self.journal, "127.0.0.1", self.port, give_up=self.given_up.append
        )

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with await asyncio.start_server(self._answer, "127.0.0.1", self.port):
            yield

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"__debugger__" in head:
            writer.write(self.debugger.encode())
        elif head.startswith(b"POST"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\nok")
        else:
            writer.write((self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]).encode())
        writer.close()

    def _hear(self, record: Record) -> None:
        self.said.append(record.event)
        self.change.poke()

    def tell(self, event: Event) -> None:
        self.journal.say(event)

    def kinds(self) -> list[type[Event]]:
        return [type(event) for event in self.said if not isinstance(event, WireListening | WireRefusing)]


@contextlib.asynccontextmanager
async def watching(watched: Watched) -> AsyncIterator[Outside]:
    watch = asyncio.ensure_future(watched.outside.watch())
    try:
        yield watched.outside
    finally:
        watch.cancel()
        await asyncio.wait({watch})


def answer(status: str, body: str = "", more: str = "") -> str:
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{more}\r\n{body}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (answer("404 NOT FOUND"), "answers 404 to a handshake at /socket.io/: name the server's Socket.IO path"),
        (answer("401 Unauthorized"), "answers 401 to a handshake"),
        (
            answer("308 Moved", more="Location: https://a.test/\r\n"),
            "'https://a.test/', which leads past the wire",
        ),
        (answer("400 BAD REQUEST", '1b\r\n"Not an accepted origin."\r\n'), "use --host-header target"),
        (answer("400 BAD REQUEST", "what"), "answers 400 to a handshake"),
    ],
)
async def test_an_answer_that_is_no_handshake_is_named_with_the_way_out(said: str, words: str) -> None:
    watched = Watched(said)
    async with watched.serving(), watching(watched) as outside:
        assert await outside._changed.until(lambda: words in outside.why, 5)
        assert "\n" not in outside.why
        assert outside.card("http://w").state == "starting"


@pytest.mark.parametrize(
    "said",
    [
        HANDSHAKE,
        answer("400 BAD REQUEST", '"The client is using an unsupported version of the Socket.IO or Engine.IO"'),
        answer("400 Bad Request", '{"code":0,"message":"Transport unknown"}'),
    ],
    ids=["handshake", "another version", "WebSocket only"],
)
async def test_an_engine_io_server_is_up_whatever_it_speaks(said: str) -> None:
    watched = Watched(answer("503 Unavailable"), said)
    async with watched.serving(), watching(watched) as outside:
        assert await outside.settled(5)
        assert outside.why == ""


async def test_it_is_down_when_the_wire_refuses_and_up_again_when_it_answers() -> None:
    watched = Watched(HANDSHAKE)
    async with watching(watched) as outside:
        assert not await outside.settled(0.05)
        assert "nothing answers at" in outside.why
        async with watched.serving():
            assert await outside.settled(5)
            watched.tell(WireRefusing(t=1, listener=0, why="upstream"))  # from before it answered
            assert outside.state == "up"
            watched.tell(WireRefusing(t=monotonic_ns(), listener=0, why="upstream"))
            assert await watched.change.until(lambda: outside.state == "down", 5)
            watched.tell(WireListening(t=monotonic_ns(), listener=0, host="127.0.0.1", port=1))
            assert await outside.settled(5)
    assert watched.kinds() == [RunServerStarting, RunServerReady, RunServerDown, RunServerStarting, RunServerReady]


@pytest.mark.parametrize("exposed", [False, True])
async def test_a_debugger_that_runs_anybody_s_code_is_named_and_kept_from_other_machines(exposed: bool) -> None:
    watched = Watched(HANDSHAKE)
    watched.debugger = answer(
        "200 OK", "fetch('?__debugger__=yes&cmd=pinauth')", "Content-Type: text/javascript\r\n"
    )
    if exposed:
        watched.expose()
    async with watched.serving(), watching(watched) as outside:
        assert await outside.settled(5) is not exposed
        notes = [event.text for event in watched.said if isinstance(event, RunNote)]
        told = watched.given_up if exposed else notes
        assert ["has Werkzeug's debugger on" in line for line in told] == [True]
        assert (outside.state, outside.why == "") == (("starting", False) if exposed else ("up", True))


@pytest.mark.parametrize(
    ("url", "asked", "expected"),
    [
        ("http://127.0.0.1:5000", "", ""),
        ("http://[::1]:5000", "", ""),
        ("http://localhost:5000", "", ""),
        ("http://chat.test:5000", "", "chat.test:5000"),
        ("https://127.0.0.1", "", "127.0.0.1"),
        ("https://chat.test", "keep", ""),
        ("http://127.0.0.1:5000", "target", "127.0.0.1:5000"),
        ("http://127.0.0.1:5000", "other.test", "other.test"),
    ],
)
def test_which_host_the_server_is_told(url: str, asked: str, expected: str) -> None:
    assert External.of(url, host_header=asked or None).asked_for == expected


def test_what_the_wire_is_told_of_it(tmp_path: Path) -> None:
    others = ("https://a.test:8", "https://b.test")
    command = External.of("https://[::1]", "/x/", tmp_path / "ca.pem", None, others).opening("::1", 7, 3)
    assert command.others == (("a.test", 8), ("b.test", 443))
    assert (command.host, command.port, command.seed, command.path) == ("::1", 7, 3, "/x/")
    assert (command.upstream_host, command.upstream_port, command.tls) == ("::1", 443, True)
    assert (command.ca_file, command.host_header) == (str(tmp_path / "ca.pem"), "[::1]")


def test_a_fault_on_the_command_line() -> None:
    assert read_fault("refuse") == RunApplyFault(fault="refuse")
    assert (read_fault("reset").duration or 0) > 86_400
    asked = read_fault("latency:delay=250,jitter=2.5,direction=up,for=30,share=30%,request=poll,client=a-1")
    target = Target(share=0.3, request="poll", clients=("a-1",))
    params = {"delay": 250, "jitter": 2.5, "direction": "up"}
    assert asked == RunApplyFault(fault="latency", params=params, target=target, duration=30.0)
    assert read_fault("reset:share=0.5").target.share == 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lag", "there is no fault 'lag'"),
        ("latency:delay", "KEY=VALUE"),
        ("latency:delay=much", "delay must be a number"),
        ("latency:for=0", "for must be seconds above 0"),
        ("latency:for=soon", "for must be seconds above 0"),
        ("latency:share=half", "share must be like 30% or 0.3"),
        ("latency:share=200%", "share must be more than 0"),
        ("latency:address=here", "address must be an IP address"),
        ("refuse:request=poll", "a port can be closed for all"),
        ("loss", "acts on packets"),
        ("restart-and-reset", "it restarts the server"),
    ],
)
def test_a_fault_that_can_t_be_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_fault(text)


def test_other_machines_reach_the_wire_only_when_somebody_says_so() -> None:
    for host in ("0.0.0.0", "::", "198.51.100.1"):
        with pytest.raises(OptionError, match="say --lan"):
            check_listen((host, 0), lan=False)
        check_listen((host, 0), lan=True)
    for host in ("127.0.0.1", "::1", "localhost"):
        check_listen((host, 0), lan=False)
    with pytest.raises(OptionError, match="say --lan"):
        WireOptions(target="http://127.0.0.1:1", listen=("0.0.0.0", 1))
