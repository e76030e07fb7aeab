"""Switching the LAN on and off, as the session decides it; its children are stand-ins that answer as told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from harness.clock import monotonic_ns
from harness.commands import BeaconOpen, BeaconShut, Command, WireGate, WireShut
from harness.events import (
    BeaconListening,
    BeaconRefused,
    ChildFailed,
    Event,
    Record,
    RunLan,
    RunProcessExited,
    RunServerReady,
    WireGateRefused,
    WireListening,
)
from harness.lan import firewall
from harness.lan.firewall.finding import NOTHING, Finding
from harness.session import lan as room
from harness.session.house import HarnessError
from harness.session.journal import Journal
from harness.session.lan import Lan, Ways
from harness.snapshot import LanPlace

DEBUGGER = "the server has a debugger on"
HERE = "127.0.0.1"


class NoWriter:
    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        pass


class World:
    """A run's other parts. `answers` can be changed: what wire and beacon say to what they are asked."""

    def __init__(self) -> None:
        self.journal = Journal(NoWriter())
        self.said: list[Event] = []
        self.asked: list[Command] = []
        self.shown: list[tuple[str, str]] = []
        self.dangers = [""]
        self.spawned = 0
        self.number = 0
        self.wire_says: Callable[[WireGate], Event] = self.listens
        self.beacon_says: Callable[[BeaconOpen], Event] = self.hears
        self.wire_gone = False
        self.journal.listen(self._hear)
        ways = Ways(wire=self.wire, beacon=self.beacon, listener=self.next, danger=self.danger, own_pages=tuple)
        self.lan = Lan(self.journal, monotonic_ns, ways)
        self.lan.shown = lambda *told: self.shown.append(told)

    @staticmethod
    def listens(gate: WireGate) -> Event:
        return WireListening(t=1, listener=gate.listener, host=gate.host, port=gate.port)

    @staticmethod
    def hears(opened: BeaconOpen) -> Event:
        return BeaconListening(t=1, host=opened.host, port=opened.port)

    def _hear(self, record: Record) -> None:
        self.said.append(record.event)

    def wire(self) -> Any:
        if self.wire_gone:
            raise HarnessError("the process wire is gone")
        return self

    async def beacon(self) -> Any:
        self.spawned += 1
        return self

    def next(self) -> int:
        self.number += 1
        return self.number

    async def danger(self) -> str:
        return self.dangers.pop(0) if len(self.dangers) > 1 else self.dangers[0]

    def send(self, command: Command) -> None:
        self.asked.append(command)
        if isinstance(command, WireGate):
            self.tell("wire", self.wire_says(command))
        elif isinstance(command, BeaconOpen):
            self.tell("beacon", self.beacon_says(command))

    def tell(self, src: str, event: Event) -> None:
        asyncio.get_running_loop().call_soon(self.journal._take, src, b"{}", event)

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.said if isinstance(event, kind)]

    def commands(self, kind: type[Command]) -> list[Any]:
        return [command for command in self.asked if isinstance(command, kind)]


async def settle(held: Callable[[], bool]) -> None:
    """Let what is under way come to pass: nothing here takes longer than some turns of the loop."""
    for _ in range(1000):
        if held():
            return
        await asyncio.sleep(0)
    raise AssertionError("it does not come to hold")


