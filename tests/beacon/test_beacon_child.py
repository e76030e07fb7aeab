"""The child `beacon` as the session has it: a real process, real sockets, and what must not get in."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from pathlib import Path

import aiohttp
import pytest
from opened import ORIGIN, PATIENCE, TOKEN, Beacon

from harness.commands import BeaconShut
from harness.events import (
    BeaconRefused,
    ClientConnected,
    ClientDevice,
    ClientStarted,
    ClientStopped,
)
from harness.ports import free_port

SCRIPT = Path(__file__).resolve().parents[2] / "server/static/reporter.js"


async def test_a_page_joins_and_reports_and_is_gone_when_the_beacon_is_shut(beacon: Beacon) -> None:
    status, welcome, headers = await beacon.post("/join", {"token": TOKEN, "name": "김 <b>"})
    assert (status, welcome["client"]) == (200, "lan:김-b")
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Connection"] == "close"
    assert "Server" not in headers
    told = {
        "type": "socket.connected",
        "n": 1,
        "at": 5.0,
        "socket": 1,
        "sid": "s",
        "id": "i",
        "transport": "polling",
    }
    report = {"token": TOKEN, "key": welcome["key"], "now": 6.0, "happened": [told]}
    status, answer, _ = await beacon.post("/report", report)
    assert status == 200
    assert answer["at"] >= welcome["at"]
    (started,) = await beacon.said(ClientStarted)
    (connected,) = await beacon.said(ClientConnected)
    assert started.t <= connected.t
    devices = await beacon.said(ClientDevice, 2)
    assert {one.address for one in devices} == {"127.0.0.1"}
    beacon.child.send(BeaconShut())
    (stopped,) = await beacon.said(ClientStopped)
    assert stopped.client == "lan:김-b"
    with pytest.raises(aiohttp.ClientConnectorError):
        await beacon.post("/join", {"token": TOKEN})
    assert TOKEN not in repr(beacon.heard)
    assert welcome["key"] not in repr(beacon.heard)


async def test_nothing_but_three_paths_is_served(beacon: Beacon) -> None:
    async with aiohttp.ClientSession() as session:
        for method, path in (("GET", "/"), ("GET", "/join"), ("POST", "/reporter.js"), ("OPTIONS", "/report")):
            async with session.request(method, f"http://127.0.0.1:{beacon.port}{path}") as answer:
                assert answer.status in {404, 405}, (method, path)
                assert "Access-Control-Allow-Origin" not in answer.headers
        async with session.get(f"http://127.0.0.1:{beacon.port}/reporter.js") as answer:
            assert (answer.status, answer.content_type) == (200, "text/javascript")
            assert await answer.read() == SCRIPT.read_bytes()
        rebound = {"Host": "evil.example"}
        async with session.get(f"http://127.0.0.1:{beacon.port}/reporter.js", headers=rebound) as answer:
            assert answer.status == 403
    (refused,) = await beacon.said(BeaconRefused)
    assert (refused.why, refused.address) == ("origin", "127.0.0.1")


async def test_whoever_is_not_let_in_is_told_of(beacon: Beacon) -> None:
    assert (await beacon.post("/join", {"token": "x"}))[0] == 403
    assert (await beacon.post("/join", {"token": TOKEN}, origin="http://evil.example"))[0] == 403
    assert (await beacon.post("/join", {"token": TOKEN}, Host="evil.example"))[0] == 403
    assert (await beacon.post("/report", b"{"))[0] == 400
    assert (await beacon.post("/report", {"token": TOKEN, "key": "x"}))[0] == 410
    assert (await beacon.post("/report", b"x" * 17_000))[0] == 413
    assert await beacon.child.flush(1, PATIENCE)
    counts: Counter[str] = Counter()
    for one in await beacon.said(BeaconRefused, 0):
        counts[one.why] += one.count
    assert counts == {"wrong-token": 1, "origin": 2, "malformed": 1, "too-large": 1}


async def test_a_body_in_pieces_that_is_too_large_is_cut(beacon: Beacon) -> None:
    head = f"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {ORIGIN}\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = b"4000\r\n" + b"x" * 0x4000 + b"\r\n4000\r\n" + b"x" * 100
    assert (await beacon.raw(head.encode() + pieces)).startswith(b"HTTP/1.1 413 ")


@pytest.mark.torture
async def test_a_body_that_never_ends_is_given_up(beacon: Beacon) -> None:
    head = f"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {ORIGIN}\r\nContent-Length: 1000\r\n\r\n{{"
    assert (await beacon.raw(head.encode())).startswith(b"HTTP/1.1 400 ")


@pytest.mark.torture
async def test_half_a_head_is_closed_after_ten_seconds(beacon: Beacon) -> None:
    assert await beacon.raw(b"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\n") == b""


async def test_connections_beyond_the_limit_are_cut_and_the_others_are_served(beacon: Beacon) -> None:
    held = [await asyncio.open_connection("127.0.0.1", beacon.port) for _ in range(256)]
    try:
        async with asyncio.timeout(PATIENCE):  # those that were just accepted may not be counted yet
            while await beacon.raw(b"GET /reporter.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"):
                pass
    finally:
        for _, writer in held:
            writer.close()
    async with asyncio.timeout(PATIENCE):
        while not await beacon.raw(b"GET /reporter.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"):
            pass


async def test_a_port_that_is_taken_is_told_with_its_owner_and_another_can_be_asked_for(beacon: Beacon) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        listening = await beacon.open(port=port)
        assert "is taken by" in listening.error
        assert str(port) in listening.error
    listening = await beacon.open(port=port)
    assert (listening.port, listening.error) == (port, "")


async def test_an_address_that_is_not_ours_is_told_in_words(beacon: Beacon) -> None:
    listening = await beacon.open(host="192.0.2.1", port=8461)
    assert listening.error.startswith("devices cannot report at 192.0.2.1:8461: ")


async def test_it_is_silent_about_what_it_has_before_it_answers_a_flush(beacon: Beacon) -> None:
    await beacon.post("/join", {"token": "x"})
    assert await beacon.child.flush(1, PATIENCE)
    assert len(await beacon.said(BeaconRefused, 0)) == 1
