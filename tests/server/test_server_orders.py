"""What a serving process does when it is told to: each order, in every way of serving threads and greenlets."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from served import Served, Watcher, until

from harness.events import ChildHello, ServerObeyed
from harness.proxy.sockdiag import ListenLookup
from server import orders
from server.orders import UnableError, do_of
from server.witness import MOST_BYTES, Witness

LIGHT = ("werkzeug", pytest.param("gevent", marks=pytest.mark.torture))


@pytest.mark.skipif(sys.platform != "linux", reason="poll(2), /dev/fd, and what the kernel says of a backlog")
@pytest.mark.parametrize("profile", LIGHT)
def test_orders_in_a_row(serve: Callable[..., Served], watcher: Watcher, profile: str) -> None:
    """One server, since each takes its time to start."""
    served = serve(profile)
    served.ready()
    pid = watcher.wait(ChildHello)[0].pid
    beats(watcher)
    blocks(served, watcher, pid)
    takes_another_time(watcher, pid)
    has_a_short_backlog(served, watcher, pid)
    shares_its_port(serve, served, watcher, pid)
    crashes(served, watcher, pid)


def beats(watcher: Watcher) -> None:
    until(lambda: len(watcher.beats) >= 2, "two beats")
    first, second = watcher.beats[:2]
    assert first.epoch == watcher.wait(ChildHello)[0].epoch
    assert abs((second.wall - first.wall) - (second.t - first.t)) < 1e9
    assert abs(second.wall - time.time_ns()) < 60e9


def blocks(served: Served, watcher: Watcher, pid: int) -> None:
    """By itself for a while, or until the next line comes."""
    watcher.order(pid, do="block", seconds=60)
    watcher.wait(ServerObeyed, do="block")
    with socket.create_connection(("127.0.0.1", served.port), timeout=0.5) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        with pytest.raises(TimeoutError):
            asking.recv(1)
        asking.settimeout(20)
        watcher.order(pid, do="go-on")
        assert asking.recv(1)
    watcher.wait(ServerObeyed, do="go-on")
    watcher.order(pid, do="block", seconds=0.2)
    watcher.wait(ServerObeyed, count=2, do="block")
    assert served.handshake()


def takes_another_time(watcher: Watcher, pid: int) -> None:
    def ahead() -> float:
        return (watcher.beats[-1].wall - time.time_ns()) / 1e9

    watcher.order(pid, do="clock", by=3600)
    until(lambda: 3500 < ahead() < 3700, "a beat an hour ahead")
    watcher.order(pid, do="clock", by=0)
    until(lambda: abs(ahead()) < 100, "a beat with the right time")


def has_a_short_backlog(served: Served, watcher: Watcher, pid: int) -> None:
    watcher.order(pid, do="backlog", port=served.port, size=3)
    watcher.wait(ServerObeyed, do="backlog", why="")
    with ListenLookup(socket.AF_INET, "127.0.0.1", served.port) as lookup:
        assert lookup.backlog() == (0, 3)
    with ListenLookup(socket.AF_INET, "127.0.0.1", 1) as lookup:
        assert lookup.backlog() is None


def shares_its_port(serve: Callable[..., Served], served: Served, watcher: Watcher, pid: int) -> None:
    """The kernel deals connections out by their source ports; one server's session is unknown to the other."""
    watcher.order(pid, do="share-port", port=served.port)
    watcher.wait(ServerObeyed, do="share-port", why="")
    second = serve(served.profile, served.port, "--share-port")
    watcher.wait(ChildHello, count=2)

    def refused_by_the_other() -> bool:
        sid = served.handshake()
        asked = [served.request("POST", f"/socket.io/?EIO=4&transport=polling&sid={sid}", "3") for _ in range(8)]
        return {status for status, _, _ in asked} == {200, 400}

    until(refused_by_the_other, "one sid with 200 and 400")
    second.kill()


def crashes(served: Served, watcher: Watcher, pid: int) -> None:
    """By an exception; status 1, as Python has it, and no answer."""
    watcher.order(pid, do="crash")
    assert served.process.wait(20) == orders.CRASHED
    assert "OrderedCrash: this server was told to crash" in served.log.read_text()
    assert watcher.of(ServerObeyed, do="crash") == []


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"do": "dance"}, "there is no order 'dance'"),
        ({}, "'do'"),
        ({"do": "clock"}, "'by'"),
        ({"do": "clock", "by": "soon"}, "could not convert"),
        ({"do": "backlog", "port": 1, "size": 1}, "no listening socket at port 1"),
        ({"do": ["clock"]}, "there is no order"),
    ],
)
def test_an_order_that_cannot_be_is_answered_with_the_reason(
    watcher: Watcher, order: dict[str, object], why: str
) -> None:
    witness = Witness("127.0.0.1", watcher.port)
    witness.hello()
    watcher.order(watcher.wait(ChildHello)[0].pid, **order)
    (answer,) = watcher.wait(ServerObeyed)
    assert why in answer.why
    assert answer.epoch == witness.epoch
    witness.close()


def test_other_work_goes_on_until_it_is_ended(watcher: Watcher) -> None:
    """This very process is the one that works; beside that, it still does what it is told."""
    witness = Witness("127.0.0.1", watcher.port)
    witness.hello()
    pid = watcher.wait(ChildHello)[0].pid
    for share in (0.2, 0.1):
        watcher.order(pid, do="busy", share=share)
    watcher.wait(ServerObeyed, count=2, do="busy", why="")
    assert [one.name for one in threading.enumerate()].count("busy") == 1
    watcher.order(pid, do="busy", share=0)
    until(lambda: "busy" not in {one.name for one in threading.enumerate()}, "the end of the work")
    watcher.order(pid, do="busy", share=1)
    assert "a share is" in watcher.wait(ServerObeyed, count=4)[-1].why
    witness.close()


def test_what_is_no_order_ends_nothing_but_too_much_of_it_does(watcher: Watcher) -> None:
    witness = Witness("127.0.0.1", watcher.port)
    witness.hello()
    pid = watcher.wait(ChildHello)[0].pid
    watcher.raw(pid, b"[1]\nnot json\n")
    assert len(watcher.wait(ServerObeyed, count=2)) == 2
    watcher.order(pid, do="go-on")
    watcher.wait(ServerObeyed, do="go-on", why="")
    watcher.raw(pid, b"x" * (MOST_BYTES + 4096))
    watcher.order(pid, do="go-on")
    witness.say("server.sid-issued", sid="s", epoch="e")
    assert len(watcher.of(ServerObeyed)) == 3
    witness.close()


def test_a_system_without_these_things_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(orders.socket, "SO_REUSEPORT", raising=False)
    with pytest.raises(UnableError, match="no SO_REUSEPORT"):
        do_of({"do": "share-port", "port": 1}, 0)()
    monkeypatch.setattr(orders.os, "name", "nt")
    with pytest.raises(UnableError, match=r"no poll\(2\)"):
        do_of({"do": "block", "seconds": 1}, 0)()
    with pytest.raises(UnableError, match=r"no usleep\(3\)"):
        do_of({"do": "busy", "share": 0.5}, 0)()


def test_descriptors_that_are_no_sockets_are_left_alone(tmp_path: Path) -> None:
    with (tmp_path / "a file").open("w") as file:
        assert orders._as_socket(file.fileno()) is None
        assert orders._as_socket(10_000_000) is None
        file.write("still open")
