"""What becomes of each packet on the cable: finds whose it is, and asks the packet faults that are on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harness.proxy.active import Active
from harness.proxy.faultdesk import FaultDesk
from harness.proxy.faults.packet import AS_IT_IS, Delivery, Packet
from harness.proxy.flow import Direction
from harness.proxy.hub import Request, Subject
from harness.proxy.link.cable import CLIENTS, Arrival
from harness.proxy.link.segment import Segment, flipped, segment_of

PATHS = 20_000
"""So many connections are remembered; the one met first goes first."""


class Nobody:
    """Stands for a connection of which the wire does not know yet, or no longer: its first and last packets."""

    number = 0
    client_host = str(CLIENTS.ip)
    owner = ""
    opened = 0
    quiet = 0
    request: Request | None = None
    is_unreadable = False
    on_frames = False


@dataclass(slots=True)
class Path:
    """A connection on the cable: its number once it has one, its packets each way, and what struck it before."""

    number: int = 0
    sent: dict[Direction, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    early: dict[int, tuple[Active, str]] = field(default_factory=dict)


class Packets:
    """Decides for the cable. `find` gives the connection of a number, as long as there is one."""

    def __init__(self, desk: FaultDesk, find: Callable[[int], Subject | None]) -> None:
        self._desk = desk
        self._find = find
        self._nobody: Subject = Nobody()
        self._strangers = 0
        self._paths: OrderedDict[tuple[int, int], Path] = OrderedDict()

    def accepted(self, client_port: int, wire_port: int, number: int) -> None:
        """The connection between these ports is number `number` from now on."""
        path = self._path((client_port, wire_port))
        path.number = number
        subject = self._find(number)
        for active, did in path.early.values():
            if subject is not None:
                self._desk.touch(active, subject, did)
        path.early.clear()

    def carry(self, direction: Direction, packet: bytes) -> Sequence[Arrival]:
        """How a packet arrives at the other end: nothing, once or more often."""
        segment = segment_of(packet)
        if segment is None:
            return ((0, packet),)
        path = self._path(_ports(direction, segment))
        path.sent[direction] += 1
        if not self._desk.packet_faults:
            return ((0, packet),)
        return [_arrival(one, packet, segment.head) for one in self._judge(path, direction)]

    def _judge(self, path: Path, direction: Direction) -> Sequence[Delivery]:
        """What all the faults do to it, one after the other, as boxes on one cable would."""
        subject = self._find(path.number) or self._nobody
        n = path.sent[direction]
        if subject is self._nobody:  # those have no name to draw by: they are counted together
            self._strangers += 1
            n = self._strangers
        deliveries = AS_IT_IS
        for active, fault in self._desk.packet_faults:
            if self._desk.aims(active, subject):
                after = fault.carry(Packet(direction=direction, n=n, draw=self._draw(active, subject, direction)))
                if after is not AS_IT_IS:
                    self._struck(path, subject, active, fault.did)
                deliveries = [_joined(first, then) for first in deliveries for then in after]
        return deliveries

    def _draw(self, active: Active, subject: Subject, direction: Direction) -> Callable[[int], float]:
        return lambda place: self._desk.draw(active, subject, direction, place)

    def _struck(self, path: Path, subject: Subject, active: Active, did: str) -> None:
        if subject is self._nobody:
            path.early[active.id] = (active, did)
        else:
            self._desk.touch(active, subject, did)

    def _path(self, ports: tuple[int, int]) -> Path:
        path = self._paths.get(ports)
        if path is None:
            path = self._paths[ports] = Path()
            if len(self._paths) > PATHS:
                self._paths.popitem(last=False)
        return path


def _ports(direction: Direction, segment: Segment) -> tuple[int, int]:
    """The client's port and the wire's."""
    return (segment.source, segment.target) if direction == "up" else (segment.target, segment.source)


def _joined(first: Delivery, then: Delivery) -> Delivery:
    return Delivery(first.after + then.after, first.flip if then.flip is None else then.flip)


def _arrival(delivery: Delivery, packet: bytes, head: int) -> Arrival:
    data = packet if delivery.flip is None else flipped(packet, head, delivery.flip)
    return delivery.after, data