async def test_switched_on_it_has_a_gate_a_beacon_and_a_join_address_with_a_token_of_its_own() -> None:
    world = World()
    assert await world.lan.switch(on=True, interface=HERE) == ""
    card, (gate,), (beacon,) = world.lan.card(), world.commands(WireGate), world.commands(BeaconOpen)
    at = f"{HERE}:{gate.port}"
    assert card.on
    assert card.join == f"http://{at}/#join={gate.token}&beacon={beacon.port}"
    assert (gate.host, gate.hosts, gate.origins, gate.pages) == (HERE, (at,), (f"http://{at}",), True)
    assert (beacon.host, beacon.token, beacon.origins, beacon.hosts) == (
        HERE,
        gate.token,
        (f"http://{at}",),
        (HERE,),
    )
    assert len(gate.token) >= 32
    assert world.lan.origin == f"http://{at}"
    assert (card.interface, card.address, card.why, card.refused) == ("loopback", HERE, "", 0)
    assert world.of(RunLan) == [
        RunLan(t=world.of(RunLan)[0].t, on=True, interface="loopback", address=HERE, port=gate.port)
    ]
    assert world.shown == [(card.join, "")]
    assert gate.token not in str(world.said)

    assert await world.lan.switch(on=True, interface=HERE) == ""
    again = world.commands(WireGate)[1]
    assert again.token != gate.token
    assert again.listener != gate.listener
    assert world.commands(WireShut) == [WireShut(listener=gate.listener)]
    assert world.spawned == 1


async def test_switched_off_everything_is_shut_and_it_says_so_once() -> None:
    world = World()
    await world.lan.switch(on=True, interface=HERE)
    for _ in range(2):
        assert await world.lan.switch(on=False) == ""
    assert world.commands(WireShut) == [WireShut(listener=1)]
    assert world.commands(BeaconShut)
    card = world.lan.card()
    assert (card.on, card.join, world.lan.origin) == (False, "", "")
    assert [event.on for event in world.of(RunLan)] == [True, False]


async def test_it_ends_with_the_run_even_when_the_wire_is_gone() -> None:
    world = World()
    await world.lan.switch(on=True, interface=HERE)
    world.wire_gone = True
    await world.lan.end()
    assert not world.lan.card().on
    assert [event.on for event in world.of(RunLan)] == [True, False]


async def test_a_debugger_keeps_it_off_and_one_that_comes_later_switches_it_off() -> None:
    world = World()
    world.dangers = [DEBUGGER]
    assert await world.lan.switch(on=True, interface=HERE) == DEBUGGER
    assert not world.commands(WireGate)
    assert world.lan.card().why == DEBUGGER
    assert [(event.on, event.why) for event in world.of(RunLan)] == [(False, DEBUGGER)]

    world.dangers = ["", DEBUGGER]
    assert await world.lan.switch(on=True, interface=HERE) == ""
    world.tell("session", RunServerReady(t=1, life=2, epoch="x", port=1, took=0.1))
    await settle(lambda: not world.lan.card().on)
    assert world.lan.card().why == DEBUGGER
    assert world.commands(WireShut)


async def test_a_server_that_comes_back_without_a_debugger_changes_nothing() -> None:
    world = World()
    await world.lan.switch(on=True, interface=HERE)
    world.tell("session", RunServerReady(t=1, life=2, epoch="x", port=1, took=0.1))
    await asyncio.sleep(0)
    await world.lan.end()
    assert [event.on for event in world.of(RunLan)] == [True, False]


async def test_an_interface_that_is_none_is_refused_in_words() -> None:
    world = World()
    why = await world.lan.switch(on=True, interface="nowhere0")
    assert why.startswith("nowhere0 is no interface and no address of this machine")
    assert world.lan.card().why == why


async def test_another_port_is_tried_and_after_three_it_says_why() -> None:
    world = World()
    world.wire_says = lambda gate: (
        world.listens(gate) if gate.listener == 2 else ChildFailed(t=1, message="port 8460 is taken")
    )
    assert await world.lan.switch(on=True, interface=HERE) == ""
    assert len(world.commands(WireGate)) == 2
    world.wire_says = lambda _gate: ChildFailed(t=1, message="port 8460 is taken")
    assert await world.lan.switch(on=True, interface=HERE) == "port 8460 is taken"
    assert not world.lan.card().on


async def test_without_a_beacon_nobody_is_let_in() -> None:
    world = World()
    world.beacon_says = lambda opened: BeaconListening(t=1, host=opened.host, port=0, error="no port is free")
    assert await world.lan.switch(on=True, interface=HERE) == "no port is free"
    assert world.commands(WireShut) == [WireShut(listener=1)]


