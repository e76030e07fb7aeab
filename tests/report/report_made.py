"""Run folders for reports: a restart told by hand, and whatever a test wants to be recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from harness import events as ev
from harness.diagnosis.judge import findings
from harness.diagnosis.told import Told
from harness.evidence import manifest
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder
from harness.metrics.tally import Tally

S = 1_000_000_000
TITLE = "made by hand"


def sealed(out: Path, told: Iterable[ev.Event], **more: Any) -> Path:
    """A sealed run folder of these events; `more` goes into its meta, what `summary` holds into its summary."""
    folder = RunFolder.create(out, "made", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC))
    folder.write_meta({"seed": 7, "command_line": ["main.py", "run", "incident"], "versions": {}, **more})
    recorder, tally, story = (
        Recorder(folder.path),
        Tally(run_id="r", scenario="made", profile="p", started=""),
        Told(),
    )
    events = [*told, ev.RunEnded(t=10**15, outcome="passed")]
    for number, event in enumerate(events, start=1):
        record = ev.Record(seq=number, at=event.t, src=source(event), event=event)
        tally.fold(record)
        story.fold(record)
        recorder.record(number, event.t, record.src, msgspec.json.encode(event))
    recorder.close()
    summary = {**tally.summary(), "outcome": "passed", "expectations": [], "findings": findings(story.story)}
    (folder.path / "summary.json").write_text(json.dumps({**summary, **more.get("summary", {})}))
    manifest.write(folder)
    folder.seal("sealed")
    return folder.path


def source(event: ev.Event) -> str:
    """Who tells an event of this kind."""
    witness = str(type(event).__struct_config__.tag).partition(".")[0]
    return {"run": "session", "client": "clients-0", "child": "server-1"}.get(witness, witness)


def opening(title: str = TITLE) -> list[ev.Event]:
    """A run begins: one serving process, two clients with a session each."""
    began = ev.RunStarted(
        t=S, run_id="r", scenario="made", title=title, profile="p", wall="2026-11-23T01:02:03+00:00", seed=7
    )
    told: list[ev.Event] = [
        began,
        *serves("e1", 100, 2),
        ev.RunReady(t=3 * S, url="http://127.0.0.1:1", upstream="u"),
    ]
    for number, name in enumerate(("a", "b")):
        told.append(started(name))
        told += session(name, f"{name}1", "e1", 1, 4 + number)
    return told


def restart(told: list[ev.Event] | None = None) -> list[ev.Event]:
    """The incident: the process goes, its successor refuses what was on its way, everybody comes back."""
    told = opening() if told is None else told
    told += [
        ev.RunStep(t=10 * S, by="scenario", do="restart", detail={"how": "reload"}),
        ev.RunProcessExited(t=11 * S, role="server", name="server-100", pid=100, code=3),
        *serves("e2", 200, 12),
    ]
    for number, (name, body) in enumerate((("a", "message"), ("a", "close-packet"), ("b", "poll"))):
        told += refused(name, f"{name}1", body, 13 + number)
    told += [lost("a", "a1", 16), lost("b", "b1", 16.5)]
    told += session("a", "a2", "e2", 2, 18) + session("b", "b2", "e2", 2, 21)
    return [*told, ev.RunNote(t=22 * S, text="seen it"), ending()]


def serves(epoch: str, pid: int, at: float) -> list[ev.Event]:
    """A serving process says hello."""
    return [ev.ChildHello(t=ns(at), role="server", name=f"server-{pid}", pid=pid, epoch=epoch)]


def started(name: str) -> ev.Event:
    """A client begins."""
    return ev.ClientStarted(
        t=3 * S + 1, client=name, group="g", kind="python", transports=("polling",), behaviour="plain", room=name
    )


def session(name: str, sid: str, epoch: str, generation: int, at: float) -> list[ev.Event]:
    """A client gets a session, as wire, server and client tell it."""
    return [
        ev.ServerSidIssued(t=ns(at), sid=sid, epoch=epoch, client=name),
        ev.WireSidIssued(t=ns(at), conn=1, sid=sid, transport="polling", client=name),
        ev.ServerConnected(t=ns(at), sid=sid, socket_id=sid, epoch=epoch, transport="polling", client=name),
        ev.ClientConnected(
            t=ns(at), client=name, generation=generation, sid=sid, socket_id=sid, transport="polling"
        ),
    ]


def refused(name: str, sid: str, body: Any, at: float, cause: Any = "unknown-sid") -> list[ev.Event]:
    """A request is answered 400, as server and wire tell it."""
    port, text = 40_000 + round(at), "Invalid session"
    kind, method = ("poll", "GET") if body == "poll" else ("post", "POST")
    told = ev.ServerAnswered(
        t=ns(at), status=400, epoch="e2", remote_port=port, n=1, method=method, sid=sid, cause=cause, text=text
    )
    seen = ev.WireResponse(
        t=ns(at), conn=port, n=1, status=400, method=method, kind=kind, upstream_port=port, sid=sid, client=name,
        body=body, cause=cause, text=text,
    )  # fmt: skip
    opened = ev.WireOpened(t=ns(at), conn=port, listener=0, client_port=1, upstream_port=port)
    return [opened, told, seen]


def lost(name: str, sid: str, at: float, reason: str = "python:transport error") -> ev.Event:
    """A client's first socket is gone."""
    return ev.ClientDisconnected(t=ns(at), client=name, generation=1, sid=sid, reason=reason)


def ending(at: float = 30) -> ev.Event:
    """The run starts to end."""
    return ev.RunEnding(t=ns(at), why="finished")


def ns(at: float) -> int:
    """Seconds of the machine's clock as nanoseconds."""
    return round(at * S)
