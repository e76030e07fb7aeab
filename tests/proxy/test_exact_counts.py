"""A raw client of known numbers: the wire counts each request, each stale session and each reset exactly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import stream_play as streams
import test_wire_child as wire_child
import uvloop
import wire_tools as tools
from tap_play import POLLING, answer, get, post

from harness.clock import monotonic_ns
from harness.commands import WireOpen
from harness.events import (
    Event,
    WireClosed,
    WireLegClosed,
    WireListening,
    WireResponse,
    WireTapLost,
    WireTraffic,
    WireUnanswered,
)
from harness.evidence.reading import read_records
from harness.evidence.recorder import Recorder
from harness.evidence.recount import Counted, recount
from harness.proxy.wire import Wire

GOOD, STALE = 2_000, 300
RESET, CLOSED = 500, 100
"""Connections that the client ends by RST, and by FIN."""
AT_ONCE = 40


@dataclass(frozen=True)
class Script:
    """What a client does on one connection: groups of requests, each pipelined, and whether it resets at the end.

    With `hasty` it does not wait for the answers to the last group before it does.
    """

    groups: tuple[tuple[bytes, ...], ...]
    reset: bool
    hasty: bool


# --- what is said ---------------------------------------------------------------------------------------------


def good(draw: random.Random, number: int) -> bytes:
    """A request that gets a 200."""
    body = draw.choice([b"3", b'42["say",1]', b"2\x1e3"])
    asked = [get(f"{POLLING}&sid=live&t={number}"), post(f"{POLLING}&sid=live", body), get(f"/page/{number}")]
    return draw.choice(asked)


def stale(number: int) -> bytes:
    """A POST into a session that the server does not know."""
    return post(f"{POLLING}&sid=stale{number}", b'42["say","x"]')


def reply(request: bytes) -> bytes:
    """What the server answers: a 400 in the words of python-engineio (`_bad_request`) for a stale session."""
    sid = request.partition(b"sid=")[2].partition(b" ")[0].partition(b"&")[0]
    if sid.startswith(b"stale"):
        return answer(400, b'"Invalid session %b"' % sid, "Content-Type: text/plain")
    return answer(200, b"ok" if request.startswith(b"POST") else b"6")


def scripts(seed: int) -> list[Script]:
    """The connections of one run; every one has at least one request."""
    draw = random.Random(seed)
    requests = [good(draw, number) for number in range(GOOD)] + [stale(number) for number in range(STALE)]
    draw.shuffle(requests)
    count = RESET + CLOSED
    shares = [1] * count
    for _ in range(len(requests) - count):
        shares[draw.randrange(count)] += 1
    resets = draw.sample([True] * RESET + [False] * CLOSED, count)
    rest = iter(requests)
    return [script(draw, tuple(islice(rest, share)), reset) for share, reset in zip(shares, resets, strict=True)]


def script(draw: random.Random, requests: tuple[bytes, ...], reset: bool) -> Script:
    groups, at = [], 0
    while at < len(requests):
        size = draw.randint(1, 5)
        groups.append(requests[at : at + size])
        at += size
    last_is_good = not any(b"stale" in request for request in groups[-1])
    return Script(tuple(groups), reset, reset and last_is_good and draw.random() < 0.4)


# --- the two ends ---------------------------------------------------------------------------------------------


async def play(script: Script, port: int, seed: int) -> None:
    """The client of one connection."""
    loop, draw = asyncio.get_running_loop(), random.Random(seed)
    sock = socket.socket()
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a reset takes along what Nagle held back
    await loop.sock_connect(sock, (tools.HOST, port))
    for number, group in enumerate(script.groups, 1):
        end = streams.End(sock, streams.split(draw, b"".join(group)))
        await end.send()
        if script.hasty and number == len(script.groups):
            break
        expected = b"".join(map(reply, group))
        await end.read(len(expected))
        assert bytes(end.got) == expected
    if script.reset:
        tools.reset(sock)
        return
    sock.shutdown(socket.SHUT_WR)
    assert await loop.sock_recv(sock, 1) == b""
    sock.close()


async def serve(listening: socket.socket) -> None:
    """Accept, and answer whatever is asked, for ever."""
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        while True:
            sock, _ = await loop.sock_accept(listening)
            sock.setblocking(False)
            group.create_task(serve_one(sock))


async def serve_one(sock: socket.socket) -> None:
    loop, data = asyncio.get_running_loop(), b""
    with sock, contextlib.suppress(OSError):
        while more := await loop.sock_recv(sock, 65536):
            data += more
            complete, data = whole(data)
            await loop.sock_sendall(sock, b"".join(map(reply, complete)))


def whole(data: bytes) -> tuple[list[bytes], bytes]:
    """The requests that are complete, and what is left."""
    complete = []
    while b"\r\n\r\n" in data:
        head, _, rest = data.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0] or 0)
        if len(rest) < length:
            break
        size = len(head) + 4 + length
        complete.append(data[:size])
        data = data[size:]
    return complete, data


@contextlib.asynccontextmanager
async def serving(listening: socket.socket) -> AsyncIterator[None]:
    listening.setblocking(False)
    task = asyncio.ensure_future(serve(listening))
    try:
        yield
    finally:
        task.cancel()


async def crowd(seed: int, port: int) -> None:
    """All connections of one run, some at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, script: Script) -> None:
        async with free, asyncio.timeout(tools.PATIENCE):
            await play(script, port, number)

    await asyncio.gather(*(one(number, script) for number, script in enumerate(scripts(seed))))


