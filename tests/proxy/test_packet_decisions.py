"""What becomes of packets, without a network: which are struck, how they arrive, and whom that touches."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.commands import Target, WireApply
from harness.events import Event, WireFaultTouched
from harness.proxy.faultdesk import FaultDesk
from harness.proxy.faults import parse
from harness.proxy.faults.packet import AS_IT_IS, Delivery, Packet, PacketFault
from harness.proxy.hub import Request, Subject
from harness.proxy.link import packets as packets_room
from harness.proxy.link.cable import CLIENTS
from harness.proxy.link.packets import Packets
from harness.proxy.link.segment import Segment, flipped, segment_of
from harness.proxy.tap.request import RequestView

CLIENT, WIRE = 40_000, 20_000
NAMES = ("loss", "duplicate", "reorder", "corrupt")


def ip(
    source: int, target: int, payload: bytes = b"", *, protocol: int = 6, options: int = 0, at: int = 0
) -> bytes:
    """An IPv4 packet with a TCP segment in it, as far as anybody here looks; `at`: its fragment's offset."""
    head = 20 + options
    start = struct.pack(
        "!BBHHHBBH4s4s", 0x40 | head // 4, 0, head + 20, 0, at, 64, protocol, 0, bytes(4), bytes(4)
    )
    return start + bytes(options) + struct.pack("!HH16x", source, target) + payload


class Known:
    """A connection the wire knows."""

    def __init__(self, number: int, client: str) -> None:
        self.number = number
        self.client_host = str(CLIENTS.ip)
        self.owner = ""
        self.opened = 0
        self.quiet = 0
        self.is_unreadable = False
        self.request: Request | None = RequestView(
            n=1, method="GET", kind="poll", path="/", sid="s", client=client
        )


