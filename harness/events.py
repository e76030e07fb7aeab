"""What has happened: the one vocabulary of the whole program, in the past tense.

Every event is one JSON object with a `type` and a time `t` (monotonic nanoseconds of the machine). The prefix of
the type names the witness who saw it: `run.` the session, `wire.` the tap and relay, `server.` the chat server's
own hooks, `client.` the simulated clients. The recorder puts a child's line, unchanged, in an `Envelope`.

Vocabulary of the field: `sid` is the Engine.IO session id; a Socket.IO socket id is `socket_id`; `epoch` is one
life of a serving process; `generation` counts a client's sockets from 1. Reasons keep their dialect:
`python:transport error`, `js:transport close`, `server:ping timeout`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

# --- shared words ---------------------------------------------------------------------------------------------

RequestKind = Literal["handshake", "poll", "post", "upgrade", "websocket", "options", "page", "other"]
"""What a request is for. `websocket` opens a session over WebSocket without polling first, `upgrade` moves a
polling session to WebSocket (it carries a sid), `page` is anything outside the Socket.IO path."""

BodyKind = Literal["message", "pong", "close-packet", "poll", "other"]
"""What a request that got a 400 carried. A payload of several packets counts as the first of these it holds;
`poll` is a GET, which has no body."""

BODY_KINDS: tuple[BodyKind, ...] = ("message", "pong", "close-packet", "poll", "other")

Cause = Literal[
    "unknown-sid",
    "missing-sid",
    "protocol-version",
    "unknown-transport",
    "origin",
    "bad-upgrade",
    "polling-after-upgrade",
    "bad-request",
    "payload",
    "other",
]
"""Why an Engine.IO server answered 400, read from the answer itself in either server dialect."""

CAUSES: tuple[Cause, ...] = (
    "unknown-sid",
    "missing-sid",
    "protocol-version",
    "unknown-transport",
    "origin",
    "bad-upgrade",
    "polling-after-upgrade",
    "bad-request",
    "payload",
    "other",
)

DeviceRefusal = Literal["no-token", "wrong-token", "origin", "too-large", "too-often", "malformed"]
"""Why a report from the LAN was refused."""

GateRefusal = Literal["no-token", "name", "host", "origin", "too-large", "too-slow", "too-many", "malformed"]
"""Why the wire refused or cut a connection of the LAN: no join token, a simulated client's name, a Host or Origin
that is none of ours, more bytes than it lets through, a head that took too long, too many connections, no HTTP."""

Transport = Literal["polling", "websocket"]
Leg = Literal["client", "server"]
"""The two TCP connections of a relayed connection: towards the client, and towards the server."""
CloseHow = Literal["fin", "rst"]


def kebab(name: str) -> str:
    """`WireRequestSeen` → `wire.request-seen`: the `type` of an event or command, from its class."""
    words: list[str] = []
    for letter in name:
        if letter.isupper() or not words:
            words.append("")
        words[-1] += letter.lower()
    return words[0] + "." + "-".join(words[1:]) if len(words) > 1 else words[0]


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    """Something that has happened. `t`: monotonic nanoseconds, by the clock of the process that saw it."""

    t: int


# --- any child ------------------------------------------------------------------------------------------------


class ChildHello(Event, frozen=True):
    """A child's first frame. `role`: wire, clients, guard, server, pictures; `name` is unique in the run.

    A serving process also says its `epoch` (unique for each of its lives), `profile` and `versions`.
    """

    role: str
    name: str
    pid: int
    token: str = ""
    epoch: str = ""
    profile: str = ""
    versions: dict[str, str] = {}


class ChildFlushed(Event, frozen=True):
    """Answer to `Flush`: everything this child saw before it is already on the way."""

    id: int


class ChildDropped(Event, frozen=True):
    """A child's queue overflowed: `count` events were offered and not sent since the last such event."""

    count: int


class ChildFailed(Event, frozen=True):
    """A child could not do what it was asked; `message` is one line for the person, with the way out."""

    message: str


# --- the session ----------------------------------------------------------------------------------------------


