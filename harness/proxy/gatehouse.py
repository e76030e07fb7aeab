"""A gated listener of the wire: who has come by it, who was let in, who was turned away."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.commands import WireGate
from harness.events import WireGateRefused
from harness.proxy.accounts import Account
from harness.proxy.door import Door
from harness.proxy.gate.census import Census
from harness.proxy.gate.refusal import TOO_MANY, Refusal
from harness.proxy.gate.rules import Gate
from harness.proxy.gate.telling import Telling
from harness.proxy.guarded import Guarded
from harness.proxy.hub import Hub, Tap

if TYPE_CHECKING:
    from harness.proxy.relay import Connection

_MOST_LEAVING = 64
"""So many are told that there are too many; the others are reset."""
_PATH_BYTES = 100


class Gatehouse:
    """`admit` is called with a door whose client may go on; `up` and `down` count what never got further."""

    def __init__(self, hub: Hub, command: WireGate, gate: Gate, admit: Callable[[Gatehouse, Door], None]) -> None:
        self.up, self.down = Account(), Account()
        self.listener = command.listener
        self._hub = hub
        self._gate = gate
        self._admit = admit
        self._head_seconds = command.head_seconds
        self._census = Census(command.per_address, command.connections)
        self._telling = Telling()
        self._doors: dict[int, Door] = {}
        self._guarded: dict[int, Guarded] = {}
        self._read: dict[int, bytes] = {}

    def came(self, number: int, client: socket.socket, peer: tuple[str, int], server: socket.socket) -> None:
        """Somebody has connected; `server` is the socket that will reach the server for them."""
        door = Door(
            self._hub,
            number,
            peer,
            client,
            server,
            self._gate,
            passed=self._passed,
            refused=self._refused_at,
            left=self._left_by,
        )
        leaving = len(self._doors)
        self._doors[number] = door
        if self._census.enter(number, peer[0]):
            door.wait(self._head_seconds)
        else:
            door.turn_away(TOO_MANY if leaving - self._waiting() < _MOST_LEAVING else TOO_MANY.unanswered())

    def guard(self, connection: Connection, tap: Tap) -> tuple[Guarded, bytes]:
        """The guard of a connection that now stands, and the bytes that were read at the door."""
        guarded = Guarded(connection, tap, self._hub, self._gate, self._head_seconds, self._refused_inside)
        self._guarded[connection.number] = guarded
        return guarded, self._read.pop(connection.number)

    def left(self, number: int) -> None:
        """A connection that was let in is over; what it had sent may never have gone on."""
        self._census.leave(number)
        never = len(self._read.pop(number, b""))
        self.up.seen += never
        self.up.undelivered += never
        if (guarded := self._guarded.pop(number, None)) is not None:
            guarded.close()

    @property
    def inside(self) -> tuple[int, ...]:
        """The numbers of those that were let in."""
        return tuple(number for number in self._census.numbers if number not in self._doors)

    def account_into(self, up: Account, down: Account) -> None:
        """Add what has come in here and went no further, and what was answered."""
        up.add(self.up)
        down.add(self.down)
        for door in self._doors.values():
            up.add(door.up)
            down.add(door.down)

    def close(self) -> None:
        """Reset whoever is still at the door, and tell what is left to tell."""
        for door in tuple(self._doors.values()):
            door.quit()
        for event in self._telling.rest():
            self._hub.say(event)

    def _waiting(self) -> int:
        """Of those at the door, how many are counted."""
        return sum(number in self._doors for number in self._census.numbers)

    def _passed(self, door: Door) -> None:
        del self._doors[door.number]
        self._read[door.number] = door.data
        self._admit(self, door)

    def _refused_at(self, door: Door, refusal: Refusal) -> None:
        self._tell(door.number, door.peer[0], refusal, door.path)

    def _refused_inside(self, connection: Connection, refusal: Refusal, path: bytes) -> None:
        self._tell(connection.number, connection.client_host, refusal, path)

    def _left_by(self, door: Door) -> None:
        if self._doors.pop(door.number, None) is not None:
            self._census.leave(door.number)
            self.up.add(door.up)
            self.down.add(door.down)

    def _tell(self, number: int, peer: str, refusal: Refusal, path: bytes) -> None:
        if refusal.why is None:
            return
        event = WireGateRefused(
            t=self._hub.clock(),
            conn=number,
            peer=peer,
            why=refusal.why,
            status=refusal.status,
            path=_shown(path),
        )
        for one in self._telling.tell(event):
            self._hub.say(one)


def _shown(target: bytes) -> str:
    """What was asked for, without its query, short, and in plain characters: strangers choose it."""
    path = target.partition(b"?")[0][:_PATH_BYTES]
    return path.decode("latin-1").encode("unicode_escape").decode("ascii")