class Bench:
    """A desk of faults and the packets it judges; `known` is what the wire knows, `said` what the desk told."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seed: int = 7) -> None:
        self.said: list[Event] = []
        self.known: dict[int, Known] = {}
        self.desk = FaultDesk(seed, loop, lambda: 0, self.said.append, tuple, lambda: None)
        self.desk.has_cable = True
        self.packets = Packets(self.desk, self._find)

    def _find(self, number: int) -> Subject | None:
        return self.known.get(number)

    def accept(self, number: int, client: str, port: int = CLIENT) -> None:
        self.known[number] = Known(number, client)
        self.packets.accepted(port, WIRE, number)

    def apply(self, fault: str, target: Target = Target(), **params: float | str) -> None:  # noqa: B008 - frozen
        self.desk.apply(WireApply(id=len(self.said) + 1, fault=fault, params=dict(params), target=target))

    def touched(self) -> list[tuple[int, str]]:
        return [(event.conn, event.did) for event in self.said if isinstance(event, WireFaultTouched)]


@pytest.fixture
def bench() -> Iterator[Bench]:
    loop = asyncio.new_event_loop()
    yield Bench(loop)
    loop.close()


def test_a_segment_is_known_by_its_ports() -> None:
    assert segment_of(ip(1, 2)) == Segment(1, 2, 20)
    assert segment_of(ip(1, 2, options=8)) == Segment(1, 2, 28)


@pytest.mark.parametrize(
    "packet",
    [b"", bytes(60), ip(1, 2, protocol=17), ip(1, 2, at=1), ip(1, 2)[:23], b"\x60" + ip(1, 2)[1:]],
    ids=["empty", "no IPv4", "UDP", "a later fragment", "cut", "IPv6"],
)
def test_anything_else_is_no_segment_and_passes(packet: bytes, bench: Bench) -> None:
    bench.apply("loss", percent=100)
    assert segment_of(packet) is None
    assert list(bench.packets.carry("up", packet)) == [(0, packet)]


@given(st.binary(min_size=1, max_size=80), st.floats(0, 1, exclude_max=True))
def test_a_flip_changes_one_bit_behind_the_ip_head(payload: bytes, part: float) -> None:
    packet = ip(1, 2, payload)
    other = flipped(packet, 20, part)
    assert other[:20] == packet[:20]
    assert sum((a ^ b).bit_count() for a, b in zip(packet, other, strict=True)) == 1


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("loss", []),
        ("duplicate", [Delivery(), Delivery()]),
        ("reorder", [Delivery(after=20_000_000)]),
        ("corrupt", [Delivery(flip=0.25)]),
    ],
)
def test_how_a_struck_packet_arrives(name: str, arrives: list[Delivery]) -> None:
    fault = parse(name, {"percent": 50.0, "direction": "up"})
    assert isinstance(fault, PacketFault)

    def carried(drawn: float, direction: str = "up") -> list[Delivery]:
        packet = Packet(direction="up" if direction == "up" else "down", n=3, draw=lambda _place: drawn)
        return list(fault.carry(packet))

    assert carried(0.25) == arrives
    assert carried(0.5) == list(AS_IT_IS)
    assert carried(0.25, "down") == list(AS_IT_IS)


def test_without_a_fault_every_packet_passes_at_once(bench: Bench) -> None:
    packet = ip(CLIENT, WIRE)
    assert list(bench.packets.carry("up", packet)) == [(0, packet)]


def test_a_share_of_the_packets_is_struck_and_the_same_in_every_run_of_a_seed() -> None:
    loop = asyncio.new_event_loop()

    def struck(seed: int) -> list[int]:
        bench = Bench(loop, seed)
        bench.accept(1, "clients-1")
        bench.apply("loss", percent=30)
        return [n for n in range(1000) if not bench.packets.carry("up", ip(CLIENT, WIRE))]

    first = struck(7)
    loop.close()
    assert 250 < len(first) < 350
    assert first == struck(7)
    assert first != struck(8)


def test_a_client_that_is_not_meant_is_left_alone(bench: Bench) -> None:
    bench.accept(1, "clients-1")
    bench.accept(2, "others-1", CLIENT + 1)
    bench.apply("loss", Target(clients=("clients",)), percent=100)
    assert list(bench.packets.carry("down", ip(WIRE, CLIENT))) == []
    assert len(bench.packets.carry("down", ip(WIRE, CLIENT + 1))) == 1
    assert len(bench.packets.carry("up", ip(CLIENT + 2, WIRE))) == 1, "nobody knows yet whose it is"
    assert bench.touched() == [(1, "lost")]


def test_what_struck_a_connection_before_it_had_a_number_is_told_once_it_has(bench: Bench) -> None:
    bench.apply("duplicate", percent=100)
    assert len(bench.packets.carry("up", ip(CLIENT, WIRE))) == 2
    assert bench.touched() == []
    bench.accept(5, "clients-1")
    bench.packets.carry("up", ip(CLIENT, WIRE))
    assert bench.touched() == [(5, "duplicated")]


def test_a_connection_that_is_gone_before_it_was_known_touches_nobody(bench: Bench) -> None:
    bench.apply("duplicate", percent=100)
    bench.packets.carry("up", ip(CLIENT, WIRE))
    bench.packets.accepted(CLIENT, WIRE, 9)
    assert bench.touched() == []


def test_faults_are_combined_as_boxes_on_one_cable(bench: Bench) -> None:
    bench.accept(1, "clients-1")
    bench.apply("duplicate", percent=100)
    bench.apply("reorder", percent=100, delay=5)
    bench.apply("corrupt", percent=100)
    packet = ip(CLIENT, WIRE, b"data")
    arrivals = bench.packets.carry("up", packet)
    assert [after for after, _ in arrivals] == [5_000_000, 5_000_000]
    assert all(data != packet for _, data in arrivals)
    assert bench.touched() == [(1, "duplicated"), (1, "overtaken"), (1, "corrupted")]


def test_lifting_ends_it(bench: Bench) -> None:
    bench.accept(1, "clients-1")
    bench.apply("loss", percent=100)
    bench.desk.lift(1)
    assert len(bench.packets.carry("up", ip(CLIENT, WIRE))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_without_a_cable_they_are_refused(name: str, bench: Bench) -> None:
    bench.desk.has_cable = False
    with pytest.raises(ValueError, match=f"{name} acts on packets"):
        bench.apply(name)


def test_paths_are_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packets_room, "PATHS", 10)
    for port in range(100):
        bench.packets.carry("up", ip(port, WIRE))
    assert len(bench.packets._paths) == 10
