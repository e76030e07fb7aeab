"""A made matrix, told as the core tells it: planned, cells of every sign, findings, and a run behind a cell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from ui_traffic import requests

from harness.matrix.model import (
    Cell,
    Finding,
    Key,
    MatrixCell,
    MatrixEnded,
    MatrixFound,
    MatrixPlanned,
)
from harness.options import TransportChoice
from harness.snapshot import FromCore, Logged, MatrixShown

FOLDER = "/tmp/runs/20261123T171500Z-matrix-1a2b"
PROFILES = ("gevent", "gunicorn-gevent-2", "gunicorn-gthread", "round-robin-2", "werkzeug-reloader")
TRANSPORTS: tuple[TransportChoice, ...] = ("polling", "websocket", "upgrade")
CLIENTS = ("python", "python-threads")
STARVED: Key = ("gunicorn-gthread", "polling", "python")
HALF: Key = ("round-robin-2", "polling", "python")


def cell(key: Key) -> Cell:
    """A cell that was not measured yet, or cannot be."""
    profile, transport, client = key
    there = profile != "gunicorn-gevent-2"
    needs = "" if there else "gunicorn does not run on Windows"
    return Cell(profile=profile, transport=transport, client=client, available=there, needs=needs)


def measured(key: Key) -> Cell:
    """The same cell, measured."""
    profile, transport, _client = key
    run = f"{FOLDER}/{'-'.join(key)}"
    good = msgspec.structs.replace(
        cell(key),
        works=True,
        share=1.0,
        handshake=True,
        echo=True,
        broadcast=True,
        idle=True,
        upgraded=True if transport == "upgrade" else None,
        survives_restart=True,
        recovery=1.234,
        restart="graceful",
        http_400={"unknown-sid": 2},
        http_400_by_body={"message": 1, "close-packet": 1},
        http_5xx=0,
        lost=3,
        unknown=2,
        duplicated=0,
        run=run,
        runs=(run,),
    )
    if profile == "gunicorn-gthread" and transport != "websocket":
        reason = "one thread, held by the long poll"
        return msgspec.structs.replace(
            good,
            works=False,
            share=0.0,
            handshake=True,
            echo=False,
            broadcast=False,
            idle=None,
            upgraded=False if transport == "upgrade" else None,
            survives_restart=None,
            recovery=None,
            restart=None,
            http_400={},
            http_400_by_body={},
            why=reason,
            reasons=(reason,),
        )
    if profile == "round-robin-2" and transport != "websocket":
        reason = "the sid is unknown to the other worker"
        runs = (run, f"{run}-2", f"{run}-3")
        return msgspec.structs.replace(
            good, works=False, intermittent=True, share=1 / 3, why=reason, reasons=(reason,), runs=runs
        )
    return good


def planned() -> MatrixPlanned:
    """All cells, before the first is measured."""
    keys = [(one, way, client) for one in PROFILES for way in TRANSPORTS for client in CLIENTS]
    return MatrixPlanned(
        folder=FOLDER,
        profiles=PROFILES,
        transports=TRANSPORTS,
        clients=CLIENTS,
        cells=tuple(map(cell, keys)),
        jobs=2,
    )


def going(done: int = 17) -> Iterator[FromCore]:
    """A matrix that is under way: so many cells are measured, and two run."""
    plan = planned()
    there = [one.key for one in plan.cells if one.available]
    yield plan
    for number, key in enumerate(there[:done], start=1):
        yield MatrixCell(cell=measured(key), state="measured", runs=1, done=number, total=len(there))
    for key in there[done : done + 2]:
        yield MatrixCell(cell=cell(key), state="running", runs=0, done=done, total=len(there))


def whole() -> Iterator[FromCore]:
    """A matrix that is measured, with findings."""
    yield from going(len([one for one in planned().cells if one.available]))
    yield MatrixFound(
        finding=Finding(
            profile="gevent",
            finding="ack-delay",
            title="Acks of a kept-alive POST",
            value=45.2,
            unit="ms",
            text="Nagle's algorithm is left on: an answer in two pieces waits for the client's delayed ACK",
            notable=True,
        )
    )
    yield MatrixFound(
        finding=Finding(
            profile="gevent",
            finding="big-message",
            title="A WebSocket message of 1 MB, until it is acknowledged",
            value=None,
            unit="ms",
            text="could not be measured",
        )
    )
    yield MatrixEnded(outcome="measured", folder=FOLDER)


def shown(run: str, lines: Iterator[Logged], now: float = 42.4) -> MatrixShown:
    """What lies behind a cell."""
    return MatrixShown(run=run, lines=tuple(lines), left_out=7, requests=requests(now))
