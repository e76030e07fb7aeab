"""The lines of a log as events: processes begin and end, requests are answered, and the server says something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from harness.diagnosis.capture.lines import (
    Access,
    Began,
    Crowded,
    Ended,
    Failed,
    Line,
    Master,
    Opened,
    Refused,
    Said,
    Silent,
    Upstream,
)
from harness.diagnosis.story import MOST_PACKETS
from harness.events import (
    AnyEvent,
    Cause,
    ChildHello,
    GuardReaped,
    RequestKind,
    ServerAnswered,
    ServerDisconnected,
    ServerLogged,
    ServerSidIssued,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)
from harness.proxy.tap.request import Target, kind_of

CLIENT_LEFT = 499
"""nginx' status for a client that did not wait."""
TOO_LARGE, BROKEN = 413, 500


class _Asked(NamedTuple):
    """A request; its method is empty where the log does not say it."""

    method: str
    kind: RequestKind
    sid: str | None


class Logged:
    """Events, each with the number of its line. `contradicts`: a process knew what another had issued.

    `processes`: the log tells of all of them. Times are the log's, a ns apart where they are the same. `crowd`: so
    many were alive at the first request. `blind`: refusals of which it is not known who made them, and
    `attributed`, of which it is. `unannounced`: a server began though nothing tells of the end of the one that had
    served. `known`: the session ids that were served, or handed out, here.
    """

    def __init__(self, lines: Iterable[tuple[Line, Cause | None]], *, processes: bool) -> None:
        self.events: list[tuple[int, AnyEvent]] = []
        self.processes = processes
        self.contradicts = False
        self.crowd = -1
        self.unannounced = False
        self.blind = 0
        self.attributed = 0
        self.known: set[str] = set()
        self.strangers: set[str] = set()
        self._live: dict[int, str] = {}
        self._issuer: dict[str, str] = {}
        self._lives = 0
        self._served: set[int] = set()
        self._number = 0
        self._t = 0
        for line, cause in lines:
            self._fold(line, cause)

    def _fold(self, line: Line, cause: Cause | None) -> None:
        self._number = line.number
        self._t = max(self._t + 1, line.at or 0)
        match line.what:
            case Access() as access:
                self._access(access, cause)
            case Upstream() as upstream:
                self._upstream(upstream)
            case Began() | Ended() | Master() | Said():
                self._life(line.what)
            case _:
                self._word(line.what)

    def _tell(self, event: AnyEvent) -> None:
        self.events.append((self._number, event))

    # --- processes --------------------------------------------------------------------------------------------

    def _life(self, what: Began | Ended | Master | Said) -> None:
        match what:
            case Began(pid=pid):
                if pid is None:
                    self._replaced()
                self._began(pid)
            case Master():
                self._replaced()
            case Ended(pid=None):
                self._at_work()
                self._all_over()
            case Ended(pid=int(pid)):
                self._over(pid)
            case Said(word=word, pid=pid) if self.processes:
                self._tell(ServerLogged(t=self._t, said=word, pid=pid, text=""))

    def _began(self, pid: int | None) -> None:
        self._lives += 1
        pid = self._lives if pid is None else pid
        epoch = f"{pid}@{self._number}"
        self._over(pid)
        self._live[pid] = epoch
        if self.processes:
            self._tell(ChildHello(t=self._t, role="server", name=f"server-{pid}", pid=pid, epoch=epoch))

    def _replaced(self) -> None:
        """A server begins: what served before is taken to be over."""
        self.unannounced = self.unannounced or bool(self._served & self._live.keys())
        self._all_over()

    def _at_work(self) -> None:
        """Somebody serves: of a log that begins meanwhile, a process that nothing else tells of."""
        if self.processes and not self._lives:
            self._began(None)

    def _all_over(self) -> None:
        for pid in list(self._live):
            self._over(pid)

    def _over(self, pid: int) -> None:
        if self._live.pop(pid, None) and self.processes:
            self._tell(GuardReaped(t=self._t, pid=pid))

    def _serving(self, pid: int | None = None) -> str:
        """The process that answers: that of the pid, or the only one there is; nothing where it is not known."""
        if not self.processes:
            return ""
        if pid is not None:
            return self._live.get(pid, "")
        return next(iter(self._live.values())) if len(self._live) == 1 else ""

    # --- requests ---------------------------------------------------------------------------------------------

    def _access(self, access: Access, cause: Cause | None) -> None:
        if access.status == CLIENT_LEFT:
            return
        self._at_work()
        self._served |= self._live.keys()
        self.crowd = len(self._live) if self.crowd < 0 else self.crowd
        asked = self._asked(access.method, access.target)
        if access.status < 400:
            self._answered(asked, access.status)
        else:
            self._refused(asked, access.status, cause, access.pid)
        if asked.sid and (access.status < 400 or access.status == BROKEN):
            self._knows(asked.sid, access.pid)  # one that does not know it answers 400

    def _asked(self, method: str, written: str) -> _Asked:
        target = Target(written.encode("latin-1", "replace"))
        asked = _Asked(
            method, kind_of(method, True, target.get("transport"), target.get("sid")), target.get("sid")
        )
        self._tell(
            WireRequest(
                t=self._t,
                conn=self._number,
                n=1,
                method=method,
                kind=asked.kind,
                path=target.path,
                sid=asked.sid,
                eio=target.get("EIO"),
                transport=target.get("transport"),
                client=target.get("sidlab"),
            )
        )
        return asked

    def _answered(self, asked: _Asked, status: int, cause: Cause | None = None, text: str = "") -> None:
        self._tell(
            WireResponse(
                t=self._t,
                conn=self._number,
                n=1,
                status=status,
                method=asked.method,
                kind=asked.kind,
                upstream_port=0,
                sid=asked.sid,
                cause=cause,
                text=text,
            )
        )

    def _refused(self, asked: _Asked, status: int, cause: Cause | None, pid: int | None = None) -> None:
        """A refusal, as the wire tells it, and the server, where it is known which process it was."""
        if asked.sid and cause == "unknown-sid" and asked.sid not in self.known:
            self.strangers.add(asked.sid)
        if epoch := self._serving(pid):
            self.attributed += status == 400
            self._tell(
                ServerAnswered(
                    t=self._t,
                    status=status,
                    epoch=epoch,
                    remote_port=0,
                    n=0,
                    method=asked.method,
                    sid=asked.sid,
                    cause=cause,
                )
            )
        else:
            self.blind += status == 400
        self._answered(asked, status, cause)

    def _knows(self, sid: str, pid: int | None = None) -> None:
        """A session was served well: the process that did had issued its id."""
        epoch = self._serving(pid)
        if sid not in self.known:
            self.known.add(sid)
            self._tell(WireSidIssued(t=self._t, conn=self._number, sid=sid, transport="polling"))
        if epoch and self._issuer.setdefault(sid, epoch) != epoch:
            self.contradicts = True
        elif epoch:
            self._tell(ServerSidIssued(t=self._t, sid=sid, epoch=epoch))

    def _upstream(self, upstream: Upstream) -> None:
        asked = self._asked(upstream.method, upstream.target)
        if upstream.too_large:
            self._answered(asked, TOO_LARGE)
            return
        self._tell(
            WireUnanswered(
                t=self._t,
                conn=self._number,
                n=1,
                method=asked.method,
                kind=asked.kind,
                upstream_port=0,
                sid=asked.sid,
            )
        )

    # --- words ------------------------------------------------------------------------------------------------

    def _word(self, what: Refused | Silent | Opened | Crowded | Failed) -> None:
        match what:
            case Refused(cause=cause, sid=sid):
                self._refused(_Asked("", _kind(cause, sid), sid), 400, cause)
            case Silent(sid=sid):
                epoch = self._issuer.get(sid) or self._serving()
                reason = "server:ping timeout"
                self._tell(ServerDisconnected(t=self._t, sid=sid, socket_id="", epoch=epoch, reason=reason))
            case Opened(sid=sid):
                self._knows(sid)
            case Crowded():
                packets = ("message",) * (MOST_PACKETS + 1)  # so many at least: fewer would have been read
                self._tell(WirePosted(t=self._t, conn=self._number, n=1, sid=None, packets=packets))
            case _:
                kind: RequestKind = "post" if "disconnected" in what.text else "upgrade"
                self._answered(_Asked("", kind, None), BROKEN, text=what.text)


def _kind(cause: Cause, sid: str | None) -> RequestKind:
    """What a refused request was for, as far as the word about it tells."""
    if cause == "bad-upgrade":
        return "upgrade" if sid else "websocket"
    return "other" if sid or cause == "unknown-transport" else "handshake"