class RunStarted(Event, frozen=True):
    """The first event of a run. `wall` is UTC in ISO 8601; `duration` in seconds, null when open-ended.

    `raw`: somebody asked for a record of the wire in which nothing is redacted.
    """

    run_id: str
    scenario: str
    title: str
    profile: str
    wall: str
    seed: int
    duration: float | None = None
    ping_interval: int = 25
    ping_timeout: int = 20
    raw: bool = False


class RunReady(Event, frozen=True):
    """Server and wire are up and the clients were told to start: second 0 of the scenario."""

    url: str
    upstream: str


class RunStep(Event, frozen=True):
    """A step of the scenario, or a click: what was asked. Never read by the diagnosis."""

    by: Literal["scenario", "window", "command line"]
    do: str
    detail: dict[str, str | int | float | bool | None] = {}


class RunStepDone(Event, frozen=True):
    """A step that takes time is over (`do` as in its RunStep), or could not be done, and why."""

    do: str
    ok: bool = True
    why: str = ""


class RunNote(Event, frozen=True):
    """A remark of the person at the keyboard."""

    text: str


class RunProcessStarted(Event, frozen=True):
    """A child of the core runs; `offset` is its clock minus ours in ns as measured at its hello."""

    role: str
    name: str
    pid: int
    offset: int = 0


class RunProcessExited(Event, frozen=True):
    """A child of the core, or a process of the server's tree, is gone: evidence, whoever ended it.

    `code` is the exit code, or null when `signal` (a name such as SIGKILL) ended it, or when it is not known.
    """

    role: str
    name: str
    pid: int
    code: int | None = None
    signal: str | None = None
    asked: bool = False
    stderr_tail: str = ""


class RunServerStarting(Event, frozen=True):
    """The server is being started, for the `life`-th time in this run."""

    profile: str
    life: int


class RunServerReady(Event, frozen=True):
    """A real Engine.IO handshake was answered; `took` is seconds since the start was asked."""

    life: int
    epoch: str
    port: int
    took: float


class RunServerDown(Event, frozen=True):
    """The server's last process is gone (or it was never ready: then `why` says what was found)."""

    life: int
    asked: bool
    why: str = ""


class RunServerPhases(Event, frozen=True):
    """How a restart went, by the clock (monotonic ns): its phases, once the server has answered or it is given up.

    `asked`; `closed`: nothing listened at the server's port any more; `opened`: something listened again, after
    that; `answered`: the first handshake, which is the session's own. Null is what never was or was not seen: the
    port of a reloader or a gunicorn master stays open.
    """

    life: int
    how: str
    asked: int
    closed: int | None = None
    opened: int | None = None
    answered: int | None = None


class RunServerStruck(Event, frozen=True):
    """A way to fail is in effect: `id` is unique in the run; `pids` it was done to; `until` monotonic ns, or null.

    One that does not last is told when it begins, and is over (RunServerRelieved) when it is done.
    It tells what was done, as a step does: what came of it, the witnesses tell (epochs, exits, beats).
    """

    id: int
    way: str
    params: dict[str, str | int | float | bool | None] = {}
    pids: tuple[int, ...] = ()
    until: int | None = None


class RunServerRelieved(Event, frozen=True):
    """A way to fail is over, and undone."""

    id: int
    way: str


class RunLan(Event, frozen=True):
    """The wire was opened to the LAN at `address`:`port`, or shut again; `why` when it could not be.

    `interface` is the system's name of it. `firewall` says in words what may keep devices out, if that was found.
    """

    on: bool
    interface: str = ""
    address: str = ""
    port: int = 0
    why: str = ""
    firewall: str = ""


class RunPictureDue(Event, frozen=True):
    """Of this moment there is to be a picture of the window: `name` is the fault, the way to fail or the restart.

    Told where pictures are taken by themselves; those that a scenario wants are steps of it (RunStep).
    """

    name: str


class RunScreenshot(Event, frozen=True):
    """A picture was saved under the run folder."""

    path: str


class RunEnding(Event, frozen=True):
    """The run starts to end: events with a later `t` are evidence, but no figure counts them."""

    why: Literal["finished", "stopped", "interrupted", "failed"]


class RunEnded(Event, frozen=True):
    """The last event of a sealed run."""

    outcome: Literal["passed", "failed", "unknown"]


