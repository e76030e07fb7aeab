"""A run of a cell, made by hand, in seconds: who connected when, what was said and heard, what the wire saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from harness.events import (
    ChildHello,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientOpened,
    ClientReceived,
    ClientSent,
    ClientStarted,
    ClientUpgraded,
    Crossed,
    Event,
    Record,
    RequestKind,
    RunEnding,
    RunProcessExited,
    RunServerDown,
    RunStep,
    RunStepDone,
    ServerAnswered,
    ServerConnected,
    ServerSidIssued,
    Transport,
    WireBytes,
    WireClosed,
    WireRequest,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)
from harness.matrix.seen import Phase, Seen

NAMES = ("matrix-1", "matrix-2", "matrix-3")
SUMMARY: dict[str, Any] = {
    "http_400": {"total": 0, "by_cause": {"unknown-sid": 0}, "by_body": {"message": 0}},
    "http_5xx": {"total": 0},
    "messages": {"sent": 9, "delivered": 9, "lost": 0, "duplicated": 0, "unknown": 0},
}


def ns(at: float) -> int:
    return int(at * 1e9)


class Made:
    """Events in the order in which they are made."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._generations: dict[str, int] = {}
        self._conns = 0

    def seen(self) -> Seen:
        seen = Seen()
        for number, event in enumerate(self.events, 1):
            seen.fold(Record(seq=number, at=event.t, src="made", event=event))  # type: ignore[arg-type]
        return seen

    def add(self, *events: Event) -> None:
        self.events += events

    def phase(self, name: Phase, at: float) -> None:
        self.add(RunStep(t=ns(at), by="command line", do="phase", detail={"name": name}))

    def restart(self, at: float, how: str = "graceful", done: float | None = None) -> None:
        self.add(RunStep(t=ns(at), by="command line", do="restart", detail={"how": how, "downtime": 0.0}))
        if done is not None:
            self.add(RunStepDone(t=ns(done), do="restart"))

    def end(self, at: float) -> None:
        self.add(RunEnding(t=ns(at), why="finished"))

    def never_up(self, why: str) -> None:
        self.add(RunServerDown(t=1, life=1, asked=False, why=why))

    def process(self, epoch: str, pid: int, at: float = 0.1) -> None:
        self.add(ChildHello(t=ns(at), role="server", name=f"server-{pid}", pid=pid, epoch=epoch))

    def exited(self, pid: int, at: float) -> None:
        self.add(RunProcessExited(t=ns(at), role="server", name=f"server-{pid}", pid=pid))

    def start(self, names: Iterable[str] = NAMES, transports: tuple[Transport, ...] = ("polling",)) -> None:
        for name in names:
            self.add(
                ClientStarted(
                    t=ns(0.2),
                    client=name,
                    group="matrix",
                    kind="python",
                    transports=transports,
                    behaviour="plain",
                    room=NAMES[0],
                )
            )

    def connect(self, name: str, at: float, epoch: str = "e1", *, upgraded: bool = False) -> str:
        number = self._generations[name] = self._generations.get(name, 0) + 1
        sid, t = f"{epoch}-{name}-{number}", ns(at)
        self.add(
            ServerSidIssued(t=t, sid=sid, epoch=epoch, client=name),
            ClientOpened(t=t, client=name, sid=sid, transport="polling"),
            ServerConnected(t=t, sid=sid, socket_id="s", epoch=epoch, transport="polling", client=name),
            ClientConnected(t=t, client=name, generation=number, sid=sid, socket_id="s", transport="polling"),
        )
        if upgraded:
            self.add(ClientUpgraded(t=t, client=name, generation=number, sid=sid))
        return sid

    def opened(self, name: str, at: float) -> None:
        self.add(ClientOpened(t=ns(at), client=name, sid=f"e1-{name}-0", transport="polling"))

    def disconnect(self, name: str, at: float, reason: str = "python:transport error") -> None:
        self.add(ClientDisconnected(t=ns(at), client=name, generation=1, sid="", reason=reason))

    def error(self, name: str, at: float, text: str) -> None:
        self.add(ClientConnectError(t=ns(at), client=name, error="ConnectionError", text=text))

    def say(self, name: str, n: int, at: float, heard_by: Sequence[str] = NAMES, *, took: float = 0.01) -> None:
        self.add(ClientSent(t=ns(at), client=name, n=n, sid="", to=NAMES))
        for one in heard_by:
            self.add(ClientReceived(t=ns(at + took), client=one, sender=name, n=n, sid=""))

    def request(
        self,
        name: str,
        kind: RequestKind,
        at: float,
        *,
        answered: float | None = None,
        status: int = 200,
        text: str = "",
        cut: float | None = None,
        sid: str | None = None,
        n: int = 1,
    ) -> None:
        self._conns += 1
        conn = self._conns
        self.add(WireRequest(t=ns(at), conn=conn, n=n, method="GET", kind=kind, path="/", client=name, sid=sid))
        if answered is not None:
            self.add(
                WireResponse(
                    t=ns(answered),
                    conn=conn,
                    n=n,
                    status=status,
                    method="GET",
                    kind=kind,
                    upstream_port=1,
                    client=name,
                    text=text,
                    sid=sid,
                )
            )
        elif cut is not None:
            self.add(
                WireUnanswered(t=ns(cut), conn=conn, n=n, method="GET", kind=kind, upstream_port=1, client=name)
            )
        if status == 101 and cut is not None:
            self.add(WireClosed(t=ns(cut), conn=conn, up=WireBytes(), down=WireBytes()))

    def exchanged(self, name: str, sid: str, at: float, status: int = 200) -> None:
        row = Crossed(
            conn=1,
            n=1,
            began=ns(at),
            asked=ns(at),
            answered=ns(at),
            ended=ns(at),
            method="GET",
            target="/",
            http="1.1",
            kind="poll",
            ending="complete",
            status=status,
            sid=sid,
            client=name,
        )
        self.add(WireTraffic(t=ns(at), exchanges=(row,)))

    def answered(
        self, name: str, status: int, at: float, *, sid: str = "", epoch: str = "e1", **more: Any
    ) -> None:
        self.add(
            ServerAnswered(
                t=ns(at),
                status=status,
                epoch=epoch,
                remote_port=1,
                n=1,
                method="POST",
                sid=sid,
                client=name,
                **more,
            )
        )


def good(names: Sequence[str] = NAMES, *, upgraded: bool = False, epochs: Sequence[str] = ("e1",)) -> Made:
    """A run in which everybody gets through, up to the restart at second 8; seconds as in `phases`."""
    made = Made()
    for number, epoch in enumerate(epochs):
        made.process(epoch, 100 + number)
    made.start()
    made.phase("talk", 0.2)
    for number, name in enumerate(names):
        made.connect(name, 0.5, epochs[number % len(epochs)], upgraded=upgraded)
    for name in names:
        made.say(name, 1, 1.0)
    made.phase("idle", 2.0)
    made.phase("talk again", 7.0)
    for name in names:
        made.say(name, 2, 7.1)
    made.restart(8.0, done=9.0)
    return made


def back(made: Made, names: Sequence[str] = NAMES, *, after: float = 1.5) -> Made:
    """Everybody is disconnected by the restart, comes back after so many seconds, and is heard."""
    made.phase("back", 9.0)
    for name in names:
        made.disconnect(name, 8.1)
        made.connect(name, 8.1 + after, "e2")
        made.say(name, 3, 8.2 + after)
    made.end(9.0 + after)
    return made
