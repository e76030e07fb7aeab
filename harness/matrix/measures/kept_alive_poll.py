"""How long a poll takes whose answer is ready, on a connection that is kept alive.

A server that leaves Nagle's algorithm on (RFC 896) and writes head and body of an answer by two calls holds the
second back until the first is acknowledged, and the client's kernel delays that by 40 ms (Linux; RFC 1122,
4.2.3.2). gevent's pywsgi does. It is told from a slow server by asking again with TCP_QUICKACK, which delays no
acknowledgement: then the wait is gone.
"""

from __future__ import annotations

import statistics
import time

from harness.matrix.measures.base import QUICKACK, Line, Measure, Reading, RefusedError, Server, plain, sid_of

ROUNDS = 24
WARM_UP = 8
"""The kernel acknowledges at once while a connection is young."""
SLOW_MS = 30.0


async def take(server: Server) -> Reading:
    """The median of polls that have an answer waiting, in ms."""
    usual = await _median(server, quick=False)
    if usual < SLOW_MS:
        return Reading(round(usual, 1), "a poll that has an answer waiting gets it at once")
    if QUICKACK is None:
        return Reading(
            round(usual, 1), "a poll that has an answer waiting waits for it all the same", notable=True
        )
    quick = await _median(server, quick=True)
    if quick < usual / 2:
        text = (
            "Nagle's algorithm is on: each answer on a kept connection waits for the client's delayed "
            f"acknowledgement; {quick:.1f} ms when that is not delayed"
        )
        return Reading(round(usual, 1), text, notable=True)
    return Reading(round(usual, 1), "a poll that has an answer waiting waits for it all the same", notable=True)


async def _median(server: Server, *, quick: bool) -> float:
    line = await Line.to(server)
    try:
        sid = sid_of(await _kept(line, "GET", "transport=polling"))
        times = [await _round(line, sid, number, quick=quick) for number in range(ROUNDS)]
        return statistics.median(times[WARM_UP:])
    finally:
        line.close()


async def _round(line: Line, sid: str, number: int, *, quick: bool) -> float:
    """Have an answer made by a POST, and time the poll that fetches it, in ms; the first joins the namespace."""
    asked = f'42{number}["notices",{{}}]' if number else "40"
    await _kept(line, "POST", f"transport=polling&sid={sid}", asked.encode())
    began = time.perf_counter()
    await line.ask("GET", f"transport=polling&sid={sid}", quick=quick)
    return (time.perf_counter() - began) * 1000


async def _kept(line: Line, method: str, query: str, body: bytes = b"") -> bytes:
    """An answer of 200 on a connection that stays. RefusedError when it is another, or does not."""
    status, answer = await line.ask(method, query, body)
    if status != 200:
        raise RefusedError(f"answered {status}: {plain(answer)}")
    if not line.open:
        raise RefusedError("the server keeps no connection alive")
    return answer


MEASURE = Measure("kept-alive-poll", "A poll with an answer waiting, on a kept connection", "ms", take)
