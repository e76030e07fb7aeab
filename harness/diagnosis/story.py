"""A run as its witnesses told it, and no more of it than weighing needs.

Times are monotonic ns; `seq` is the number of the event that told. What nobody told is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from harness.events import BodyKind, Cause, LogWord, RequestKind

MOST_PACKETS = 16
"""engineio/payload.py of python-engineio 4.15: `max_decode_packets`; a payload of more is dropped whole."""


class At(NamedTuple):
    """When something happened, and the event that tells it."""

    t: int
    seq: int


NEVER = At(0, 0)
GRACE = 900_000_000
"""A process that ends gracefully may go on with what it has, beside the next one, for so many ns."""


class Jump(NamedTuple):
    """A serving process' wall clock moved against the machine's monotonic one, by so many ns."""

    at: At
    by: int


@dataclass(slots=True)
class Process:
    """One life of a serving process. `served`: the first and last time it was seen to serve; `ended`: it is over.

    To serve is to issue a session id, to connect a namespace, to take a POST or to refuse a request: a process
    that ends gracefully may live on for long and take in nobody. `first`: it is the first process of a server, no
    worker of another one. `said`: what the log says of its end. `node`: Node runs it, with engine.io's own limits.
    """

    epoch: str
    pid: int
    began: At
    node: bool = False
    served: tuple[int, int] | None = None
    ended: At | None = None
    said: dict[LogWord, At] = field(default_factory=dict)
    first: bool = False
    jumps: list[Jump] = field(default_factory=list)

    def serves(self, t: int) -> None:
        """It was seen to serve at `t`."""
        first, last = self.served or (t, t)
        self.served = min(first, t), max(last, t)

    def over_by(self, t: int) -> bool:
        """Whether it was known to be over at `t`."""
        return self.ended is not None and self.ended.t <= t

    def serves_beside(self, other: Process) -> bool:
        """Whether both were seen to serve in turns: each of them well after the other had begun to."""
        mine, theirs = self.served, other.served
        if mine is None or theirs is None:
            return False
        earlier, later = sorted((mine, theirs))
        return earlier[1] - later[0] > GRACE

    def gave_way_to(self, other: Process) -> bool:
        """Whether it was over, or served no more, when the other one began to serve.

        A worker may live on for its grace; of two servers that were started apart, the first has to be over.
        """
        began = other.served[0] if other.served else other.began.t
        silent = self.served is not None and self.served[1] <= began
        return self.over_by(began) or (silent and not (self.first and other.first))


class End(NamedTuple):
    """A session ended, in somebody's words."""

    at: At
    why: str


@dataclass(slots=True)
class Session:
    """One Engine.IO session. `epoch`: of the process that issued its id. `holders`: clients that used it.

    `asked`: when the wire saw it asked for, and `handed` its id go back. `joined`: a namespace of it.
    `by_server` is the server's own reason for its end, `by_client` the client's. `cookie`: the answer that opened
    it asked the client to keep one.
    """

    sid: str
    asked: At | None = None
    issued: At | None = None
    handed: At | None = None
    joined: At | None = None
    epoch: str | None = None
    by_server: End | None = None
    by_client: End | None = None
    cookie: At | None = None
    holders: dict[str, At] = field(default_factory=dict)


class Answered(NamedTuple):
    """The server's own word about an answer: which process gave it, and in which words."""

    at: At
    epoch: str
    text: str
    cause: Cause | None = None


@dataclass(slots=True)
class Refusal:
    """A request of Socket.IO that was answered 400 or more; `answered` is null when the server says nothing.

    `before`: the last time its session was served well until then.
    """

    at: At
    conn: int
    n: int
    method: str
    kind: RequestKind
    status: int
    port: int
    sid: str | None = None
    client: str | None = None
    cause: Cause | None = None
    body: BodyKind | None = None
    text: str = ""
    cookie: bool = False
    before: At | None = None
    answered: Answered | None = None

    @property
    def reason(self) -> Cause | None:
        """Why, by the server's own word; else as the wire read it, which a cut answer leaves it to guess."""
        return (self.answered.cause if self.answered else None) or self.cause


class Reset(NamedTuple):
    """A connection ended by RST. `by`: the leg it came from, or `neither`: something between the two made it.

    `idle`: so many ns nothing was told of the connection before; `client`: whose it was.
    """

    at: At
    conn: int
    by: str
    idle: int
    client: str | None


