"""Whom a fault is aimed at, decided the same way in every run of one seed."""

from __future__ import annotations

import hashlib
from typing import get_args

from harness.commands import Target
from harness.events import RequestKind


def check(target: Target, *, closes_port: bool = False) -> None:
    """ValueError with one line when a target is nonsense, for faults in general or for one that closes a port."""
    if closes_port and (target.share is not None or target.request is not None):
        raise ValueError("target: a port can be closed for all, or for clients with a port of their own")
    if target.share is not None and not 0 < target.share <= 1:
        raise ValueError(f"target: share must be more than 0 and at most 1; got {target.share:g}")
    if target.request is not None and target.request not in get_args(RequestKind):
        kinds = ", ".join(get_args(RequestKind))
        raise ValueError(f"target: request must be one of {kinds}; got {target.request!r}")


def draw(*key: int | str) -> float:
    """A number from 0 up to 1 that only the key decides, in every run and on every machine."""
    digest = hashlib.blake2b(repr(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def names_client(target: Target, client: str | None) -> bool:
    """Whether the target's names cover this client: its own, or its group's (a client is `<group>-<number>`)."""
    if not target.clients:
        return True
    return client is not None and (client in target.clients or client.rpartition("-")[0] in target.clients)


def is_everything(target: Target) -> bool:
    """Whether it covers a connection of which nothing is known yet."""
    return target.share is None and not target.clients and target.request is None
