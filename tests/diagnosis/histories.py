"""Histories made by hand: what witnesses say, in order, as the session records it."""

from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told
from harness.events import (
    ChildHello,
    ClientConnected,
    ClientDisconnected,
    ClientReceived,
    ClientStopped,
    Event,
    GuardReaped,
    GuardStarted,
    Record,
    RunEnding,
    RunProcessExited,
    ServerAnswered,
    ServerBeat,
    ServerConnected,
    ServerDisconnected,
    ServerLogged,
    ServerSidIssued,
    WireLegClosed,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)

S = 1_000_000_000


class History:
    """Says one thing after another; `at(seconds)` moves the clock. Each says the number of its last record."""

    def __init__(self) -> None:
        self.told = Told()
        self.records: list[Record] = []
        self.t = 0
        self.ports = 40_000
        self.conns = 0

    def at(self, seconds: float) -> "History":
        self.t = round(seconds * S)
        return self

    def say(self, event: Event) -> int:
        self.records.append(Record(seq=len(self.records) + 1, at=self.t, src="x", event=event))
        self.told.fold(self.records[-1])
        return len(self.records)

    def diagnosis(self) -> Diagnosis:
        return diagnose(self.told.story)

    def word(self, hypothesis: str) -> str:
        return next(one.verdict for one in self.diagnosis().verdicts if one.hypothesis == hypothesis)

    # --- processes ---

    def serve(self, epoch: str, pid: int, *, first: bool = False) -> int:
        if first:
            self.say(GuardStarted(t=self.t, pid=pid))
        return self.say(ChildHello(t=self.t, role="server", name=f"server-{pid}", pid=pid, epoch=epoch))

    def die(self, pid: int, *, told_by_guard: bool = True) -> int:
        if told_by_guard:
            return self.say(GuardReaped(t=self.t, pid=pid, signal="SIGKILL"))
        return self.say(RunProcessExited(t=self.t, role="server", name=f"server-{pid}", pid=pid, asked=True))

    def log(self, said: str, pid: int) -> int:
        return self.say(ServerLogged(t=self.t, said=said, pid=pid, text="…"))

    def beat(self, epoch: str, wall: float) -> int:
        return self.say(ServerBeat(t=self.t, epoch=epoch, wall=round(wall * S)))

    # --- sessions ---

    def open(self, sid: str, epoch: str, client: str | None = "a") -> int:
        self.say(ServerSidIssued(t=self.t, sid=sid, epoch=epoch, client=client))
        return self.say(WireSidIssued(t=self.t, conn=1, sid=sid, transport="polling", client=client))

    def connect(self, client: str, generation: int, sid: str, epoch: str = "") -> int:
        if epoch:
            self.say(ServerConnected(t=self.t, sid=sid, socket_id=sid, epoch=epoch, transport="polling"))
        return self.say(
            ClientConnected(
                t=self.t, client=client, generation=generation, sid=sid, socket_id=sid, transport="polling"
            )
        )

    def lose(self, client: str, generation: int, sid: str, reason: str = "python:transport error") -> int:
        return self.say(ClientDisconnected(t=self.t, client=client, generation=generation, sid=sid, reason=reason))

    def server_ends(self, sid: str, epoch: str, reason: str = "server:ping timeout") -> int:
        return self.say(ServerDisconnected(t=self.t, sid=sid, socket_id=sid, epoch=epoch, reason=reason))

    def stop(self, client: str) -> int:
        return self.say(ClientStopped(t=self.t, client=client))

    def hear(self, client: str, sender: str, n: int) -> int:
        return self.say(ClientReceived(t=self.t, client=client, sender=sender, n=n, sid="s"))

    # --- the wire ---

    def ask(self, sid: str | None, client: str, *, cookie: bool = False) -> int:
        self.conns += 1
        asked = {"sid": sid, "client": client, "cookie": cookie, "kind": "poll", "path": "/"}
        return self.say(WireRequest(t=self.t, conn=self.conns, n=1, method="GET", **asked))

    def answer(self, status: int, *, kind: str = "poll", conn: int = 1, by: str = "server", **more: object) -> int:
        self.ports += 1
        method = "POST" if kind == "post" else "GET"
        made = {"upstream_port": self.ports, "kind": kind, "answered_by": by, **more}
        return self.say(WireResponse(t=self.t, conn=conn, n=1, status=status, method=method, **made))

    def refuse(
        self, sid: str, epoch: str, cause: str = "unknown-sid", *, server_first: bool = True, **more: object
    ) -> int:
        """A poll is answered 400; the server says so too, before the wire does or after it."""
        port = self.ports + 1
        said = ServerAnswered(
            t=self.t, status=400, epoch=epoch, remote_port=port, n=1, method="GET", sid=sid, cause=cause
        )
        if server_first:
            self.say(said)
        seq = self.answer(400, sid=sid, cause=cause, body="poll", **more)
        if not server_first:
            self.say(said)
        return seq

    def cut(self, sid: str) -> int:
        return self.say(WireUnanswered(t=self.t, conn=1, n=1, method="GET", kind="poll", upstream_port=1, sid=sid))

    def post(self, sid: str, packets: int) -> int:
        return self.say(WirePosted(t=self.t, conn=1, n=1, sid=sid, packets=("message",) * packets))

    def reset(self, conn: int, leg: str = "server", by: str = "peer", fault: str | None = None) -> int:
        return self.say(WireLegClosed(t=self.t, conn=conn, leg=leg, how="rst", by=by, fault=fault))

    def freeze(self) -> int:
        return self.say(RunEnding(t=self.t, why="finished"))
