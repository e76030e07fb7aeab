"""What a request gets that wishes to become the WebSocket of a session the server does not know.

python-engineio answers 400; a server whose WebSocket library has switched protocols before it asks gives a 101
and closes what it has just opened, so that a client, and whoever counts 400s, sees a WebSocket that broke.
"""

from __future__ import annotations

import asyncio

from harness.matrix.measures.base import CLOSE, Line, Measure, Reading, Server, wishes_websocket

STALE = "AAAAAAAAAAAAAAAAAAAA"


async def take(server: Server) -> Reading:
    """The status, and what comes after a 101."""
    line = await Line.to(server)
    try:
        status, _ = await line.ask("GET", f"transport=websocket&sid={STALE}", b"", *wishes_websocket())
        if status != 101:
            return Reading(str(status), "the WebSocket of an unknown session is refused", notable=status != 400)
        after = await _after(line)
    finally:
        line.close()
    text = f"the WebSocket of an unknown session is opened, and then {after}: no 400 is to be seen"
    return Reading("101", text, notable=True)


async def _after(line: Line) -> str:
    try:
        opcode, _ = await line.frame()
    except (asyncio.IncompleteReadError, OSError):
        return "its connection ends"
    return "closed by a close frame" if opcode == CLOSE else "written to"


MEASURE = Measure("stale-upgrade", "The status of a WebSocket upgrade with a stale session id", "", take)
