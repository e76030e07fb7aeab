"""IP packets, read as far as it takes to know their TCP connection (RFC 791, 3.1; RFC 9293, 3.1)."""

from __future__ import annotations

from typing import NamedTuple

_TCP = 6
_PORTS_BYTES = 4
_LATER_FRAGMENT = 0x1FFF


class Segment(NamedTuple):
    """Whose packet it is: the ports it goes from and to; `head` bytes of it are IP's own."""

    source: int
    target: int
    head: int


def segment_of(packet: bytes) -> Segment | None:
    """The TCP segment in a packet of IPv4; None for anything else, a later fragment included."""
    if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != _TCP:
        return None
    head = (packet[0] & 0x0F) * 4
    if int.from_bytes(packet[6:8], "big") & _LATER_FRAGMENT or len(packet) < head + _PORTS_BYTES:
        return None
    ports = packet[head : head + _PORTS_BYTES]
    return Segment(int.from_bytes(ports[:2], "big"), int.from_bytes(ports[2:], "big"), head)


def flipped(packet: bytes, head: int, part: float) -> bytes:
    """The packet with one bit other, at this part (0 to 1) of what follows its IP head."""
    at, bit = divmod(int(part * (len(packet) - head) * 8), 8)
    changed = bytearray(packet)
    changed[head + at] ^= 1 << bit
    return bytes(changed)
