"""The cable where it cannot be had: nothing is left open, and one line says what it needs."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
import wire_tools as tools

from harness import netns
from harness.commands import WireOwnPort
from harness.proxy.link import cable as cable_room

DESCRIPTORS = Path("/proc/self/fd")
NETWORK = Path("/proc/thread-self/ns/net")


def refuse(*_args: object) -> int:
    raise PermissionError(1, "Operation not permitted")


def test_without_the_right_to_it_the_wire_says_so_and_serves_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netns, "make", refuse)
    with tools.listening() as server, tools.running_wire(tools.port_of(server)) as wire:
        with pytest.raises(OSError, match=r"need Linux and root \(sudo\): Operation not permitted"):
            wire.do(lambda: wire.wire.listen(WireOwnPort(listener=1, host="", packets=True)))
        with tools.pair(server, wire.port) as (client, peer):
            client.sendall(b"ping")
            assert tools.read_exactly(peer, 4) == b"ping"


@pytest.mark.skipif(bool(netns.lacking()), reason="needs a network of its own to fail in")
def test_a_cable_that_fails_half_way_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cable_room, "open_tun", refuse)
    with tools.listening() as server, tools.running_wire(tools.port_of(server)) as wire:
        before = len(os.listdir(DESCRIPTORS))  # noqa: PTH208 - a count is all that is asked for
        with pytest.raises(OSError, match="not permitted"):
            wire.do(lambda: wire.wire.listen(WireOwnPort(listener=1, host="", packets=True)))
        assert len(os.listdir(DESCRIPTORS)) == before  # noqa: PTH208


@pytest.mark.skipif(bool(netns.lacking()), reason="needs a network of its own")
def test_a_thread_comes_back_from_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    here = NETWORK.readlink()
    network = netns.make()
    try:
        with netns.inside(network), socket.socket() as sock:
            assert NETWORK.readlink() != here
            with pytest.raises(OSError, match="unreachable"):
                sock.connect(("127.0.0.1", 9))
        assert NETWORK.readlink() == here
        with pytest.raises(OSError, match="Invalid argument"):
            netns.enter("/proc/self/stat")
    finally:
        os.close(network)


def test_elsewhere_than_on_linux_it_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert netns.lacking() == "Linux, as root, with /dev/net/tun (networks of one's own need Linux)"