# --- the wire -------------------------------------------------------------------------------------------------


class WireListening(Event, frozen=True):
    """The wire accepts connections at `host`:`port` (listener 0 is everybody's; others are one client's own).

    `netns`: it is reached from this network namespace only (a path), over a cable of packets.
    """

    listener: int
    host: str
    port: int
    netns: str = ""


class WireRefusing(Event, frozen=True):
    """The wire's port is really closed: `why` is `upstream` (it refuses too) or the name of a fault."""

    listener: int
    why: str


class WireOpened(Event, frozen=True):
    """A connection through the wire. `upstream_port` is the source port the server sees as REMOTE_PORT.

    `client_host` is the client's address. `fault` names the fault that opened it by itself: then there is no
    client, and what crosses it was sent by the wire (`client_port` 0).
    """

    conn: int
    listener: int
    client_port: int
    upstream_port: int
    client_host: str = ""
    fault: str | None = None


class WireUpstreamFailed(Event, frozen=True):
    """A client's connection found no upstream: `errno` is the name (ECONNREFUSED) of what connect said."""

    conn: int
    listener: int
    client_port: int
    errno: str


class WireTlsFailed(Event, frozen=True):
    """TLS with the upstream `server` (HOST:PORT) could not be made, and the client was reset: `why`, in one line.

    `certificate`: the server's certificate was refused; nothing that is asked for lets it pass all the same.
    """

    conn: int
    server: str
    why: str
    certificate: bool = False


class WireBypass(Event, frozen=True):
    """A page that crossed the wire names an address of the server itself, or the server sent a client there.

    What a client asks for at `address` goes past the wire, unseen and untouched. `where`: the body, or the
    `Location` of a redirect, of the answer to request `n`; told once for each path and address.
    """

    conn: int
    n: int
    path: str
    address: str
    where: Literal["body", "location"]


class WireRequest(Event, frozen=True):
    """A request's head has crossed the wire; `n` counts from 1 on its connection.

    `client` is the simulated client's name from the query, `resend` tells that the client's HTTP library sent an
    identical request again by itself after a connection failed. `sid` is null when the request has none. `cookie`:
    it carries one at least.
    """

    conn: int
    n: int
    method: str
    kind: RequestKind
    path: str
    sid: str | None = None
    eio: str | None = None
    transport: str | None = None
    client: str | None = None
    origin: str | None = None
    resend: bool = False
    cookie: bool = False


class WireResponse(Event, frozen=True):
    """The status of the answer to request `n` of the connection, counted when its head is complete.

    What is needed of the request stands beside it. `cause` and `text` (the first 120 characters of the body, as
    far as read) are set for a 400; `body` is the kind of what the request carried, set for every status from 400.
    `resent` tells that the request was a re-send of the client's HTTP library. `fault` names the fault that
    answered in the server's place (`answered_by` is `wire`: the server never saw the request) or that changed the
    request on its way; `sent_sid` is the sid the server was sent then, where it is another one. `sets_cookie`: the
    answer asks the client to keep one, as balancers do that keep a session with its server.
    """

    conn: int
    n: int
    status: int
    method: str
    kind: RequestKind
    upstream_port: int
    sid: str | None = None
    client: str | None = None
    body: BodyKind | None = None
    cause: Cause | None = None
    text: str = ""
    resent: bool = False
    fault: str | None = None
    sent_sid: str | None = None
    answered_by: Literal["server", "wire"] = "server"
    sets_cookie: bool = False


class WirePosted(Event, frozen=True):
    """The Engine.IO packets of a POST were read: their types in order, e.g. `message`, `pong`, `close`."""

    conn: int
    n: int
    sid: str | None
    packets: tuple[str, ...]


class WireSidIssued(Event, frozen=True):
    """The server handed out a session id: in a polling handshake's answer, or in a WebSocket's first frame."""

    conn: int
    sid: str
    transport: Transport
    client: str | None = None


class WireUpgraded(Event, frozen=True):
    """A polling session finished its upgrade to WebSocket (the client's `5` packet went by)."""

    conn: int
    sid: str
    client: str | None = None


