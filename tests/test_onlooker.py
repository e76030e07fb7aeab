"""Who of a tree listens, where its processes come and go."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from harness.events import Event, GuardGone, GuardListening
from harness.onlooker import Onlooker, listening, parent_of
from harness.ports import free_port
from harness.processes import Identity, identify


def test_what_is_gone_listens_nowhere_and_is_nobodys_child() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(30)
    assert listening(process.pid) == set()
    assert parent_of(process.pid) == 0
    assert parent_of(os.getpid()) == os.getppid()


def test_each_address_is_told_once_and_an_end_once() -> None:
    said: list[Event] = []
    me, port = identify(os.getpid()), free_port()
    assert me is not None
    onlooker = Onlooker(port, said.append)
    onlooker.look({me})
    with socket.create_server(("127.0.0.1", port)):
        for _ in range(2):
            onlooker.look({me, Identity(pid=2**22 + 1, created=0.0)})
    mine = [event for event in said if isinstance(event, GuardListening) and event.port == port]
    assert [(event.pid, event.host, event.parent) for event in mine] == [(me.pid, "127.0.0.1", os.getppid())]
    said.clear()
    onlooker.look(set())
    onlooker.look(set())
    assert [event.pid for event in said if isinstance(event, GuardGone)] == [me.pid]
