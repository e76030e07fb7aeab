"""A made world: clients, a wire and a server that truthfully report what happens, kills and cuts included.

Nothing here knows how reconciling works: each thing that happens is told by whoever physically can see it.
Times are drawn so that every order that can really occur does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

import msgspec

from harness import events as ev
from harness.events import Event, Record

MS = 1_000_000
S = 1_000_000_000
EPOCH = "e1"
NAMES = ["c0", "c1", "c2", "c3"]
SHARD = "clients-0"


@dataclass
class World:
    """Collects each witness's words; `records` mixes them with the lags of their ways to the session."""

    draw: Random
    freeze: int
    interval: int = 2
    timeout: int = 1
    said: dict[str, list[tuple[int, Event]]] = field(default_factory=lambda: defaultdict(list))
    ports: int = 40000
    conns: int = 0
    sids: int = 0
    messages: int = 0
    safe: list[tuple[str, str, Event]] = field(default_factory=list)
    """What nothing disturbed, seen by all who should: taking one away must be noticed."""

    def __post_init__(self) -> None:
        self.say(
            "session",
            ev.RunStarted(
                t=0,
                run_id="r",
                scenario="s",
                title="t",
                profile="p",
                wall="",
                seed=1,
                ping_interval=self.interval,
                ping_timeout=self.timeout,
            ),
        )
        self.say("wire", ev.WireListening(t=1, listener=0, host="127.0.0.1", port=1))
        self.say("server-1", ev.ChildHello(t=2, role="server", name="server-1", pid=100, epoch=EPOCH))
        self.say("session", ev.RunReady(t=3, url="u", upstream="u"))
        self.say("wire", ev.WireFaultApplied(t=4, id=1, fault="blackhole", target="all"))
        self.say("wire", ev.WireFaultApplied(t=5, id=2, fault="status", target="sid x"))
        self.say("wire", ev.WireFaultTouched(t=6, id=2, fault="status", conn=10**7, did="answered", client="hum"))
        self.say("wire", ev.WireFaultLifted(t=self.freeze - 2, id=2, fault="status", touched=1))
        self.say("wire", ev.WireFaultLifted(t=self.freeze + 2, id=1, fault="blackhole", touched=0))
        self.say("session", ev.RunEnding(t=self.freeze, why="finished"))

    def say(self, src: str, event: Event, after: int | None = None) -> None:
        """`after`: told only then, though it bears an earlier time."""
        self.said[src].append((max(event.t, after or 0), event))

    def shard(self, name: str) -> str:
        return "clients-9" if name == "last" else SHARD

    def client(self, name: str, group: str = "g", t: int = 4) -> str:
        self.say(
            self.shard(name),
            ev.ClientStarted(
                t=t, client=name, group=group, kind="python", transports=("polling",), behaviour="plain", room=name
            ),
        )
        return name

    def lag(self, most_ms: float = 30) -> int:
        return int(self.draw.random() * most_ms * MS) + 1

    # --- connections and requests -----------------------------------------------------------------------------

    def open(self, t: int, port: int | None = None, fault: str | None = None) -> tuple[int, int]:
        self.conns += 1
        if port is None:
            self.ports += 1
            port = self.ports
        client_port = 0 if fault else 1
        opened = ev.WireOpened(
            t=t, conn=self.conns, listener=0, client_port=client_port, upstream_port=port, fault=fault
        )
        self.say("wire", opened)
        return self.conns, port

    def leg(self, t: int, conn: int, leg: str, how: str, by: str) -> None:
        self.say("wire", ev.WireLegClosed(t=t, conn=conn, leg=leg, how=how, by=by))

    def closed(self, t: int, conn: int, *, lost: int = 0, added: int = 0) -> None:
        down = ev.WireBytes(seen=100, added=added, relayed=100 - lost, undelivered=lost, dropped=added)
        self.say("wire", ev.WireClosed(t=t, conn=conn, up=ev.WireBytes(), down=down))

    def attempt(self, name: str, t: int, began: int, method: str, sid: str | None, status: int | None) -> Event:
        event = ev.ClientAttempt(
            t=t,
            client=name,
            method=method,
            kind="poll",
            took=(t - began) / S,
            sid=sid,
            status=status,
            error=None if status else "ServerDisconnectedError",
        )
        self.say(self.shard(name), event)
        return event

    def stale(
        self,
        name: str,
        sid: str,
        t: int,
        fate: str,
        *,
        method: str = "POST",
        port: int | None = None,
        sent: str | None = None,
    ) -> int:
        """A request with a sid the server no longer knows; `fate` says what happens to it. Returns its end.

        `sent`: the sid that a fault had the server read in place of the client's.
        """
        began, q = t, t + self.lag(3)
        s = q + self.lag()
        w = s + self.lag(3)
        e = w + self.lag(3)
        changed = changes(sent)
        conn, port = self.open(t + 1, port)
        kind = "post" if method == "POST" else "poll"
        self.say(
            "wire", ev.WireRequest(t=q, conn=conn, n=1, method=method, kind=kind, path="/", sid=sid, client=name)
        )
        answered = ev.ServerAnswered(
            t=s,
            status=400,
            epoch=EPOCH,
            remote_port=port,
            n=1,
            method=method,
            sid=changed.get("sent_sid", sid),
            client=name,
            cause="unknown-sid",
        )
        response = ev.WireResponse(
            t=w,
            conn=conn,
            n=1,
            status=400,
            method=method,
            kind=kind,
            upstream_port=port,
            sid=sid,
            client=name,
            body="message",
            cause="unknown-sid",
            **changed,
        )
        unanswered = changed | {
            "conn": conn,
            "n": 1,
            "method": method,
            "kind": kind,
            "upstream_port": port,
            "sid": sid,
            "client": name,
        }
        if fate == "whole":
            self.say("server-1", answered)
            self.say("wire", response, after=w + self.lag(2))
            met = self.attempt(name, e, began, method, sid, 400)
            if e < self.freeze - S:
                self.safe += [
                    ("server-1", "http_400", answered),
                    ("wire", "http_400", response),
                    (self.shard(name), "http_400", met),
                ]
            self.leg(w + 1, conn, "server", "fin", "peer")
            self.leg(w + 2, conn, "client", "fin", "relay")
            self.leg(e + 1, conn, "client", "fin", "peer")
            self.closed(e + 3 * MS, conn)  # an answer is told before its connection's end
            return e
        if fate == "cut-before-answer":  # the backlog is read all the same
            x = q + (s - q) // 2
            self.say("server-1", answered)
            self.cut(x, conn, unanswered)
            self.attempt(name, x + self.lag(3), began, method, sid, None)
        elif fate == "killed-in-answer":
            x = s + (w - s) // 2
            self.say("server-1", answered)
            self.leg(x, conn, "server", "rst", "peer")
            self.leg(x + 1, conn, "client", "rst", "relay")
            self.say("wire", ev.WireUnanswered(t=x + 2, **unanswered))
            self.closed(x + 2, conn)
            self.attempt(name, x + self.lag(3), began, method, sid, None)
        elif fate == "cut-after-answer":
            self.say("server-1", answered)
            self.say("wire", response)
            self.leg(w + 1, conn, "client", "rst", "fault")
            self.leg(w + 2, conn, "server", "rst", "fault")
            self.closed(w + 3, conn, lost=50)
            if self.draw.random() < 0.5:
                self.attempt(name, w + self.lag(3), began, method, sid, None)
        elif fate == "client-left":  # gave up by itself and closed; the answer finds nobody
            x = q + (s - q) // 2
            self.leg(x + self.lag(0.1), conn, "client", "fin", "peer")
            self.attempt(name, x, began, method, sid, None)
            self.say("server-1", answered)
            self.say("wire", response)
            self.closed(w + 3, conn, lost=50)
        elif fate == "stopped":  # told to go in the middle: a stopped client says nothing more
            x = q + (e - q) // 2
            self.say(self.shard(name), ev.ClientStopped(t=x, client=name))
            self.say("server-1", answered)
            self.say("wire", response)
            self.leg(x + self.lag(3), conn, "client", "fin", "peer")
            self.closed(e + 4 * MS, conn)
        else:
            self.under_fault(fate, name, answered, response, began, e)
        return e

    def under_fault(
        self, fate: str, name: str, answered: ev.ServerAnswered, response: ev.WireResponse, began: int, e: int
    ) -> None:
        """A fault holds the answer until after everything, or answers itself, and the server sees no request."""
        conn, q = response.conn, response.t - 1
        self.say("wire", ev.WireFaultTouched(t=q, id=1, fault=fate, conn=conn, did="held"))
        if fate == "held":
            self.say("server-1", answered)
            self.say("wire", response)
            return
        made = msgspec.structs.replace(response, fault="status", answered_by="wire")
        self.say("wire", made)
        met = self.attempt(name, e, began, response.method, response.sid, 400)
        if e < self.freeze - S:
            self.safe += [("wire", "http_400", made), (self.shard(name), "http_400", met)]
        self.leg(e + 1, conn, "client", "fin", "peer")
        self.closed(e + 3 * MS, conn, added=80)

    def errand(self, name: str, sid: str, t: int, fate: str) -> int:
        """A fault sends a request of this client once more, by itself: the client knows nothing of it."""
        q, s = t + self.lag(3), t + 3 * MS + self.lag()
        w = s + self.lag(3)
        conn, port = self.open(t, port=10_000 + self.conns, fault="overlap-poll")  # nobody else's while it lives
        request = {"conn": conn, "n": 1, "method": "GET", "kind": "poll", "sid": sid, "client": name}
        self.say("wire", ev.WireRequest(t=q, path="/", **request))
        answered = ev.ServerAnswered(
            t=s, status=400, epoch=EPOCH, remote_port=port, n=1, method="GET", sid=sid, client=name
        )
        self.say("server-1", answered)
        if fate == "whole":
            response = ev.WireResponse(t=w, status=400, upstream_port=port, **request)
            self.say("wire", response)
            if w < self.freeze - S:
                self.safe += [("server-1", "http_400", answered), ("wire", "http_400", response)]
        else:
            self.leg(s - 1, conn, "server", "rst", "peer")
            self.say("wire", ev.WireUnanswered(t=s - 1, upstream_port=port, **request))
        self.leg(w + 1, conn, "server", "fin", "fault")
        down = ev.WireBytes(seen=100, dropped=100)
        self.say("wire", ev.WireClosed(t=w + 3 * MS, conn=conn, up=ev.WireBytes(added=9, relayed=9), down=down))
        return w

    def cut(self, x: int, conn: int, unanswered: dict[str, object]) -> None:
        self.leg(x, conn, "client", "rst", "fault")
        self.leg(x + 1, conn, "server", "rst", "fault")
        self.say("wire", ev.WireUnanswered(t=x + 2, **unanswered))
        self.closed(x + 2, conn)

    # --- sessions ---------------------------------------------------------------------------------------------

    def session(self, name: str, t: int, fate: str) -> tuple[str, int]:
        """A handshake; returns its sid and when it was over."""
        self.sids += 1
        sid = f"sid{self.sids}"
        began, q = t, t + self.lag(3)
        s = q + self.lag()
        w = s + self.lag(3)
        e = w + self.lag(3)
        conn, port = self.open(t + 1)
        self.say(
            "wire", ev.WireRequest(t=q, conn=conn, n=1, method="GET", kind="handshake", path="/", client=name)
        )
        made = ev.ServerSidIssued(t=s, sid=sid, epoch=EPOCH, client=name)
        self.say("server-1", made)
        request = {
            "conn": conn,
            "n": 1,
            "method": "GET",
            "kind": "handshake",
            "upstream_port": port,
            "client": name,
        }
        if fate == "cut":
            self.cut(q + (w - q) * self.draw.randint(1, 9) // 10, conn, request)
            self.attempt(name, w + self.lag(3), began, "GET", None, None)
            return sid, w + 5 * MS
        self.say("wire", ev.WireResponse(t=w, status=200, **request))
        issued = ev.WireSidIssued(t=w, conn=conn, sid=sid, transport="polling", client=name)
        self.say("wire", issued)
        if fate == "unread":
            self.leg(w + 1, conn, "client", "rst", "fault")
            self.closed(w + 2, conn, lost=20)
            self.attempt(name, w + self.lag(3), began, "GET", None, None)
            return sid, w + 5 * MS
        self.leg(e + 1, conn, "client", "fin", "peer")
        self.closed(e + 2, conn)
        opened = ev.ClientOpened(t=e, client=name, sid=sid, transport="polling")
        self.say(self.shard(name), opened)
        joined = e + self.lag()
        server_joined = e + (joined - e) // 2
        self.say(
            "server-1",
            ev.ServerConnected(
                t=server_joined, sid=sid, socket_id=f"x{sid}", epoch=EPOCH, transport="polling", client=name
            ),
        )
        if fate == "never-confirmed":
            self.say(self.shard(name), ev.ClientConnectError(t=joined, client=name, error="E", text=""))
            self.server_end(sid, name, joined + self.lag(1000))
            return sid, joined
        self.say(
            self.shard(name),
            ev.ClientConnected(
                t=joined, client=name, generation=self.sids, sid=sid, socket_id=f"x{sid}", transport="polling"
            ),
        )
        if joined < self.freeze - S:
            self.safe += [("server-1", "sids", made), ("wire", "sids", issued)]
        return sid, joined

    def server_end(self, sid: str, name: str, t: int) -> Event:
        event = ev.ServerDisconnected(
            t=t, sid=sid, socket_id=f"x{sid}", epoch=EPOCH, reason="server:ping timeout", client=name
        )
        self.say("server-1", event)
        return event

    def client_end(self, sid: str, name: str, t: int) -> Event:
        event = ev.ClientDisconnected(
            t=t, client=name, generation=self.sids, sid=sid, reason="python:transport error"
        )
        self.say(self.shard(name), event)
        return event

    def end(self, sid: str, name: str, t: int, fate: str) -> int:
        """The session ends; `fate`: who notices, and when."""
        slow = int(self.draw.random() * (self.interval + self.timeout) * S)
        if fate == "both":
            first, second = t, t + self.draw.choice([self.lag(), slow])
            if self.draw.random() < 0.5:
                first, second = second, first
            told = self.server_end(sid, name, first), self.client_end(sid, name, second)
            limit = (self.interval + 2 * self.timeout + 8) * S
            if max(first, second) < self.freeze - limit:
                self.safe += [("server-1", "disconnects", told[0]), (self.shard(name), "disconnects", told[1])]
        elif fate == "server-died":
            self.client_end(sid, name, t)
            self.say(
                "session",
                ev.RunProcessExited(
                    t=t + self.lag(2000), role="server", name="server-1", pid=100, signal="SIGKILL"
                ),
            )
        elif fate == "client-died":
            self.say(
                "session",
                ev.RunProcessExited(t=t, role="clients", name=self.shard(name), pid=200, signal="SIGKILL"),
            )
            self.server_end(sid, name, t + self.lag(2000))
        elif fate == "stopped":
            self.say(self.shard(name), ev.ClientStopped(t=t, client=name))
            self.server_end(sid, name, t + self.lag())
        return t + slow

    # --- traffic ----------------------------------------------------------------------------------------------

    def talk(self, name: str, sid: str, t: int, until: int) -> None:
        """Numbered messages for some of the clients: most arrive, a few twice, some never."""
        while t < until:
            self.messages += 1
            to = tuple(sorted({name, *self.draw.sample(NAMES, self.draw.randint(0, 3))}))
            self.say(self.shard(name), ev.ClientSent(t=t, client=name, n=self.messages, sid=sid, to=to))
            for recipient in to:
                for _ in range(self.draw.choice([0, 1, 1, 1, 1, 2])):
                    self.say(
                        self.shard(recipient),
                        ev.ClientReceived(
                            t=t + self.lag(), client=recipient, sender=name, n=self.messages, sid="any"
                        ),
                    )
            t += self.lag(600)

    def hum(self) -> None:
        """What else goes on: accounts, refused connects, answers of 500, pages, a shard of another kind."""
        name = self.client("hum", group="h")
        for t in range(0, self.freeze + S, S):
            up = ev.WireBytes(seen=t // S * 10 + 3, added=5, relayed=t // S * 10 + 5, held=2, dropped=1)
            self.say("wire", ev.WireAccounts(t=t + 5, up=up, down=ev.WireBytes(), open=1, lost=0))
            self.say(
                "wire", ev.WireUpstreamFailed(t=t + 6, conn=-t, listener=0, client_port=1, errno="ECONNREFUSED")
            )
            self.say(
                self.shard(name),
                ev.ClientAttempt(
                    t=t + 7, client=name, method="GET", kind="handshake", took=0.1, error="E", errno="ECONNREFUSED"
                ),
            )
            conn, port = self.open(t + 8)
            for n, kind in enumerate(("poll", "page"), 1):
                request = {"conn": conn, "n": n, "method": "GET", "kind": kind, "client": name}
                self.say("wire", ev.WireRequest(t=t + 9, path="/", **request))
                status = self.draw.choice([200, 500, 503] if kind == "poll" else [400, 500])
                self.say("wire", ev.WireResponse(t=t + 10, status=status, upstream_port=port, **request))
            self.leg(
                t + 11, conn, self.draw.choice(["client", "server"]), "rst", self.draw.choice(["peer", "fault"])
            )
            self.closed(t + 12, conn)
        self.say("wire", ev.WireTapLost(t=self.freeze - 1, conn=10**6, why="x"))
        self.say("wire", ev.WireHead(t=self.freeze - 1, id=1, headers=()))
        self.say("wire", ev.WireTraffic(t=self.freeze - 1))
        self.say("session", ev.ClientStopped(t=self.freeze + 1, client=name))

    # --- what the session receives ----------------------------------------------------------------------------

    def records(self, without: tuple[str, Event] | None = None) -> list[Record]:
        """Every source in its own order, mixed as their batches arrive; `without` takes one word away."""
        mixed = []
        for src, said in self.said.items():
            lag = 0
            direct = src == "session"
            for told, event in sorted(said, key=lambda one: one[0]):
                lag = told if direct else max(lag, told + self.lag(60))
                if without is None or without[0] != src or without[1] is not event:
                    mixed.append((lag, src, event))
        mixed.sort(key=lambda one: one[0])
        return [
            Record(seq=number, at=at, src=src, event=event) for number, (at, src, event) in enumerate(mixed, 1)
        ]


def changes(sent: str | None) -> dict[str, str]:
    """What the wire says of a request whose sid a fault changed."""
    return {"fault": "stale-sid", "sent_sid": sent} if sent else {}


STALE_FATES = (
    *("whole", "whole", "cut-before-answer", "killed-in-answer", "cut-after-answer", "client-left", "by-wire"),
)
SESSION_FATES = ("up", "up", "up", "cut", "unread", "never-confirmed")


def life(world: World, name: str) -> None:
    """One client from its start to beyond the freeze: connects, meets 400s, disconnects, comes back."""
    draw, t = world.draw, world.lag(500)
    world.client(name, t=t)
    while t < world.freeze + S:
        sid, t = world.session(name, t + world.lag(200), draw.choice(SESSION_FATES))
        said = [event for _, event in world.said[world.shard(name)]]
        joined = any(isinstance(event, ev.ClientConnected) and event.sid == sid for event in said)
        came, t = t, t + world.lag(1500)
        if joined:
            world.talk(name, sid, came, t)
            t = world.end(sid, name, t, "both")
        for _ in range(draw.randint(0, 3)):
            method = draw.choice(["GET", "POST"])
            again = world.ports if draw.random() < 0.2 else None
            sent = draw.choice([None, None, "an-older-sid", "another-sid"])
            t = world.stale(
                name, sid, t + world.lag(20), draw.choice(STALE_FATES), method=method, port=again, sent=sent
            )
            if draw.random() < 0.2:
                world.errand(name, sid, t - world.lag(20), draw.choice(["whole", "cut"]))
    if draw.random() < 0.3:
        world.stale(name, "gone", t + 1, "stopped")


def made(seed: int) -> World:
    """A whole run: several clients, sometimes a server that dies or clients that do, frozen somewhere."""
    draw = Random(seed)
    world = World(draw, freeze=int(draw.uniform(2, 25) * S))
    for number in range(draw.randint(1, 4)):
        life(world, f"c{number}")
    if draw.random() < 0.5:
        name = world.client("last")
        t = world.freeze - world.lag(3000)
        sid, t = world.session(name, t, "up")
        world.end(sid, name, t + world.lag(500), draw.choice(["server-died", "client-died", "stopped"]))
    if draw.random() < 0.3:
        name = world.client("held")
        world.stale(name, "gone", max(S, world.freeze - world.lag(9000)), "held")
    world.hum()
    return world
