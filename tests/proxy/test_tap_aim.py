"""A fault aimed at a session finds it on a WebSocket that opened it, too."""

from __future__ import annotations

import pytest
import wire_tools as tools
from tap_play import SWITCH, UPGRADE, WEBSOCKET, get

from harness.commands import Target
from harness.events import WireFaultTouched, WireSessionEnded, WireSidIssued

OPEN = b'\x81\x0c0{"sid":"x"}'


def test_a_session_that_a_websocket_opened_is_touched() -> None:
    with (
        tools.listening() as server,
        tools.running_wire(tools.port_of(server), tap=tools.real_tap()) as wire,
        tools.pair(server, wire.port) as (client, peer),
    ):
        client.sendall(get(WEBSOCKET, *UPGRADE))
        peer.recv(4096)
        peer.sendall(SWITCH + OPEN)
        wire.wait(WireSidIssued, sid="x")
        wire.apply("reset", target=Target(sid="y"))
        assert not wire.all(WireFaultTouched)
        wire.apply("reset", target=Target(sid="x"))
        assert wire.all(WireFaultTouched)


@pytest.mark.parametrize("who", ["client", "server", "fault"])
def test_who_ended_a_session_s_connection_is_told(who: str) -> None:
    with (
        tools.listening() as server,
        tools.running_wire(tools.port_of(server), tap=tools.real_tap()) as wire,
        tools.pair(server, wire.port) as (client, peer),
    ):
        client.sendall(get(WEBSOCKET, *UPGRADE))
        peer.recv(4096)
        peer.sendall(SWITCH + OPEN)
        wire.wait(WireSidIssued, sid="x")
        if who == "fault":
            wire.apply("reset")
        else:
            tools.reset(client if who == "client" else peer)
        assert wire.wait(WireSessionEnded).by == who
