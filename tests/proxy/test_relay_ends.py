"""FIN, RST and half-close: what each end sees through the wire is what it sees without it."""

from __future__ import annotations

import asyncio
import os
import select
import socket
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import uvloop
import wire_tools as tools

from harness.events import WireClosed, WireLegClosed, WireOpened
from harness.proxy import poller, relay
from harness.proxy.flow import Flow


def half_close_and_answer(first: socket.socket, second: socket.socket) -> object:
    first.sendall(b"question")
    first.shutdown(socket.SHUT_WR)
    asked = tools.read_to_end(second)
    second.sendall(b"answer")
    second.close()
    return asked, tools.read_to_end(first)


def half_close_both(first: socket.socket, second: socket.socket) -> object:
    second.shutdown(socket.SHUT_WR)
    seen = tools.read_to_end(first)
    first.sendall(b"last words")
    first.shutdown(socket.SHUT_WR)
    return seen, tools.read_to_end(second)


def close_while_the_other_goes_on(first: socket.socket, second: socket.socket) -> object:
    first.sendall(b"bye")
    first.close()
    return tools.read_to_end(second), tools.send_error(second)


def reset_after_bytes(first: socket.socket, second: socket.socket) -> object:
    first.sendall(b"bytes before")
    tools.reset(first)
    return tools.read_to_end(second)


def reset_after_bytes_met_by_a_send(first: socket.socket, second: socket.socket) -> object:
    tools.reset(first)
    tools.wait_broken(second)
    return tools.send_error(second), tools.read_to_end(second)


def reset_after_half_close(first: socket.socket, second: socket.socket) -> object:
    first.sendall(b"half")
    first.shutdown(socket.SHUT_WR)
    seen = tools.read_to_end(second)
    tools.reset(first)
    tools.wait_broken(second)
    return seen, tools.send_error(second)


def reset_into_a_half_closed_one(first: socket.socket, second: socket.socket) -> object:
    second.shutdown(socket.SHUT_WR)
    seen = tools.read_to_end(first)
    tools.reset(first)
    return seen, tools.read_to_end(second)


def close_with_unread_bytes(first: socket.socket, second: socket.socket) -> object:
    second.sendall(b"never read")
    tools.read_exactly(first, 1)
    first.close()
    return tools.read_to_end(second)


ORDERS: list[Callable[[socket.socket, socket.socket], object]] = [
    half_close_and_answer,
    half_close_both,
    close_while_the_other_goes_on,
    reset_after_bytes,
    reset_after_bytes_met_by_a_send,
    reset_after_half_close,
    reset_into_a_half_closed_one,
    close_with_unread_bytes,
]


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture(scope="module", params=["uvloop", "asyncio", "asyncio without epoll"])
def wire(request: pytest.FixtureRequest, server: socket.socket) -> Iterator[tools.RunningWire]:
    factory = uvloop.new_event_loop if request.param == "uvloop" else asyncio.new_event_loop
    with pytest.MonkeyPatch.context() as patch:  # for the making only: other tests of this module make wires too
        if request.param == "asyncio without epoll":
            patch.setattr("harness.proxy.wire.make_poller", poller.LoopPoller)
        running = tools.RunningWire(tools.port_of(server), loop_factory=factory)
    yield running
    running.close()


@pytest.mark.parametrize("who", ["client", "server"])
@pytest.mark.parametrize("order", ORDERS)
def test_through_the_wire_is_as_without_it(
    order: Callable[[socket.socket, socket.socket], object],
    who: str,
    server: socket.socket,
    wire: tools.RunningWire,
) -> None:
    seen = []
    for port in (tools.port_of(server), wire.port):
        with tools.pair(server, port) as (client, peer):
            seen.append(order(client, peer) if who == "client" else order(peer, client))
    assert seen[0] == seen[1]


def test_each_end_is_told_with_who_made_it(server: socket.socket) -> None:
    with tools.running_wire(tools.port_of(server)) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            half_close_and_answer(client, peer)
            client.close()
            wire.wait(WireClosed)
        told = [(e.leg, e.how, e.by, e.half) for e in wire.all(WireLegClosed)]
    assert told == [
        ("client", "fin", "peer", True),
        ("server", "fin", "relay", True),
        ("server", "fin", "peer", False),
        ("client", "fin", "relay", False),
    ]


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_reset_ends_both_legs_at_once(who: str, server: socket.socket) -> None:
    with tools.running_wire(tools.port_of(server)) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            tools.reset(client if who == "client" else peer)
            wire.wait(WireClosed)
        other = "server" if who == "client" else "client"
        told = [(e.leg, e.how, e.by, e.fault) for e in wire.all(WireLegClosed)]
    assert told == [(who, "rst", "peer", None), (other, "rst", "relay", None)]


@pytest.mark.parametrize("after_fin", [False, True])
def test_a_reset_met_by_a_send_is_no_fin(after_fin: bool, server: socket.socket) -> None:
    """A failed send takes the error away; what reading shows then must not be told as a FIN that never was."""
    with tools.running_wire(tools.port_of(server)) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            wire.wait(WireOpened)

            def both_at_once() -> None:  # the wire's loop stands still: it meets the bytes first, then the reset
                peer.sendall(b"bytes")
                if after_fin:
                    client.shutdown(socket.SHUT_WR)
                tools.reset(client)

            wire.do(both_at_once)
            wire.wait(WireClosed)
        told = [(e.how, e.by) for e in wire.all(WireLegClosed, leg="client")]
    assert told == [("fin", "peer"), ("rst", "peer")][0 if after_fin else 1 :]


def test_a_leg_shut_both_ways_and_not_wanted_costs_nothing(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    ready = relay.Connection._ready

    def counted(self: relay.Connection, outward: Flow, inward: Flow, events: int) -> None:
        calls.append(events)
        ready(self, outward, inward, events)

    monkeypatch.setattr(relay.Connection, "_ready", counted)
    with (
        tools.running_wire(tools.port_of(server)) as wire,
        tools.pair(server, wire.port) as (client, peer),
    ):
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(peer) == (b"", "fin")
        number = wire.apply("blackhole")
        peer.sendall(
            bytes(120_000)
        )  # more than the wire takes in, less than the kernel does: the FIN is in as well
        peer.close()
        assert not select.select([], [], [], 0.3)[0]
        assert len(calls) <= 50
        wire.lift(number)
        data, end = tools.read_to_end(client)
        assert (len(data), end) == (120_000, "fin")


def test_a_number_used_again_does_not_get_its_predecessors_events() -> None:
    called: list[str] = []

    async def meet() -> None:
        watcher = poller.EpollPoller(asyncio.get_running_loop())
        pairs = [socket.socketpair() for _ in range(2)]
        quiet = socket.socketpair()

        def replace(near: socket.socket, other: socket.socket, _events: int) -> None:
            called.append("first")
            watcher.forget(near.fileno())
            watcher.forget(other.fileno())
            os.dup2(quiet[0].fileno(), other.fileno())
            watcher.watch(other.fileno(), poller.READ, lambda _events: called.append("stale"))
            loop.call_soon(done.set_result, None)

        loop = asyncio.get_running_loop()
        done = loop.create_future()
        for (near, far), (other, _) in zip(pairs, reversed(pairs), strict=True):
            far.send(b"x")
            watcher.watch(near.fileno(), poller.READ, partial(replace, near, other))
        await done
        watcher.close()
        for sock in (*pairs[0], *pairs[1], *quiet):
            sock.close()

    asyncio.run(meet())
    assert called == ["first"]
