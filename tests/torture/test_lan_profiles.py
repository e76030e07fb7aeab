"""The gate before each way to serve: no path leads past it, and no debugger answers."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from lan_run import LanRun, lan_run

pytestmark = pytest.mark.torture

HERE = "127.0.0.1"
PROFILES = ("werkzeug", "werkzeug-reloader", "gevent", "gunicorn-gevent-websocket", "gunicorn-gthread-100")
HANDSHAKE = "socket.io/?EIO=4&transport=polling"
SLY = (
    ("/x/" + HANDSHAKE, "SCRIPT_NAME: /x"),
    ("/x", "PATH_INFO: /" + HANDSHAKE),
    ("/x/" + HANDSHAKE, "X-Forwarded-Prefix: /x"),
    ("/", "X-Original-URL: /" + HANDSHAKE),
    ("/%73" + HANDSHAKE[1:], "Accept: */*"),
    ("//" + HANDSHAKE, "Accept: */*"),
    ("/./" + HANDSHAKE, "Accept: */*"),
    ("/static/../" + HANDSHAKE, "Accept: */*"),
    ("/SOCKET.IO/" + HANDSHAKE[10:], "Accept: */*"),
)
DEBUGGING = ("/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/?__debugger__=yes&cmd=printpin&s=x")


def answer(run: LanRun, target: str, *more: str, host: str = "") -> bytes:
    """What comes back for a GET, without the token."""
    at = run.url.removeprefix("http://")
    with socket.create_connection(at.split(":"), timeout=30) as client:  # type: ignore[arg-type]  # a port's name
        lines = (f"GET {target} HTTP/1.1", f"Host: {host or at}", "Connection: close", *more)
        client.sendall("\r\n".join((*lines, "", "")).encode())
        found = b""
        while piece := client.recv(65536):
            found += piece
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_no_path_leads_past_the_gate_and_no_debugger_answers(tmp_path: Path, profile: str) -> None:
    with lan_run(None, tmp_path, interface=HERE, profile=profile) as run:
        assert b" 200 " in answer(run, "/")[:20]
        opened = [sly for sly in SLY if b'"sid"' in answer(run, *sly)]
        hosts = ("", "evil.example", "localhost", "127.0.0.1", "[::1]:8460")
        shown = [
            (host, target)
            for host in hosts
            for target in DEBUGGING
            if b"__debugger__" in answer(run, target, host=host).partition(b"\r\n\r\n")[2]
        ]
    assert opened == []
    assert shown == []
