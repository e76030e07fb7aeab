"""The load generator: keeps some connections busy for a while. Arguments: port, kind, connections, seconds.

Prints one JSON object: `done` answers that came whole, their `rate` a second, and the `failed` connections, which
ended early or were never made.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from itertools import chain, cycle
from typing import cast

import uvloop
from workloads import ANSWER, FRAME_BACK_SIZE, FRAMES_OUT, HOST, POLL, UPGRADE, UPGRADED

from harness.frames import die_with_parent

CONNECT_SECONDS = 10.0
STAMPS = 512
FIRST_STAMP = time.monotonic_ns() // 1_000_000 % 9_000_000
"""No two runs have the same: a request that comes again on another connection is one that was sent again."""


class Caller(asyncio.Protocol):
    """One connection that asks, waits for the whole answer and asks again, at most `limit` times if not 0.

    `asks`: all it asks; `due`: bytes of each answer. `greets`: its first question and answer only make it ready.
    """

    def __init__(self, asks: Iterator[bytes], due: int, *, greets: int = 0, limit: int = 0) -> None:
        self._asks = asks
        self._due = due
        self._greets = greets
        self._missing = 0
        self._limit = limit
        self._ending = False
        self.done = 0
        self.ready = asyncio.get_running_loop().create_future()
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected: a WebSocket is asked for at once, the rest waits for `begin`."""
        self._transport = cast("asyncio.Transport", transport)
        if self._greets:
            self.begin()
        else:
            self.ready.set_result(None)

    def begin(self) -> None:
        """Ask the next thing."""
        self._missing = self._greets or self._due
        self._transport.write(next(self._asks))

    def data_received(self, data: bytes) -> None:
        """A part of the answer, or all of it."""
        self._missing -= len(data)
        if self._missing > 0:
            return
        if self._greets:
            self._greets = 0
            self.ready.set_result(None)
            return
        self.done += 1
        if self.done == self._limit:
            self.end()
        elif not self._ending:
            self.begin()

    def end(self) -> None:
        """Close; what is on its way does not count."""
        self._ending = True
        self._transport.close()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Closed, by us or early: then `over` says False."""
        if not self.ready.done():
            self.ready.set_result(None)
        self.over.set_result(self._ending)


def caller(kind: str, number: int) -> Caller:
    """The connection with this number, which is its session too."""
    if kind == "websocket":
        begin = number * 64 % len(FRAMES_OUT)
        frames = cycle(FRAMES_OUT[begin:] + FRAMES_OUT[:begin])
        return Caller(chain([UPGRADE % number], frames), FRAME_BACK_SIZE, greets=len(UPGRADED))
    if kind == "new":
        return Caller(iter([POLL % (number, FIRST_STAMP)]), len(ANSWER), limit=1)
    stamps = range(FIRST_STAMP, FIRST_STAMP + STAMPS)
    return Caller(cycle([POLL % (number, stamp) for stamp in stamps]), len(ANSWER))


async def connect(port: int, kind: str, number: int) -> Caller:
    """A connection that is ready. OSError or TimeoutError when there is none."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(CONNECT_SECONDS):
        _, one = await loop.create_connection(lambda: caller(kind, number), HOST, port)
        await one.ready
    return one


async def lasting(port: int, kind: str, connections: int, seconds: float) -> dict[str, float]:
    """The same connections all the time; the time to make them does not count."""
    callers = [await connect(port, kind, number) for number in range(connections)]
    begun = time.perf_counter()
    for one in callers:
        one.begin()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - begun
    done = sum(one.done for one in callers)
    for one in callers:
        one.end()
    ends = await asyncio.gather(*(one.over for one in callers))
    return {"done": done, "failed": ends.count(False), "rate": done / took}


async def one_after_another(port: int, worker: int, deadline: float) -> tuple[int, int]:
    """A new connection for each request until the deadline: how many were answered, and how many failed."""
    done = failed = 0
    while time.perf_counter() < deadline:
        try:
            one = await connect(port, "new", worker * 1_000_000 + done)
            one.begin()
            good = await one.over
        except (OSError, TimeoutError):
            good = False
        done, failed = done + good, failed + (not good)
    return done, failed


async def fresh(port: int, connections: int, seconds: float) -> dict[str, float]:
    """New connections, so many at once."""
    begun = time.perf_counter()
    workers = (one_after_another(port, worker, begun + seconds) for worker in range(connections))
    sums = await asyncio.gather(*workers)
    took = time.perf_counter() - begun
    done, failed = sum(done for done, _ in sums), sum(failed for _, failed in sums)
    return {"done": done, "failed": failed, "rate": done / took}


async def main(port: int, kind: str, connections: int, seconds: float) -> None:
    """Carry out the command line."""
    if kind == "new":
        result = await fresh(port, connections, seconds)
    else:
        result = await lasting(port, kind, connections, seconds)
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    die_with_parent()
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
