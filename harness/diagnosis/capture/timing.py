"""How long a server waits for signs of life, as an OPEN packet says: pingInterval and pingTimeout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harness.events import RunStarted

_NUMBER = r'"%s":(\d{1,9})[,}]'
_INTERVAL = re.compile((_NUMBER % "pingInterval").encode())
_TIMEOUT = re.compile((_NUMBER % "pingTimeout").encode())
_OPEN_BYTES = 4096


class Pings(NamedTuple):
    """Milliseconds between pings, and for how long a pong is waited for."""

    interval: int
    timeout: int


def pings_of(opening: bytes) -> Pings | None:
    """What an OPEN packet says (engine.io-protocol, "Handshake"); None where it does not say both."""
    start = opening[:_OPEN_BYTES].replace(b" ", b"")
    interval, timeout = _INTERVAL.search(start), _TIMEOUT.search(start)
    return Pings(int(interval[1]), int(timeout[1])) if interval and timeout else None


def shortest(t: int, found: Sequence[Pings]) -> RunStarted:
    """The shortest times of all handshakes, as a run tells its own: what is sooner is sooner than any."""
    return RunStarted(
        t=t,
        run_id="",
        scenario="",
        title="",
        profile="",
        wall="",
        seed=0,
        ping_interval=min(one.interval for one in found) // 1000,
        ping_timeout=min(one.timeout for one in found) // 1000,
    )
