"""Whom a fault is aimed at, decided the same way in every run of one seed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import get_args

import msgspec

from harness.commands import Target
from harness.events import RequestKind


def check(target: Target, *, closes_port: bool = False) -> None:
    """ValueError with one line when a target is nonsense, for faults in general or for one that closes a port."""
    if closes_port and msgspec.structs.replace(target, clients=(), kind=None) != Target():
        raise ValueError("target: a port can be closed for all, or for clients with a port of their own")
    if target.share is not None and not 0 < target.share <= 1:
        raise ValueError(f"target: share must be more than 0 and at most 1; got {target.share:g}")
    if target.request is not None and target.request not in get_args(RequestKind):
        kinds = ", ".join(get_args(RequestKind))
        raise ValueError(f"target: request must be one of {kinds}; got {target.request!r}")
    if target.kind is not None:
        raise ValueError(f"target: the wire does not know who is of the kind {target.kind!r}, it knows names only")
    if target.sid is not None and not target.sid.strip():
        raise ValueError("target: sid must be a session id; it is empty")
    if target.address is not None:
        _network(target.address)


def draw(*key: int | str) -> float:
    """A number from 0 up to 1 that only the key decides, in every run and on every machine."""
    digest = hashlib.blake2b(repr(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def names_client(target: Target, client: str | None) -> bool:
    """Whether the target's names cover this client: its own, or its group's."""
    if not target.clients:
        return True
    return client is not None and (client in target.clients or group_of(client) in target.clients)


def group_of(client: str) -> str:
    """The group in a client's name: a simulated one is `<group>-<number>`, a device of the LAN `lan:<name>`."""
    group, colon, _ = client.partition(":")
    return group if colon else client.rpartition("-")[0]


def names_request(target: Target, kind: RequestKind | None, sid: str | None) -> bool:
    """Whether the target covers a request of this kind and session; None: not known, or of no session."""
    return target.request in {None, kind} and target.sid in {None, sid}


def names_host(target: Target, host: str) -> bool:
    """Whether the target's address, or network, covers a client that came from this one."""
    if target.address is None:
        return True
    there = ip_address(host)
    if isinstance(there, IPv6Address):  # how a socket of both families shows an IPv4 client (RFC 4291, 2.5.5.2)
        there = there.ipv4_mapped or there
    return there in _network(target.address)


def is_everything(target: Target) -> bool:
    """Whether it covers, wherever it comes from, a connection of which nothing has been read yet."""
    return msgspec.structs.replace(target, address=None) == Target()


@lru_cache(maxsize=64)
def _network(address: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(address)
    except ValueError:
        raise ValueError(
            f"target: address must be an IP address, or a network as 192.168.1.0/24; got {address!r}"
        ) from None
