"""Made requests, sessions and touched connections: polling clients through a reload, some of them upgraded."""

from __future__ import annotations

import random
from functools import cache

import msgspec

from harness.snapshot import NamespaceRow, RequestRow, SessionRow, TouchedRow

RELOAD = 25.0
CLIENTS = 8


def sid_of(client: int, life: int) -> str:
    return f"{('6f2a', '9c41')[life]}-{client * 7919:08x}{life}AAB"


@cache
def requests(until: float = 42.4) -> tuple[RequestRow, ...]:
    """Each client's handshake, polls and posts, the 400s after the reload, and what was cut off."""
    draw = random.Random(11)
    rows = [row for client in range(1, CLIENTS + 1) for life in (0, 1) for row in _life(draw, client, life, until)]
    return tuple(sorted(rows, key=lambda row: row.began))


def _life(draw: random.Random, client: int, life: int, until: float) -> list[RequestRow]:
    start = (22.0 if life == 0 else RELOAD + 1.2) + client * 0.11
    end = RELOAD if life == 0 else until
    sid, name, conn = sid_of(client, life), f"polling-{client}", client * 10 + life
    base = RequestRow(
        conn=conn, n=1, began=start, method="GET", kind="handshake", path="/socket.io/", sid=sid, client=name
    )
    rows = [_whole(base, draw, 0.004, got=118)]
    at, n = start + 0.01, 1
    while at < end:
        n += 1
        kind = "poll" if n % 2 else "post"
        method = "GET" if kind == "poll" else "POST"
        row = msgspec.structs.replace(base, n=n, began=at, method=method, kind=kind, body="")
        wait = draw.uniform(0.2, 0.9) if kind == "poll" else draw.uniform(0.002, 0.02)
        rows.append(_end(row, draw, wait, end, life))
        at += wait + draw.uniform(0.01, 0.2)
    if life == 1 and client % 4 == 0:
        rows.append(_websocket(base, start + 0.5, n + 1))
    if life == 0:
        rows += [_refused(base, at, n) for at, n in ((RELOAD + 0.9, n + 1), (RELOAD + 1.1, n + 2))]
    return rows


def _end(row: RequestRow, draw: random.Random, wait: float, end: float, life: int) -> RequestRow:
    if row.began + wait < end:
        return _whole(row, draw, wait, got=0 if row.kind == "post" else draw.randint(30, 900))
    if life == 1:
        return msgspec.structs.replace(row, asked=row.began + 0.0004)
    error = "net::ERR_CONNECTION_RESET"
    cut = {"asked": row.began + 0.0004, "ended": end, "ending": "cut", "closed_by": "server", "error": error}
    return msgspec.structs.replace(row, **cut)


def _whole(row: RequestRow, draw: random.Random, wait: float, got: int) -> RequestRow:
    answered = row.began + wait
    return msgspec.structs.replace(
        row,
        asked=row.began + 0.0004,
        answered=answered,
        ended=answered + draw.uniform(0.0005, 0.02),
        status=200,
        ending="complete",
        got=got,
        sent=draw.randint(40, 300) if row.kind == "post" else 0,
        body="message" if row.kind == "post" else "",
    )


def _refused(row: RequestRow, at: float, n: int) -> RequestRow:
    return msgspec.structs.replace(
        row,
        n=n,
        began=at,
        method="POST",
        kind="post",
        asked=at + 0.0004,
        answered=at + 0.003,
        ended=at + 0.004,
        status=400,
        cause="unknown-sid",
        body="message",
        text=f'"Invalid session {row.sid}"',
        ending="complete",
        got=64,
        sent=90,
    )


def _websocket(row: RequestRow, at: float, n: int) -> RequestRow:
    return msgspec.structs.replace(
        row,
        conn=row.conn + 500,
        n=n,
        began=at,
        kind="upgrade",
        asked=at + 0.001,
        answered=at + 0.004,
        status=101,
        ending="switched",
        messages=(12, 47),
    )


def sessions(until: float = 42.4) -> tuple[SessionRow, ...]:
    """The two sessions of each client: the first ended with the reload."""
    return tuple(_session(client, life) for client in range(1, CLIENTS + 1) for life in (0, 1))


def _session(client: int, life: int) -> SessionRow:
    opened = (22.0 if life == 0 else RELOAD + 1.2) + client * 0.11 + 0.004
    joined = NamespaceRow(at=opened + 0.02, namespace="/", did="joined", by="client")
    upgraded = opened + 0.52 if life == 1 and client % 4 == 0 else None
    return SessionRow(
        sid=sid_of(client, life),
        client=f"polling-{client}",
        transport="websocket" if upgraded else "polling",
        opened=opened,
        upgraded=upgraded,
        ended=RELOAD + 0.9 if life == 0 else None,
        how="forgotten" if life == 0 else "",
        by="server" if life == 0 else "",
        requests=31 if life else 14,
        refused=0 if life else 2,
        conn=client * 10 + life,
        namespaces=(joined,),
        messages=(14, 20) if life == 0 else None,
    )


def touched() -> tuple[TouchedRow, ...]:
    """What a latency and a blackhole touched."""
    return tuple(
        TouchedRow(
            fault=3 if client % 2 else 2,
            conn=client * 10 + 1,
            did="delayed" if client % 2 else "held",
            at=32.0 + client * 0.31,
            client=f"polling-{client}",
            sid=sid_of(client, 1),
            kind=("poll", "post")[client % 3 == 0],
            name="latency" if client % 2 else "blackhole",
            request=client,
        )
        for client in range(1, CLIENTS + 1)
    )
