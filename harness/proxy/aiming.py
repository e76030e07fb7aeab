"""Whom the faults that are on are aimed at, by what is known of a connection, and whom they have touched."""

from __future__ import annotations

from collections.abc import Callable

from harness.clock import Clock
from harness.events import Event, WireFaultTouched
from harness.proxy import aim
from harness.proxy.active import Active
from harness.proxy.flow import Direction
from harness.proxy.hub import Subject


class Aiming:
    """Aims the faults of one wire. Draws are keyed by its seed."""

    def __init__(self, seed: int, clock: Clock, say: Callable[[Event], None]) -> None:
        self._seed = seed
        self._clock = clock
        self._say = say

    def aims(self, active: Active, subject: Subject) -> bool:
        """Whether a fault is aimed at this connection, as far as one can tell by now."""
        target, request = active.target, subject.request
        if not aim.names_host(target, subject.client_host):
            return False
        if aim.is_everything(target):
            return True
        client = client_of(subject)
        if request is None and client is None and not subject.is_unreadable:
            return False  # nobody has said yet whose connection it is
        if not aim.names_request(target, request.kind if request else None, request.sid if request else None):
            return False
        if not aim.names_client(target, client):
            return False
        return target.share is None or aim.draw(self._seed, active.id, name_of(subject)) < target.share

    def draw(self, active: Active, subject: Subject, direction: Direction, place: int) -> float:
        """A number from 0 to 1 that fault, client (or connection), direction and place decide."""
        return aim.draw(self._seed, active.id, name_of(subject), direction, place)

    def touch(self, active: Active, subject: Subject, did: str) -> None:
        """A fault has acted on a connection: told once for each of them."""
        if subject.number not in active.touched:
            request = subject.request
            active.touched.add(subject.number)
            self._say(
                WireFaultTouched(
                    t=self._clock(),
                    id=active.id,
                    fault=active.fault.name,
                    conn=subject.number,
                    did=did,
                    client=client_of(subject),
                    sid=request.sid if request is not None else None,
                    kind=request.kind if request is not None else None,
                    request=request.n if request is not None else None,
                )
            )


def client_of(subject: Subject) -> str | None:
    """Whose connection it is: by its latest request, or by the port it came by."""
    named = subject.request.client if subject.request is not None else None
    return named or subject.owner or None


def name_of(subject: Subject) -> str:
    """By what draws are keyed: the client, or the connection when it has not named itself."""
    return client_of(subject) or f"connection {subject.number}"