class WireNamespace(Event, frozen=True):
    """A Socket.IO namespace of a session: it was joined, refused (CONNECT_ERROR) or left, by whom.

    Packets by socket.io-protocol 5: CONNECT 0, DISCONNECT 1, CONNECT_ERROR 4. It is joined once the server's
    CONNECT went by: `by` the client that asked, or the server (in protocol 4 and earlier `/` comes by itself).
    `socket_id` is the server's, which those do not send. `text`: the refusal's message, at most 120 characters.
    """

    conn: int
    sid: str
    namespace: str
    did: Literal["joined", "refused", "left"]
    by: Literal["client", "server"]
    socket_id: str | None = None
    client: str | None = None
    text: str = ""


class WireSessionEnded(Event, frozen=True):
    """The end of a session as far as the wire saw it, with its whole life.

    `how`: `close-packet` (an Engine.IO `1` went by), `websocket-closed` (its WebSocket's connection ended),
    `forgotten` (the server answered a request of it with unknown-sid). `by`: who did that first; null where the
    wire can't tell. `opened` and `upgraded`: monotonic ns; `requests` of it so far, the one that
    opened it included, and its Engine.IO messages each way. Told once, and only of a session the wire saw begin.
    """

    conn: int
    sid: str
    how: Literal["close-packet", "websocket-closed", "forgotten"]
    transport: Transport
    opened: int
    requests: int
    up: int
    down: int
    by: Literal["client", "server", "fault"] | None = None
    upgraded: int | None = None
    client: str | None = None


class WireHead(Event, frozen=True):
    """A block of headers that crossed, redacted, under a number by which `Crossed` rows name it.

    Values are kept for headers that say how a connection is made; of all others, only a keyed hash (`~` and
    hexadecimal digits), equal where the values are equal (harness/proxy/tap/redaction.py).
    """

    id: int
    headers: tuple[tuple[str, str], ...]


Ending = Literal["complete", "switched", "cut", "blind", "wire"]
"""How an exchange was over: its answer came whole; it became a WebSocket; its connection ended before that; the
tap went blind; or the wire itself answered, in the name of a fault."""


class Crossed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A request and its answer, as a network panel shows them. Times: monotonic ns; sizes: body bytes as sent.

    `target`: path and query, values of unknown query parameters hashed. `asked`: when the request was complete,
    `answered`: when its answer began; null if that never was. `heads`: numbers of `WireHead`, request's and
    answer's (0: none). Bodies are decoded (chunks, gzip), redacted by structure, and capped with a mark at their
    end: `…`. `sent_body` or `got_body` is null where nothing of it is kept: a page, a file, binary data. A 400's
    body stands as it came where it names its cause. `http`: the request's version. `sid`: of a handshake, the one
    it was given. `n` is 0 for an answer to no request (a server refused one whose head never was complete).
    """

    conn: int
    n: int
    began: int
    asked: int | None
    answered: int | None
    ended: int
    method: str
    target: str
    http: str
    kind: RequestKind
    ending: Ending
    status: int | None = None
    sid: str | None = None
    client: str | None = None
    heads: tuple[int, int] = (0, 0)
    sent: int = 0
    got: int = 0
    sent_body: str | None = None
    got_body: str | None = None
    body: BodyKind | None = None
    cause: Cause | None = None
    fault: str | None = None


class Framed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A WebSocket message (its fragments joined, decompressed), or a control frame. `size` in bytes as unpacked.

    `n`: the request on `conn` that became the WebSocket; `up`: towards the server; `opcode` 1 text, 2 binary, 8
    close, 9 ping, 10 pong (RFC 6455, 11.8). `data`: redacted and capped as bodies are; of a close, its code and a
    hash of its words; null for binary data, for what is none of Engine.IO's, and for what could not be unpacked
    (then `size` is that of what crossed).
    """

    conn: int
    n: int
    t: int
    up: bool
    opcode: int
    size: int
    data: str | None = None


class WireTraffic(Event, frozen=True):
    """What has crossed since the last such event: exchanges that are over, and WebSocket messages, in batches."""

    exchanges: tuple[Crossed, ...] = ()
    messages: tuple[Framed, ...] = ()


