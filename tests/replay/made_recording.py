"""Recordings made by hand: a run of some seconds with a restart and a fault, or of as many events as wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from harness import events as ev
from harness.commands import ClientGroup, RunAddNote, RunRestartServer, RunSetClients
from harness.discretion import policy
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import envelope
from harness.evidence.segments import file_name
from harness.scenarios.model import Scenario, ServerPart, Step

S = 1_000_000_000
ZERO = 5_000 * S
"""Second 0; the machine has been up for a while."""
GROUP = ClientGroup(group="polling", kind="python", count=2, transports=("polling",), rate=5.0)
SCENARIO = Scenario(
    name="made",
    title="made by hand",
    duration=20.0,
    server=ServerPart(profile="werkzeug-reloader"),
    clients=(GROUP,),
    steps=(
        Step(at=5.0, do="restart", command=RunRestartServer(how="reload")),
        Step(at=8.0, do="clients", command=RunSetClients(group=msgspec.structs.replace(GROUP, count=3))),
        Step(at=9.0, do="note", command=RunAddNote(text="here")),
    ),
)
Told = tuple[str, float, ev.Event]
"""Who told it, when (seconds of the run), and what."""


def t(second: float) -> int:
    """A second of the run as monotonic ns."""
    return ZERO + round(second * S)


def at_the_beginning() -> Iterator[Told]:
    """A server starts, the run is ready, two clients connect."""
    yield (
        "session",
        -2.0,
        ev.RunStarted(
            t=t(-2),
            run_id="r",
            scenario="made",
            title="made by hand",
            profile="werkzeug-reloader",
            wall="2026-01-01T00:00:00+00:00",
            seed=1,
            duration=20.0,
        ),
    )
    yield "session", -1.9, ev.RunServerStarting(t=t(-1.9), profile="werkzeug-reloader", life=1)
    yield "server-1", -1.5, ev.ChildHello(t=t(-1.5), role="server", name="server-1", pid=100, epoch="e1")
    yield "session", -1.0, ev.RunServerReady(t=t(-1), life=1, epoch="e1", port=5000, took=0.9)
    yield "session", 0.0, ev.RunReady(t=t(0), url="http://127.0.0.1:1", upstream="http://127.0.0.1:2")
    for number in (1, 2):
        yield from joins(f"polling-{number}", 0.5, f"e1-sid{number}", 1, number)


def joins(client: str, second: float, sid: str, generation: int, conn: int) -> Iterator[Told]:
    """A client that starts, or comes back, over a connection of its own."""
    if generation == 1:
        started = ev.ClientStarted(
            t=t(second),
            client=client,
            group="polling",
            kind="python",
            transports=("polling",),
            behaviour="plain",
            room="r",
        )
        yield "clients-0", second, started
    yield (
        "wire",
        second,
        ev.WireOpened(t=t(second), conn=conn, listener=0, client_port=1, upstream_port=40_000 + conn),
    )
    issued = ev.WireSidIssued(t=t(second + 0.01), conn=conn, sid=sid, transport="polling", client=client)
    yield "wire", second + 0.01, issued
    connected = ev.ClientConnected(
        t=t(second + 0.02),
        client=client,
        generation=generation,
        sid=sid,
        socket_id=f"s-{sid}",
        transport="polling",
    )
    yield "clients-0", second + 0.02, connected


def refused(client: str, second: float, sid: str, conn: int) -> Iterator[Told]:
    """A POST with a sid that the server does not know."""
    asked = ev.WireRequest(
        t=t(second), conn=conn, n=2, method="POST", kind="post", path="/socket.io/", sid=sid, client=client
    )
    yield "wire", second, asked
    answer = ev.WireResponse(
        t=t(second + 0.01),
        conn=conn,
        n=2,
        status=400,
        method="POST",
        kind="post",
        upstream_port=40_000 + conn,
        sid=sid,
        client=client,
        cause="unknown-sid",
        body="message",
        text="Invalid session",
    )
    yield "wire", second + 0.01, answer


def small() -> list[Told]:
    """All of a run: at 5 s a reload that both clients feel, at 10 s a fault for a second, at 20 s the end."""
    told = [*at_the_beginning()]
    told += [("session", 5.0, ev.RunStep(t=t(5), by="scenario", do="restart", detail={"how": "reload"}))]
    told += [("session", 5.1, ev.RunServerStarting(t=t(5.1), profile="werkzeug-reloader", life=2))]
    for number in (1, 2):
        client = f"polling-{number}"
        told += refused(client, 5.3, f"e1-sid{number}", number)
        gone = ev.ClientDisconnected(
            t=t(5.4), client=client, generation=1, sid=f"e1-sid{number}", reason="python:transport error"
        )
        told += [("clients-0", 5.4, gone)]
    told += [("server-2", 5.5, ev.ChildHello(t=t(5.5), role="server", name="server-2", pid=101, epoch="e2"))]
    told += [("session", 6.0, ev.RunServerReady(t=t(6), life=2, epoch="e2", port=5000, took=0.9))]
    told += [("session", 6.0, ev.RunStepDone(t=t(6), do="restart"))]
    for number in (1, 2):
        told += joins(f"polling-{number}", 6.5, f"e2-sid{number}", 2, number + 2)
    detail = {"group": "polling", "count": 3, "kind": "python"}
    told += [("session", 8.0, ev.RunStep(t=t(8), by="scenario", do="clients", detail=detail))]
    told += [("session", 9.0, ev.RunNote(t=t(9), text="here"))]
    told += [("wire", 10.0, ev.WireFaultApplied(t=t(10), id=1, fault="latency", target="all", until=t(11)))]
    told += [("session", 10.2, ev.RunServerStruck(t=t(10.2), id=1, way="hang", until=t(12)))]
    told += [("wire", 11.0, ev.WireFaultLifted(t=t(11), id=1, fault="latency", touched=0))]
    told += [("session", 12.0, ev.RunServerRelieved(t=t(12), id=1, way="hang"))]
    told += [("wire", 13.0, ev.WireTapLost(t=t(13), conn=3, why="made"))]
    told += [("session", 20.0, ev.RunEnding(t=t(20), why="finished"))]
    told += [("session", 20.5, ev.RunServerDown(t=t(20.5), life=2, asked=True))]
    told += [("session", 21.0, ev.RunEnded(t=t(21), outcome="passed"))]
    return told


def busy(messages: int, per_second: int) -> Iterator[Told]:
    """Two clients that speak for as long as it takes to send so many messages, four events each."""
    yield from at_the_beginning()
    for number in range(messages):
        second = 1 + number / per_second
        now, client = t(second), f"polling-{number % 2 + 1}"
        sid = f"e1-sid{number % 2 + 1}"
        yield (
            "clients-0",
            second,
            ev.ClientSent(t=now, client=client, n=number, sid=sid, to=("polling-1", "polling-2")),
        )
        row = ev.Crossed(
            conn=number % 2 + 1,
            n=number + 2,
            began=now,
            asked=now,
            answered=now + 1000,
            ended=now + 2000,
            method="POST",
            target=f"/socket.io/?EIO=4&transport=polling&sid={sid}&sidlab={client}",
            http="1.1",
            kind="post",
            ending="complete",
            status=200,
            sid=sid,
            client=client,
            sent=90,
            got=2,
        )
        yield "wire", second, ev.WireTraffic(t=now, exchanges=(row,))
        for hearer in ("polling-1", "polling-2"):
            yield "clients-0", second, ev.ClientReceived(t=now, client=hearer, sender=client, n=number, sid=sid)
        if number % (messages // 20 or 1) == 0:
            yield from refused(client, second, "stale", number % 2 + 1)
    end = 1 + messages / per_second
    yield "session", end, ev.RunEnding(t=t(end), why="finished")
    yield "session", end, ev.RunEnded(t=t(end), outcome="passed")


def recorded(
    out: Path, told: Iterable[Told], *, scenario: Any = SCENARIO, sealed: bool = True, raw: bool = False
) -> Path:
    """The run folder of it."""
    folder = RunFolder.create(out, "made", datetime.now(UTC))
    meta = {"schema": 1, "versions": {"werkzeug": "3.1.9"}, "seed": 1, "scenario": msgspec.to_builtins(scenario)}
    folder.write_meta(meta | {"redaction": policy(raw=raw)})
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for seq, (src, second, event) in enumerate(told, start=1):
            if src not in files:
                files[src] = stack.enter_context((folder.path / "events" / file_name(src)).open("wb"))
            files[src].write(envelope((seq, t(second), src, msgspec.json.encode(event))))
    folder.seal("sealed" if sealed else "interrupted")
    return folder.path
