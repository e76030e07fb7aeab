"""The gated listeners of a wire, and which connections came by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.commands import WireGate
from harness.proxy.accounts import Account
from harness.proxy.door import Door
from harness.proxy.gate.rules import Gate
from harness.proxy.gatehouse import Gatehouse
from harness.proxy.guarded import Guarded
from harness.proxy.hub import Hub, Tap

if TYPE_CHECKING:
    from harness.proxy.relay import Connection


class Gates:
    """`admit` is given a door whose client may go on, and the number of the listener it came by."""

    def __init__(self, hub: Hub, admit: Callable[[Door, int], None]) -> None:
        self._hub = hub
        self._admit = admit
        self._houses: dict[int, Gatehouse] = {}
        self._guests: dict[int, Gatehouse] = {}

    def house(self, command: WireGate, gate: Gate) -> Gatehouse:
        """Who receives those that come by a new listener; it counts once it has been added."""
        return Gatehouse(self._hub, command, gate, self._admitted)

    def add(self, house: Gatehouse) -> None:
        """Its listener is open."""
        self._houses[house.listener] = house

    def guard(self, connection: Connection, tap: Tap) -> tuple[Guarded | None, bytes]:
        """The guard of a connection that came by a gate, and what was read of it at the door."""
        house = self._guests.get(connection.number)
        return (None, b"") if house is None else house.guard(connection, tap)

    def left(self, number: int) -> None:
        """A connection is over."""
        if self._guests and (house := self._guests.pop(number, None)) is not None:
            house.left(number)

    def remove(self, number: int) -> Gatehouse:
        """That of a listener which is to be shut. ValueError when there is none."""
        if number not in self._houses:
            raise ValueError(f"the wire has no gate {number}")
        return self._houses.pop(number)

    def account_into(self, up: Account, down: Account) -> None:
        """Add what never got further than a gate."""
        for house in self._houses.values():
            house.account_into(up, down)

    def close(self) -> None:
        """Reset whoever is still at a door."""
        for house in self._houses.values():
            house.close()

    def _admitted(self, house: Gatehouse, door: Door) -> None:
        self._guests[door.number] = house
        self._admit(door, house.listener)