class WireUnanswered(Event, frozen=True):
    """A request whose connection ended before its answer's head was complete.

    `fault` and `sent_sid` tell, as in WireResponse, that it was changed on its way.
    """

    conn: int
    n: int
    method: str
    kind: RequestKind
    upstream_port: int
    sid: str | None = None
    client: str | None = None
    body: BodyKind | None = None
    fault: str | None = None
    sent_sid: str | None = None


class WireLegClosed(Event, frozen=True):
    """One leg ended, in one direction or both.

    `by` says who did it: `peer` (the client on the client leg, the server on the server leg), `relay` (the wire
    passed on what the other leg's peer did) or `fault` (the wire did it by itself: `fault` names which).
    `half` tells a FIN that left the other direction open.
    """

    conn: int
    leg: Leg
    how: CloseHow
    by: Literal["peer", "relay", "fault"]
    fault: str | None = None
    half: bool = False


class WireBytes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The account of one direction: seen = relayed + dropped (by a fault) + undelivered (at a reset) + held.

    `added`: bytes that a fault sent of its own, which nobody was seen to send; a request that a fault rewrote is
    dropped, and the new one added.
    """

    added: int = 0
    seen: int = 0
    relayed: int = 0
    dropped: int = 0
    undelivered: int = 0
    held: int = 0


class WireClosed(Event, frozen=True):
    """Both legs are gone: the connection's account, `up` towards the server, `down` towards the client."""

    conn: int
    up: WireBytes
    down: WireBytes


class WireGateRefused(Event, frozen=True):
    """A connection of the LAN was refused or cut by the wire itself: never the server's doing.

    `status` is what it was answered, null where it was cut without an answer; `peer` is its network address.
    `count`: so many alike, of which this is the last, where there were too many to tell each.
    """

    conn: int
    peer: str
    why: GateRefusal
    status: int | None = None
    path: str = ""
    count: int = 1


class WireAccounts(Event, frozen=True):
    """The account of the whole wire since it started, open connections included, at this moment."""

    up: WireBytes
    down: WireBytes
    open: int
    lost: int


class WireTapLost(Event, frozen=True):
    """The parser could not follow this connection and went blind for it; the bytes went on untouched."""

    conn: int
    why: str


class WireFaultApplied(Event, frozen=True):
    """A fault is active. `id` is unique in the run; `target` in words; `until` monotonic ns, or null."""

    id: int
    fault: str
    target: str
    params: dict[str, str | int | float | bool | None] = {}
    until: int | None = None


class WireFaultTouched(Event, frozen=True):
    """A fault acted on a connection for the first time: what it did (`reset`, `held`, `delayed` …).

    `request` is the number of the request it acted on, where it acted on one.
    """

    id: int
    fault: str
    conn: int
    did: str
    client: str | None = None
    sid: str | None = None
    kind: RequestKind | None = None
    request: int | None = None


class WireFaultLifted(Event, frozen=True):
    """A fault is over; `touched` connections felt it."""

    id: int
    fault: str
    touched: int


# --- the server's own witness ---------------------------------------------------------------------------------


class ServerSidIssued(Event, frozen=True):
    """The server made a new Engine.IO session id, for the client that named itself in the request."""

    sid: str
    epoch: str
    client: str | None = None


class ServerConnected(Event, frozen=True):
    """A Socket.IO connect handler ran."""

    sid: str
    socket_id: str
    epoch: str
    transport: str
    client: str | None = None


class ServerDisconnected(Event, frozen=True):
    """A Socket.IO disconnect handler ran; `reason` in the server's dialect: `server:ping timeout`."""

    sid: str
    socket_id: str
    epoch: str
    reason: str
    client: str | None = None


class ServerAnswered(Event, frozen=True):
    """The server is about to answer a Socket.IO request with a status of 400 or more.

    Written before the answer starts. `remote_port` is the wire's source port; `n` counts this process's requests
    from that port. `sid` is the one asked for.
    """

    status: int
    epoch: str
    remote_port: int
    n: int
    method: str
    sid: str | None = None
    cause: Cause | None = None
    text: str = ""
    client: str | None = None


class ServerBeat(Event, frozen=True):
    """A serving process lives: told once a second by a thread of its own, which waits for the interpreter's lock.

    `wall`: what that process takes for the time, in ns since 1970. Beats that stay away tell of a process that is
    stopped or blocked; one whose `wall` and `t` went apart since the last, of a clock that jumped.
    """

    epoch: str
    wall: int


