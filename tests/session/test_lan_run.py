"""A run with the LAN switched on and off under it, by the real core: default start, gate, token, end."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from core_window import CoreWindow

from harness import commands as ask
from harness.events import RunLan

HERE = "127.0.0.1"
SCENARIO = {"title": "nobody but devices", "server": {"profile": "gevent"}}


@pytest.fixture
async def window() -> AsyncIterator[CoreWindow]:
    window = await CoreWindow.open()
    yield window
    if window.process.returncode is None:
        await window.close()


def arguments(window: CoreWindow) -> Iterator[str]:
    for process in window.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            yield " ".join(process.cmdline())


UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)


def knock(at: str, token: str | None, transport: str = "polling", *more: str) -> socket.socket:
    """A handshake as a page that was opened by the join link sends it, on a connection of its own."""
    host, port = at.split(":")
    client = socket.create_connection((host, int(port)), timeout=20)
    cookie = () if token is None else (f"Cookie: sidlab-join={token}",)
    first = f"GET /socket.io/?EIO=4&transport={transport}&sidlab=lan:kim HTTP/1.1"
    client.sendall("\r\n".join((first, f"Host: {at}", *cookie, *more, "", "")).encode())
    return client


def handshake(at: str, token: str | None) -> int:
    """The status of a handshake by polling."""
    with knock(at, token) as client:
        return int(client.recv(4096)[9:12])


def refusals_in(folder: Path) -> list[str]:
    """Why the gate refused, as the run folder has it."""
    lines = [line for file in sorted(folder.glob("events/*.jsonl")) for line in file.read_text().splitlines()]
    return [json.loads(line)["event"]["why"] for line in lines if '"wire.gate-refused"' in line]


def is_reset(client: socket.socket) -> bool:
    """Whether the connection is reset, whatever came by it before."""
    with client:
        try:
            while client.recv(4096):
                pass
        except ConnectionResetError:
            return True
    return False


def found_in(folder: Path, *secrets: str) -> list[Path]:
    """The files of a run folder that hold one of these."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if any(secret.encode() in file.read_bytes() for secret in secrets)]


def joined(window: CoreWindow) -> tuple[str, str]:
    """Where devices reach the wire, and with which token."""
    parts = urlsplit(window.now.lan.join)
    return parts.netloc, parse_qs(parts.fragment)["join"][0]


async def test_the_lan_is_off_until_it_is_switched_on_and_off_again_when_the_run_ends(
    window: CoreWindow, tmp_path: Path
) -> None:
    window.ask(ask.RunStart(scenario=SCENARIO, name="lan", out=str(tmp_path)))
    await window.until(lambda w: w.now.state == "running" and w.now.server.state == "up")
    assert window.listens_at() <= {HERE, "::1"}
    assert not window.now.lan.on
    assert all(not place.address.startswith("127.") for place in window.now.lan.places)

    window.ask(ask.RunSwitchLan(on=True, interface="nowhere0"))
    await window.until(lambda w: w.rejected and w.now.lan.why != "")
    window.ask(ask.RunSwitchLan(on=True, interface=HERE))
    await window.until(lambda w: w.now.lan.on)
    at, token = joined(window)
    assert [handshake(at, one) for one in (None, token)] == [403, 200]
    device = knock(at, token, "websocket", f"Origin: http://{at}", *UPGRADE)
    assert b" 101 " in device.recv(4096)
    await window.until(
        lambda w: w.now.lan.refused == 1 and any(row.client == "lan:kim" for row in w.sessions.values())
    )
    assert token not in " ".join(arguments(window))
    asked = next(row for row in window.requests.values() if row.client == "lan:kim")
    assert asked.status == 200

    window.ask(ask.RunSwitchLan(on=False))
    await window.until(lambda w: not w.now.lan.on)
    assert is_reset(device)
    with pytest.raises(ConnectionRefusedError):
        handshake(at, token)

    window.ask(ask.RunSwitchLan(on=True, interface=HERE))
    await window.until(lambda w: w.now.lan.on)
    again, other = joined(window)
    assert other != token
    assert [handshake(again, one) for one in (token, other)] == [403, 200]
    switched = [line.event.on for line in window.log if isinstance(line.event, RunLan)]
    assert switched == [False, True, False, True]
    folder = Path(window.now.folder)
    assert await window.close() == 0
    with pytest.raises(ConnectionRefusedError):
        handshake(again, other)
    assert refusals_in(folder) == ["no-token", "no-token"]
    assert json.loads((folder / "summary.json").read_text())["tap"]["lost"] == 0
    assert found_in(folder, token, other) == []
