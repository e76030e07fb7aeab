"""Two machines on one cable: a client of the one joins the chat of the other, and only with the token."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from lan_run import LanRun, lan_run
from two_machines import DEVICE, SERVER, Machine, lacking, two_machines

LACKING = lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"two machines need {LACKING}")

CLIENT = """
import json, sys, requests, socketio

def comes_of(url, token, transport):
    session = requests.Session()
    session.trust_env = False
    if token:
        session.cookies.set("sidlab-join", token)
    client = socketio.Client(reconnection=False, http_session=session)
    try:
        client.connect(f"{url}?sidlab=lan:kim", transports=[transport], wait_timeout=20)
    except socketio.exceptions.ConnectionError:
        return "refused"
    joined = client.call("join", {"nick": "Kim", "room": "lan"}, timeout=20)
    said = client.call("say", {"room": "lan", "text": "hello", "id": "lan:kim#1"}, timeout=20)
    client.disconnect()
    return "heard" if joined["ok"] and said["ok"] else "not heard"

url, token = sys.argv[1:]
tried = [("", "polling"), ("a-guess", "websocket"), (token, "polling"), (token, "websocket")]
print(json.dumps([comes_of(url, *one) for one in tried]))
"""


def joins(device: Machine, run: LanRun) -> list[str]:
    """What comes of plain Socket.IO clients on that machine: without the token, with a guess, twice with it."""
    argv = device.inside(sys.executable, "-c", CLIENT, run.url, run.token)
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def reached_from_elsewhere(run: LanRun) -> set[tuple[str, int]]:
    """Where anything on the run's machine listens, other than on loopback (proc_net(5), IPv4)."""
    rows = [line.split() for line in Path(f"/proc/{run.process.pid}/net/tcp").read_text().splitlines()[1:]]
    listening = [row[1].split(":") for row in rows if row[3] == "0A"]
    found = {(socket.inet_ntoa(bytes.fromhex(host)[::-1]), int(port, 16)) for host, port in listening}
    return {one for one in found if not one[0].startswith("127.")}


def test_a_client_of_the_other_machine_joins_with_the_token_and_only_with_it(tmp_path: Path) -> None:
    with two_machines() as (server, device), lan_run(server, tmp_path) as run:
        assert run.url == f"http://{SERVER}:8460", run.said
        assert reached_from_elsewhere(run) == {(SERVER, 8460), (SERVER, 8461)}
        assert joins(device, run) == ["refused", "refused", "heard", "heard"]
        token = run.token
        assert run.end() == 130
        refused = [(one["peer"], one["why"], one["status"]) for one in run.events("wire.gate-refused")]
        assert refused == [(DEVICE, "no-token", 403)] * 2
        switched = run.events("run.lan")
        assert [event["on"] for event in switched] == [True, False]
        assert (switched[0]["interface"], switched[0]["address"], switched[0]["port"]) == ("lan0", SERVER, 8460)
        opened = [event for event in run.events("wire.opened") if event.get("client_host") == DEVICE]
        assert opened
        sids = [event for event in run.events("wire.sid-issued") if event.get("client") == "lan:kim"]
        assert len(sids) == 2
        files = [file for file in run.folder.rglob("*") if file.is_file()]
        assert not [file for file in files if token.encode() in file.read_bytes()]