LogWord = Literal["worker-timeout", "worker-recycled"]
"""What gunicorn's log says of a worker that it ends: it gave no sign of life in time, or has served enough."""


class ServerLogged(Event, frozen=True):
    """A line of the server's log that says what no hook does, about its process `pid`; `t`: when it was read.

    All of the log is in logs/server.log.
    """

    said: LogWord
    pid: int
    text: str


class ServerObeyed(Event, frozen=True):
    """A serving process has done, or is about to do, what a line from the session asked of it (server/witness.py).

    `why` is set when it could not. A crash is not answered.
    """

    epoch: str
    do: str
    why: str = ""


# --- the guard of the server's tree ---------------------------------------------------------------------------


class GuardStarted(Event, frozen=True):
    """The server's first process runs."""

    pid: int


class GuardReaped(Event, frozen=True):
    """A process of the server's tree has ended: exit `code`, or the name of the `signal` that ended it."""

    pid: int
    code: int | None = None
    signal: str | None = None


class GuardSignalled(Event, frozen=True):
    """A signal was sent to these processes of the server's tree."""

    signal: str
    pids: tuple[int, ...]


class GuardEmpty(Event, frozen=True):
    """No process of the server's tree is left."""


class GuardListening(Event, frozen=True):
    """A process of the server's tree was seen to listen at an address, where the guard was asked to look.

    `parent`: the pid of its parent; a parent that listens as well leaves the serving to it.
    """

    pid: int
    host: str
    port: int
    parent: int = 0


class GuardGone(Event, frozen=True):
    """A process that was seen to listen is gone: its own parent may have waited for it, so how is not known."""

    pid: int


# --- the child that draws pictures ----------------------------------------------------------------------------


class BeaconListening(Event, frozen=True):
    """Reports of devices are heard at this address; `error` says why not."""

    host: str
    port: int
    error: str = ""


class BeaconRefused(Event, frozen=True):
    """Somebody on the LAN was not let in, or not heard: by address, with the reason in a word, and how often.

    `no-token` and `wrong-token`; `origin`: a page of elsewhere; `too-large` and `too-often`: reports beyond the
    limits; `malformed`: no report of ours.
    """

    address: str
    why: DeviceRefusal
    count: int = 1


class PicturesSaved(Event, frozen=True):
    """A picture was drawn into the file `path`."""

    path: str


# --- the simulated clients ------------------------------------------------------------------------------------


class ClientStarted(Event, frozen=True):
    """A simulated client begins. `name` is unique in the run; `room` is where it talks.

    `library`: what it is made with, and its version (`socket.io-client 4.5.4`), where that can be chosen.
    """

    client: str
    group: str
    kind: str
    transports: tuple[Transport, ...]
    behaviour: str
    room: str
    library: str = ""


class ClientDevice(Event, frozen=True):
    """A device on the LAN, or a page of the user's own, takes part: what it says of itself, and where it is seen.

    `browser` as its user agent names it; `address` is its network address; `offset` is its wall clock minus ours,
    in seconds, to within half of the round trip that measured it: null until that is known.
    """

    client: str
    browser: str
    address: str
    page: str = ""
    offset: float | None = None


class ClientCapped(Event, frozen=True):
    """Requests of this client wait since its browser has `open` connections to `host` and makes no more.

    Chromium and Firefox make six to a host over HTTP/1.1, for all tabs of a profile together.
    """

    client: str
    host: str
    open: int
    waiting: int
    took: float


class ClientStopped(Event, frozen=True):
    """A simulated client was told to go and is gone."""

    client: str


class ClientAttempt(Event, frozen=True):
    """One HTTP attempt of a client: an answer's `status`, or the `error` (exception class) with its `errno` name.

    `resend` tells that the HTTP library sent it by itself, without being asked. `text` is the start of a 400's
    body or of the exception's text; `took` in seconds. In a browser `error` is its own name of the failure
    (`net::ERR_CONNECTION_RESET`), and `body` is what a request that failed or got a 400 carried.
    """

    client: str
    method: str
    kind: RequestKind
    took: float
    sid: str | None = None
    status: int | None = None
    error: str | None = None
    errno: str | None = None
    text: str = ""
    resend: bool = False
    body: BodyKind | None = None