async def test_children_that_say_nothing_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ANSWER_SECONDS", 0.01)
    world = World()
    world.beacon_says = lambda _opened: RunLan(t=1, on=False)
    assert "logs/beacon.log" in await world.lan.switch(on=True, interface=HERE)
    world.wire_says = lambda _gate: RunLan(t=1, on=False)
    assert "logs/wire.log" in await world.lan.switch(on=True, interface=HERE)


async def test_when_the_beacon_has_ended_by_itself_the_lan_is_off_and_can_be_switched_on_again() -> None:
    world = World()
    await world.lan.switch(on=True, interface=HERE)
    world.tell("session", RunProcessExited(t=1, role="beacon", name="beacon", pid=1, code=1, asked=False))
    await settle(lambda: not world.lan.card().on)
    assert "beacon has ended by itself" in world.lan.card().why
    assert await world.lan.switch(on=True, interface=HERE) == ""
    assert world.spawned == 2


async def test_refusals_are_counted_while_it_is_on() -> None:
    world = World()
    await world.lan.switch(on=True, interface=HERE)
    world.tell("wire", WireGateRefused(t=1, conn=1, peer="a", why="host", count=3))
    world.tell("beacon", BeaconRefused(t=1, address="a", why="origin", count=2))
    await settle(lambda: world.lan.card().refused == 5)
    await world.lan.switch(on=False)
    world.tell("beacon", BeaconRefused(t=1, address="a", why="origin"))
    await asyncio.sleep(0)
    assert world.lan.card().refused == 0


async def test_a_firewall_is_named_with_the_command_that_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    place = LanPlace(interface="eth9", address="192.0.2.7")
    monkeypatch.setattr(room, "choose", lambda _interface: place)

    async def port(_address: str, first: int) -> int:
        return first

    monkeypatch.setattr(room, "_port", port)
    found = Finding("a firewall is on", "open 8460", on=True)
    looked: list[Any] = []

    def look(ports: tuple[int, ...]) -> Finding:
        looked.append(ports)
        return found

    monkeypatch.setattr(firewall, "look", look)
    world = World()
    assert await world.lan.switch(on=True) == ""
    card = world.lan.card()
    assert (card.firewall, card.brings) == ("a firewall is on", "open 8460")
    assert looked == [(8460, 8461)]
    assert world.of(RunLan)[0].firewall == "a firewall is on"
    assert world.shown == [(card.join, "a firewall is on: open 8460")]
    monkeypatch.setattr(firewall, "look", lambda _ports: NOTHING)
    await world.lan.switch(on=True)
    assert world.shown[1] == (world.lan.card().join, "")


async def test_an_ipv6_address_stands_in_brackets_where_an_address_needs_them() -> None:
    world = World()
    assert await world.lan.switch(on=True, interface="::1") == ""
    (gate,), (beacon,) = world.commands(WireGate), world.commands(BeaconOpen)
    assert world.lan.card().join.startswith(f"http://[::1]:{gate.port}/#join=")
    assert (gate.host, gate.hosts) == ("::1", (f"[::1]:{gate.port}",))
    assert (beacon.host, beacon.hosts) == ("::1", ("::1",))


async def test_no_free_port_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async def taken(*_: object) -> bool:
        return False

    def none(_host: str) -> int:
        raise OSError("no free port between 1 and 2")

    monkeypatch.setattr(room, "port_is_free", taken)
    monkeypatch.setattr(room, "free_port", none)
    world = World()
    assert "no free port" in await world.lan.switch(on=True, interface=HERE)


async def test_the_places_are_looked_for_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> tuple[LanPlace, ...]:
        looks.append(1)
        return ()

    monkeypatch.setattr(room, "places", look)
    world = World()
    for _ in range(5):
        assert world.lan.card().places == ()
    assert looks == [1]
