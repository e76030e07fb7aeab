"""Where devices of the LAN can reach this machine: addresses of its own, the likeliest first.

Link-local IPv6 addresses are not offered: they mean nothing without the reader's own interface (RFC 4007, 11.2).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import psutil

from harness.snapshot import LanPlace

_MADE_UP = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vEthernet", "tun", "tap", "utun", "wg", "zt")
"""How interfaces begin behind which there is no LAN, but machines made of software, or a tunnel."""
_ELSEWHERE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): asking for the way there sends nothing."""


class NoPlaceError(ValueError):
    """Nothing here is called so, or can be reached: one line that says what there is."""


def places() -> tuple[LanPlace, ...]:
    """All addresses of interfaces that are up, without loopback: private IPv4 first, tunnels and bridges last."""
    way_out = _way_out()
    return tuple(sorted(_addresses(), key=lambda place: _rank(place, way_out)))


def choose(wanted: str) -> LanPlace:
    """The place of this interface's name, or address; of an empty text, the likeliest. NoPlaceError when none is.

    Loopback can be chosen by its address: then only this machine takes part.
    """
    found = places()
    if not wanted:
        if not found:
            raise NoPlaceError("this machine has no address on a LAN: connect it, and try again")
        return found[0]
    loopback = (LanPlace(interface="loopback", address=wanted),) if _is_loopback(wanted) else ()
    named = [place for place in found + loopback if wanted in (place.interface, place.address)]
    if named:
        return named[0]
    there = ", ".join(f"{place.interface} ({place.address})" for place in found) or "none"
    raise NoPlaceError(f"{wanted} is no interface and no address of this machine; there are: {there}")


def _addresses() -> Iterator[LanPlace]:
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    for name, found in psutil.net_if_addrs().items():
        for one in found if name in up else ():
            if one.family in (socket.AF_INET, socket.AF_INET6) and _is_offered(one.address):
                yield LanPlace(interface=name, address=one.address)


def _is_offered(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    return not (address.is_loopback or address.is_unspecified or (address.version == 6 and address.is_link_local))


def _rank(place: LanPlace, way_out: str) -> tuple[bool, bool, bool, bool, bool]:
    """What is less likely to be reached comes later."""
    address = ipaddress.ip_address(place.address)
    return (
        place.interface.startswith(_MADE_UP),
        address.version == 6,
        address.is_link_local,
        not address.is_private,
        place.address != way_out,
    )


def _way_out() -> str:
    """Our address on the way to anywhere else; empty when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
