"""A made run, told as the core tells it: catalogue, snapshots and log lines of three reloads and a reset.

`python tests/ui/ui_made.py FOLDER` draws the window with it, in both themes and languages.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from ui_matrix import whole
from ui_traffic import requests, sessions, touched

from harness.commands import ClientGroup, View
from harness.events import (
    ClientConnected,
    ClientDisconnected,
    RunServerPhases,
    RunServerReady,
    RunStarted,
    RunStep,
    ServerAnswered,
    WireFaultApplied,
    WireResponse,
    WireSidIssued,
)
from harness.snapshot import (
    Bucket,
    Catalogue,
    Choice,
    ClientRow,
    FaultRow,
    Figure,
    Health,
    Logged,
    Mark,
    PlanRow,
    ServerCard,
    Snapshot,
    WayRow,
)

RUN_ID = "20261123T065715Z-incident-r07c"
RELOADS = (5.0, 15.0, 25.0)
REASONS = ("python:transport error", "python:transport close", "python:ping timeout", "python:server disconnect")
CAUSES = ("unknown-sid", "missing-sid", "bad-request")
_END = {"type": "object", "properties": {"end": {"enum": ["both", "client", "server"], "default": "both"}}}
_BLOCK = {"type": "object", "properties": {"seconds": {"type": "number", "default": 5.0, "x-unit": "s"}}}
_LATENCY = {
    "type": "object",
    "properties": {
        "delay": {"type": "number", "minimum": 0, "maximum": 60000, "default": 200.0, "x-unit": "ms"},
        "jitter": {"type": "number", "minimum": 0, "maximum": 60000, "default": 0.0, "x-unit": "ms"},
        "direction": {
            "enum": ["both", "down", "up"],
            "default": "both",
            "description": "up is towards the server",
        },
    },
}


def catalogue() -> Catalogue:
    """What a core offers."""
    return Catalogue(
        profiles=(
            Choice(name="gevent", title="gevent's web server, one process", offers=("graceful", "kill")),
            Choice(
                name="gunicorn-gevent-2",
                title="gunicorn with two gevent workers and no stickiness",
                available=False,
                needs="gunicorn does not run on Windows",
                brings="pip install gunicorn",
            ),
            Choice(name="gunicorn-gthread", title="gunicorn with one thread", offers=("graceful", "kill")),
            Choice(name="round-robin-2", title="Two servers, taken in turn", offers=("graceful", "kill")),
            Choice(
                name="werkzeug-reloader",
                title="Werkzeug's development server with its reloader, as in the incident",
                offers=("graceful", "kill", "reload", "crash"),
            ),
        ),
        faults=(
            Choice(name="blackhole", title="Let nothing pass, and tell no one"),
            Choice(name="close", title="Close connections in good order (FIN)", schema=_END),
            Choice(name="latency", title="Delay what passes", schema=_LATENCY),
            Choice(name="refuse", title="Refuse new connections"),
            Choice(name="reset", title="Reset connections (RST)", schema=_END),
            Choice(name="stale-sid", title="Replay a request with an earlier sid", family="http"),
            Choice(name="cached-handshake", title="Answer a handshake again", family="http"),
            Choice(
                name="loss",
                title="Lose packets",
                family="packets",
                available=False,
                needs="packet faults need Linux and root",
            ),
        ),
        kinds=(Choice(name="python", title="AsyncClient"), Choice(name="python-threads", title="Client")),
        behaviours=(Choice(name="no-reconnect", title="stays lost"), Choice(name="plain", title="as it is")),
        scenarios=(
            Choice(name="hard-kill", title="Hard kill: the server is gone for two seconds"),
            Choice(name="incident", title="The incident: reloader restarts under polling clients"),
        ),
        figures=(
            Figure(name="disconnects", title="Disconnects by reason", unit="events", shape="stack"),
            Figure(name="http-400", title="400s by cause", unit="events", shape="stack"),
            Figure(name="sid-churn", title="New session ids", unit="1/s", shape="line"),
        ),
        ways=(
            Choice(name="block", title="Block the server's event loop", schema=_BLOCK, family="at once"),
            Choice(name="hang", title="Stop the serving process, and let it go on later", family="lasting"),
            Choice(
                name="second-server",
                title="Start a second server on the same port",
                available=False,
                needs="Linux: elsewhere SO_REUSEPORT does not deal connections out",
                family="lasting",
            ),
        ),
        versions={"sidlab": "0.1.0", "python": "3.11.7", "flask-socketio": "5.7.0", "python-engineio": "4.15.1"},
    )


def groups() -> tuple[dict[str, Any], ...]:
    """Two groups of clients, as a snapshot has them."""
    stock = ClientGroup(group="stock", count=3, transports=("polling",), rate=10.0, http_retry=True)
    polling = ClientGroup(group="polling", count=20, transports=("polling",), rate=10.0)
    return tuple(msgspec.to_builtins(group) for group in (polling, stock))


def clients(count: int = 23) -> tuple[ClientRow, ...]:
    """Clients in all states."""
    states = (
        "connected",
        "connected",
        "connected",
        "reconnecting",
        "connected",
        "waiting",
        "connected",
        "connecting",
    )
    rows = []
    for number in range(1, count + 1):
        state = states[number % len(states)]
        there = state == "connected"
        rows.append(
            ClientRow(
                client=f"polling-{number}" if number <= 20 else f"stock-{number - 20}",
                group="polling" if number <= 20 else "stock",
                kind="python",
                state=state,
                transport=("polling", "websocket")[number % 5 == 0] if there else "",
                sid=f"6f2-{number * 7919:08x}AA" if there else "",
                generation=4,
                reconnects=number % 4,
                http_400=number * 5 % 7,
                sent=120,
                received=118,
                last_reason=REASONS[number % 3],
                recovery=1.2 if there else None,
                since=25.0,
            )
        )
    return tuple(rows)


def buckets(until: float) -> tuple[Bucket, ...]:
    """Reasons and causes that heap up behind each reload, and sids that follow."""
    draw = random.Random(7)
    made = []
    for second in range(int(until)):
        near = sum(math.exp(-(second - at - 0.5) / 1.6) for at in RELOADS if second >= at)
        heights = [
            near * 9 + draw.random() * 0.8,
            near * 4,
            near * 2.2 * (second % 2),
            near * 1.5 * (second % 3 == 0),
        ]
        pairs = zip(REASONS, heights, strict=True)
        made += [Bucket(figure="disconnects", key=key, start=second, value=int(v)) for key, v in pairs if int(v)]
        heights = [near * 7 + draw.random(), near * 1.4, near * 0.9]
        pairs = zip(CAUSES, heights, strict=True)
        made += [Bucket(figure="http-400", key=key, start=second, value=int(v)) for key, v in pairs if int(v)]
        churn = int(sum(math.exp(-abs(second - at - 2) / 1.5) for at in RELOADS) * 14 + draw.random() * 2)
        made.append(Bucket(figure="sid-churn", key="", start=second, value=churn))
    return tuple(made)


def marks(until: float) -> tuple[Mark, ...]:
    """What was done so far."""
    made = [Mark(id=n, kind="restart", name="reload", start=at, end=at + 1.6) for n, at in enumerate(RELOADS)]
    made.append(Mark(id=8, kind="fault", name="blackhole", start=32.0, end=36.0))
    made.append(Mark(id=9, kind="note", name="Wi-Fi icon on the phone blinked", start=40.0, end=40.0))
    return tuple(mark for mark in made if mark.start <= until)


def plan(until: float) -> tuple[PlanRow, ...]:
    """The scenario's steps as they stand at this second."""
    steps = [(at, "restart (reload)") for at in RELOADS]
    steps += [(32.0, "blackhole: 30% of polling for 4 s"), (40.0, "screenshot"), (44.0, "clients polling: 40")]
    return tuple(
        PlanRow(at=at, do=do, state="done" if at + 1 < until else "running" if at <= until else "waiting")
        for at, do in steps
    )


