"""The witness: whole lines, one connection a process, and silence when nobody listens."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from served import ROOT, TOKEN, Watcher, environment

from harness.events import ChildHello, ServerAnswered, ServerSidIssued
from server.witness import Witness, witness_from


def test_the_first_line_is_hello_and_lines_are_in_order(watcher: Watcher) -> None:
    witness = Witness("127.0.0.1", watcher.port, TOKEN, "gevent", {"Flask": "3"}, clock=iter(range(99)).__next__)
    for n in range(3):
        witness.say("server.sid-issued", sid=f"{n} 세션", epoch=witness.epoch, client=None)
    watcher.wait(ServerSidIssued, count=3)
    hello, *lines = watcher.lines
    assert isinstance(hello, ChildHello)
    assert (hello.pid, hello.token, hello.epoch, hello.profile) == (os.getpid(), TOKEN, witness.epoch, "gevent")
    assert hello.versions == {"Flask": "3"}
    assert [line.sid for line in lines] == ["0 세션", "1 세션", "2 세션"]
    assert lines[0].client is None
    witness.close()


def test_hello_can_come_first_and_comes_once(watcher: Watcher) -> None:
    witness = Witness("127.0.0.1", watcher.port)
    witness.hello()
    watcher.wait(ChildHello)
    witness.hello()
    witness.say("server.sid-issued", sid="s", epoch="e")
    watcher.wait(ServerSidIssued)
    assert len(watcher.of(ChildHello)) == 1
    witness.close()
    witness.close()
    witness.say("server.sid-issued", sid="late", epoch="e")
    assert len(watcher.lines) == 2


def test_lines_of_many_threads_are_never_torn(watcher: Watcher) -> None:
    witness = Witness("127.0.0.1", watcher.port)
    text = "x" * 20_000

    def talk(n: int) -> None:
        for _ in range(20):
            witness.say("server.answered", status=400, epoch="e", remote_port=n, n=1, method="GET", text=text)

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    watcher.wait(ServerAnswered, count=160, text=text)
    witness.close()


def test_nobody_listening_is_no_error_of_the_server(watcher: Watcher) -> None:
    gone = Witness("127.0.0.1", 9)
    gone.hello()
    gone.say("server.sid-issued", sid="s", epoch="e")
    left = Witness("127.0.0.1", watcher.port)
    left.hello()
    watcher.wait(ChildHello)
    left._socket.shutdown(2)  # type: ignore[union-attr]  # as if the core were gone
    left.say("server.sid-issued", sid="s", epoch="e")
    left.say("server.sid-issued", sid="s", epoch="e")
    assert left._socket is None


def test_the_environment_switches_it_on() -> None:
    assert witness_from({}, "gevent", {}) is None
    one = witness_from({"SIDLAB_WITNESS": "[::1]:77", "SIDLAB_WITNESS_TOKEN": "t"}, "gevent", {})
    assert one
    assert one._address == ("::1", 77)
    for address in ("nowhere", ":77", "host:port"):
        with pytest.raises(ValueError, match="HOST:PORT"):
            witness_from({"SIDLAB_WITNESS": address}, "gevent", {})


FORK = """
import os, sys
if sys.argv[1] == "patched":
    from gevent import monkey
    monkey.patch_all()
from server.witness import witness_from
witness = witness_from(os.environ, "test", {})
def say(sid):
    witness.say("server.sid-issued", sid=sid, epoch=witness.epoch)
say("before")
witness._lock.acquire()  # held by another thread at the fork, for all the child knows
if os.fork() == 0:
    for n in range(50): say(f"child {n}")
    os.kill(os.getpid(), 9)
witness._lock.release()
for n in range(50): say(f"parent {n}")
say("after")
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("how", ["plain", "patched"])
def test_a_forked_process_has_a_connection_and_an_epoch_of_its_own(watcher: Watcher, how: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORK, how]
    done = subprocess.run(command, cwd=ROOT, env=environment(watcher), timeout=60, check=False)
    assert done.returncode == -9
    watcher.wait(ServerSidIssued, count=102)  # killed right after it: nothing said is lost
    parent, child = watcher.of(ChildHello)
    assert parent.pid != child.pid
    assert parent.epoch != child.epoch
    said = {event.sid: event.epoch for event in watcher.of(ServerSidIssued)}
    assert {epoch for sid, epoch in said.items() if sid.startswith("child")} == {child.epoch}
    assert {epoch for sid, epoch in said.items() if not sid.startswith("child")} == {parent.epoch}