# --- counting -------------------------------------------------------------------------------------------------


def events_of(seed: int) -> list[Event]:
    """What a wire in this process says of a run."""
    events: list[Event] = []

    async def run() -> None:
        with tools.listening(backlog=512) as listening:
            upstream = tools.port_of(listening)
            command = WireOpen(host=tools.HOST, port=0, upstream_host=tools.HOST, upstream_port=upstream)
            tap, traffic = streams.taps(events.append)
            wire = Wire(command, asyncio.get_running_loop(), monotonic_ns, events.append, tap)
            wire.listen(command)
            port = next(event.port for event in events if isinstance(event, WireListening))
            async with serving(listening), asyncio.timeout(tools.PATIENCE * 2):
                await crowd(seed, port)
                while wire.accounts().open:  # noqa: ASYNC110 - the wire tells no one when its last is gone
                    await asyncio.sleep(0.002)
            wire.close()
            traffic.flush(monotonic_ns())

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())
    return events


def frames_of(seed: int) -> list[dict[str, Any]]:
    """What the child process `wire` says of a run."""

    async def run(child: wire_child.Child, listening: socket.socket) -> None:
        port = await asyncio.to_thread(child.open, tools.port_of(listening))
        async with serving(listening), asyncio.timeout(tools.PATIENCE * 2):
            await crowd(seed, port)
            await asyncio.to_thread(child.wait, "wire.closed", RESET + CLOSED)
            child.send("child.flush", id=1)
            await asyncio.to_thread(child.wait, "child.flushed")

    with (
        tools.listening(backlog=512) as listening,
        wire_child.running() as child,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(run(child, listening))
    return child.frames


def counted(events: Iterable[Event]) -> Counter[str]:
    count: Counter[str] = Counter()
    for event in events:
        match event:
            case WireTraffic():
                count.update(f"{row.status} {row.cause} {row.body} {row.ending}" for row in event.exchanges)
                count["rows"] += len(event.exchanges)
            case WireResponse(status=400):
                count[f"told {event.cause} {event.body}"] += 1
            case WireUnanswered() | WireClosed() | WireTapLost():
                count[type(event).__name__] += 1
            case WireLegClosed(leg="client"):
                count[f"{event.how} by {event.by}"] += 1
            case _:
                pass
    return count


def check(events: list[Event]) -> None:
    """Each request has its row, each refusal its event too; of those in a hurry, some went without an answer."""
    count = counted(events)
    assert count["rows"] == GOOD + STALE
    assert count["400 unknown-sid message complete"] == count["told unknown-sid message"] == STALE
    assert count["200 None None complete"] + count["WireUnanswered"] == GOOD
    assert count["None None None cut"] == count["WireUnanswered"]
    assert (count["rst by peer"], count["fin by peer"], count["rst by relay"]) == (RESET, CLOSED, 0)
    assert (count["WireClosed"], count["WireTapLost"]) == (RESET + CLOSED, 0)
    refused = {event.sid for event in events if isinstance(event, WireResponse) and event.status == 400}
    assert refused == {f"stale{number}" for number in range(STALE)}


def test_every_one_is_counted() -> None:
    check(events_of(seed=1))


@pytest.mark.torture
def test_every_one_is_counted_by_the_child_and_again_from_the_disk(tmp_path: Path) -> None:
    frames = frames_of(seed=2)
    (tmp_path / "events").mkdir()
    recorder = Recorder(tmp_path)
    for number, frame in enumerate(frames, 1):
        recorder.record(number, frame["t"], "wire", json.dumps(frame).encode())
    recorder.close()
    assert recorder.written == len(frames)
    check([record.event for record in read_records(tmp_path / "events")])
    lines = map(json.loads, (tmp_path / "events" / "wire.jsonl").read_text("utf-8").splitlines())
    figures = recount(Counted(line["seq"], line["src"], line["event"]) for line in lines)
    assert figures["http_400"]["total"] == figures["http_400"]["by_cause"]["unknown-sid"] == STALE
    assert figures["http_400"]["by_body"]["message"] == STALE
    assert (figures["closes"]["rst_from_client"], figures["closes"]["fin_from_client"]) == (RESET, CLOSED)
    assert figures["tap"]["lost"] == figures["tap"]["bytes_dropped"] == 0


@pytest.mark.torture
@pytest.mark.timeout(300)
def test_every_one_is_counted_in_twenty_runs_of_twenty(bar: Callable[[str, object, object, bool], None]) -> None:
    exact = 0
    for seed in range(20):
        check(events_of(seed))
        exact += 1
    bar("exact counts", "20 of 20 runs", f"{exact} of 20", exact == 20)