def summary() -> dict[str, Any]:
    """Figures, one of them not known."""
    return {
        "clients": {"count": 23, "connected_at_end": 19, "recovery": {"p50": 1.1, "p95": 3.84, "max": 4.96}},
        "disconnects": {"total": 183, "by_reason": {"python:transport error": 120, "python:transport close": 63}},
        "sids": {"issued": 92, "per_client_max": 4, "churn_per_minute": 96.3},
        "http_400": {"total": 1042, "by_cause": {"unknown-sid": 980, "missing-sid": 62}},
        "messages": {"sent": 8123, "delivered": 7990, "lost": 121, "duplicated": 4, "unknown": 8},
    }


def snapshot(now: float = 42.4, *, full: bool = True, **changes: Any) -> Snapshot:
    """The run at this second, whole."""
    made = Snapshot(
        state="running",
        full=full,
        run_id=RUN_ID,
        folder="",
        scenario="The incident: reloader restarts under polling clients",
        name="incident",
        duration=45.0,
        now=now,
        bucket=1.0,
        server=ServerCard(
            profile="werkzeug-reloader",
            state="up",
            url="http://127.0.0.1:20453",
            upstream="http://127.0.0.1:20455",
            epoch="3f9a-77120",
            pid=77120,
            life=4,
        ),
        summary=summary(),
        clients=clients(),
        buckets=buckets(now),
        marks=marks(now),
        touched=touched(),
        requests=requests(now),
        requests_left_out=12_480,
        sessions=sessions(now),
        faults=(FaultRow(id=3, fault="latency", target="30%", touched=7, left=12.4),),
        ways=(WayRow(id=4, way="hang", left=6.0),),
        plan=plan(now),
        groups=groups(),
        health=Health(recorded=18204, dropped=0, rate=1620.0, core_pid=4127),
    )
    return msgspec.structs.replace(made, **changes)