class ClientOpened(Event, frozen=True):
    """The client knows its Engine.IO session's sid; its Socket.IO namespace is not connected yet."""

    client: str
    sid: str
    transport: Transport


class ClientConnected(Event, frozen=True):
    """The Socket.IO namespace is connected: a new socket of this client."""

    client: str
    generation: int
    sid: str
    socket_id: str
    transport: Transport


class ClientUpgraded(Event, frozen=True):
    """The client's session moved from polling to WebSocket."""

    client: str
    generation: int
    sid: str


class ClientConnectError(Event, frozen=True):
    """A connect, or reconnect, of the client failed: the library's own words, the exception, its errno."""

    client: str
    error: str
    text: str
    errno: str | None = None


class ClientDisconnected(Event, frozen=True):
    """The client's own disconnect event, with its dialect: `python:transport error`.

    `error` and `errno` name the exception underneath where the client let it be known.
    """

    client: str
    generation: int
    sid: str
    reason: str
    error: str | None = None
    errno: str | None = None


class ClientSent(Event, frozen=True):
    """The client's library accepted message `n` of this client; `to` are the recipients it is meant for."""

    client: str
    n: int
    sid: str
    to: tuple[str, ...]


class ClientReceived(Event, frozen=True):
    """Message `n` of `sender` arrived at `client`; a second arrival is one more such event."""

    client: str
    sender: str
    n: int
    sid: str


DEVICES = "lan"
"""The group of all devices that take part from the LAN: no group of simulated clients is called so."""

PROBE = "~probe"
"""The client name of the session's own readiness probes, which no figure counts."""

AnyEvent = (
    ChildHello
    | ChildFlushed
    | ChildDropped
    | ChildFailed
    | RunStarted
    | RunReady
    | RunStep
    | RunStepDone
    | RunNote
    | RunProcessStarted
    | RunProcessExited
    | RunServerStarting
    | RunServerReady
    | RunServerDown
    | RunServerPhases
    | RunServerStruck
    | RunServerRelieved
    | RunLan
    | RunPictureDue
    | RunScreenshot
    | RunEnding
    | RunEnded
    | WireListening
    | WireRefusing
    | WireOpened
    | WireUpstreamFailed
    | WireTlsFailed
    | WireBypass
    | WireRequest
    | WireResponse
    | WirePosted
    | WireSidIssued
    | WireUpgraded
    | WireNamespace
    | WireSessionEnded
    | WireHead
    | WireTraffic
    | WireUnanswered
    | WireLegClosed
    | WireClosed
    | WireGateRefused
    | WireAccounts
    | WireTapLost
    | WireFaultApplied
    | WireFaultTouched
    | WireFaultLifted
    | ServerSidIssued
    | ServerConnected
    | ServerDisconnected
    | ServerAnswered
    | ServerBeat
    | ServerLogged
    | ServerObeyed
    | GuardStarted
    | GuardReaped
    | GuardSignalled
    | GuardEmpty
    | GuardListening
    | GuardGone
    | BeaconListening
    | BeaconRefused
    | PicturesSaved
    | ClientStarted
    | ClientDevice
    | ClientCapped
    | ClientStopped
    | ClientAttempt
    | ClientOpened
    | ClientConnected
    | ClientUpgraded
    | ClientConnectError
    | ClientDisconnected
    | ClientSent
    | ClientReceived
)
"""Every event there is, as msgspec decodes it."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded line: the session's number and receive time, the source, a CRC, the source's own bytes.

    `at`: monotonic ns when the hub received it. `src`: `session`, `wire`, `clients-0`, `server-<pid>` …
    `crc`: CRC-32 of the ASCII bytes `{seq} {at} {src} ` followed by the event's bytes, eight hexadecimal digits.
    """

    seq: int
    at: int
    src: str
    crc: str
    event: msgspec.Raw


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope with its event decoded: what figures, reconciling and diagnosis are given."""

    seq: int
    at: int
    src: str
    event: AnyEvent