class Wait(NamedTuple):
    """A request that waited long for its answer. `over`: when it was answered or cut; null if it never was.

    `answered` is false of one that was cut. `alone`: for so many ns until then nothing but polls was answered.
    """

    asked: At
    over: At | None
    kind: RequestKind
    answered: bool
    alone: int


class Again(NamedTuple):
    """A client asked for one more session: when it had asked before, and when it did again."""

    first: At
    second: At


@dataclass(slots=True)
class Pace:
    """How long handshakes and POSTs waited that were answered in one second: so many, ns together, the slowest."""

    count: int = 0
    waited: int = 0
    longest: int = 0
    slowest: At = NEVER

    @property
    def mean(self) -> float:
        """Seconds that one of them waited."""
        return self.waited / self.count / 1_000_000_000

    def take(self, asked: At, over: At) -> None:
        """One more was answered."""
        waited = over.t - asked.t
        self.count, self.waited = self.count + 1, self.waited + waited
        if waited >= self.longest:
            self.longest, self.slowest = waited, over


class Asked(NamedTuple):
    """A request that is under way."""

    at: At
    kind: RequestKind
    sid: str | None
    cookie: bool = False


class Overlap(NamedTuple):
    """Two polls of one session were under way at once, for so many ns."""

    first: At
    second: At
    lasted: int
    sid: str


class Race(NamedTuple):
    """A request on a kept connection that the server closed at that moment: asked, and closed; whose it was."""

    asked: At
    closed: At
    conn: int
    client: str | None


class Posted(NamedTuple):
    """A POST's packets were read: so many. Of those that hold few, the first are kept."""

    at: At
    sid: str | None
    packets: int


class Copy(NamedTuple):
    """A message reached this client once more."""

    at: At
    client: str


class Loss(NamedTuple):
    """A client's own word that its socket is gone."""

    at: At
    client: str
    sid: str
    reason: str
    error: str | None


@dataclass(slots=True)
class Socket:
    """One socket of a client, from when until when it was connected."""

    client: str
    generation: int
    began: At
    ended: At | None = None


@dataclass(slots=True)
class Story:
    """Everything told of a run, by what it is about.

    `processes` by epoch, in the order they began; `sessions` by sid. `opened`: handshakes the server answered with
    a session; `upgraded`: WebSockets that were opened. `copies`: second arrivals of a message. `paces`: how
    answers came, by the second of the machine's clock. By client: `lost`, the losses once more. By sid: `good`,
    when a session was last served well; `closed`, when its client closed it; `troubles`, when requests of it
    were refused or cut, or when it was lost. `frozen`: when the run began to end; `last`: the latest time of all.
    """

    ping_interval: float = 25.0
    ping_timeout: float = 20.0
    processes: dict[str, Process] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    resets: list[Reset] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    lost: dict[str, list[Loss]] = field(default_factory=dict)
    sockets: dict[tuple[str, int], Socket] = field(default_factory=dict)
    opened: list[At] = field(default_factory=list)
    upgraded: list[At] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    races: list[Race] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    paces: dict[int, Pace] = field(default_factory=dict)
    again: list[Again] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    pending: dict[tuple[int, int], Asked] = field(default_factory=dict)
    torn: dict[str, list[At]] = field(default_factory=dict)
    capped: list[At] = field(default_factory=list)
    kinds: dict[str, At] = field(default_factory=dict)
    good: dict[str, At] = field(default_factory=dict)
    closed: dict[str, At] = field(default_factory=dict)
    troubles: dict[str, list[int]] = field(default_factory=dict)
    frozen: int | None = None
    last: int = 0

    def session(self, sid: str) -> Session:
        """What is known of a session; of a new one, nothing yet."""
        return self.sessions.setdefault(sid, Session(sid))

    def trouble(self, sid: str | None, at: At) -> None:
        """Something went wrong with this session."""
        if sid:
            self.troubles.setdefault(sid, []).append(at.t)

    def issuer(self, sid: str | None) -> Process | None:
        """The process that issued a session id, if it is known."""
        session = self.sessions.get(sid or "")
        return self.processes.get(session.epoch or "") if session else None

    def answerer(self, refusal: Refusal) -> Process | None:
        """The process that gave this answer, if it is known."""
        return self.processes.get(refusal.answered.epoch) if refusal.answered else None