def lines(count: int) -> Iterator[Logged]:
    """So many log lines, the first of which begins the run."""
    started = RunStarted(
        t=0,
        run_id=RUN_ID,
        scenario="incident",
        title="The incident",
        profile="werkzeug-reloader",
        wall="2026-11-23T06:57:15+00:00",
        seed=7,
        duration=45.0,
    )
    yield Logged(seq=1, at=None, src="session", event=started)
    for seq in range(2, count + 1):
        yield Logged(seq=seq, at=seq * 0.013, src="wire", event=_event(seq))


def restarted(seq: int = 2) -> Logged:
    """How a restart went, which took 1.43 s and was asked for at second 25."""
    ms = 1_000_000
    event = RunServerPhases(t=1430 * ms, life=2, how="kill", asked=0, closed=120 * ms, answered=1430 * ms)
    return Logged(seq=seq, at=26.43, src="session", event=event)


def _event(seq: int) -> Any:
    client, sid = f"polling-{seq % 20 + 1}", f"3f9a-{seq * 7919:08x}AA"
    made = (
        WireSidIssued(t=seq, conn=seq, sid=sid, transport="polling", client=client),
        ClientConnected(t=seq, client=client, generation=2, sid=sid, socket_id="k3XzAAAB", transport="polling"),
        ClientDisconnected(
            t=seq, client=client, generation=2, sid=sid, reason="python:transport error", errno="ECONNRESET"
        ),
        WireResponse(
            t=seq,
            conn=seq,
            n=3,
            status=400,
            method="POST",
            kind="post",
            upstream_port=40112,
            sid=sid,
            client=client,
            body="message",
            cause="unknown-sid",
            text=f'"Invalid session {sid}"',
        ),
        ServerAnswered(
            t=seq, status=400, epoch="3f9a", remote_port=40112, n=3, method="POST", sid=sid, cause="unknown-sid"
        ),
        RunStep(t=seq, by="scenario", do="restart", detail={"how": "reload"}),
        RunServerReady(t=seq, life=2, epoch="3f9a-77120", port=20455, took=1.43),
        WireFaultApplied(t=seq, id=3, fault="latency", target="30%", params={"delay": 200.0}),
    )
    weights = (0, 1, 1, 2, 3, 3, 3, 4, 0, 1, 2, 3, 4, 1, 5, 6, 7)
    return made[weights[seq % len(weights)]]


def settle(window: Any) -> None:
    """One frame of the window, drawn."""
    from PySide6.QtCore import QCoreApplication

    window.tick()
    for _ in range(3):
        QCoreApplication.processEvents()


def draw(folder: str) -> None:
    """Draw the window in both themes and languages, large and small."""
    from pathlib import Path

    from ui_board import board, with_board
    from ui_clients import SHUT, catalogue_of_all, pages, trial

    from ui.application import make_application
    from ui.bridge import FedCore
    from ui.capture import Stamp, picture, save
    from ui.i18n.languages import LANGUAGES, Languages
    from ui.theme import Theme
    from ui.tokens import THEMES
    from ui.window import SIZE, SMALLEST, Window

    app = make_application()
    theme, languages, core = Theme(app), Languages(), FedCore()
    window = Window(core, theme, languages)
    window.show()
    window.setFocus()
    made = {"lan": SHUT, "clients": (*pages(), *clients()), "board": board()}
    told = snapshot(summary={**summary(), "trial": trial()}, **made)
    core.feed(with_board(catalogue_of_all()), told, *lines(3000), restarted(3001), *whole())
    for size in (SIZE, SMALLEST):
        window.resize(*size)
        for name in THEMES:
            for language in LANGUAGES:
                theme.use(name)
                languages.use(language)
                settle(window)
                stamp = Stamp.now(RUN_ID, catalogue().versions)
                for view in get_args(View):
                    window.show_view(view)
                    window.requests.show_case()
                    window.heat.show_case()
                    settle(window)
                    path = Path(folder) / f"{view}-{name}-{language}-{size[0]}.png"
                    save(picture(window, stamp, theme.tokens), stamp, path)
    window.close()


if __name__ == "__main__":
    import sys

    draw(sys.argv[1])
