"""What can be asked, in the imperative. Each is one JSON object with a `type`, like an event.

`run.`-commands go to the session (from the window, the scenario or the command line); `wire.`, `clients.` and
`guard.` commands go from the session to a child. `Flush` and `Quit` every child understands.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from harness.events import Transport, kebab

RestartHow = Literal["graceful", "kill", "reload", "crash"]
Language = Literal["en", "ko"]


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    """Something that is asked for."""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Whom a fault is aimed at: everything, unless a field narrows it; several fields must all hold.

    `share`: of the connections, more than 0 and at most 1, drawn by (seed, client or connection). `clients`:
    names, or group names. `kind`: clients of one kind (python, browser …), which the session puts into names.
    `sid`: the connections whose latest request is of this session. `request`: one kind of request (see
    events.RequestKind). `address`: the client's IP address, or a network as `192.168.1.0/24`.
    """

    share: float | None = None
    clients: tuple[str, ...] = ()
    kind: str | None = None
    sid: str | None = None
    request: str | None = None
    address: str | None = None

    def words(self) -> str:
        """The target in words, for people and for the evidence."""
        parts = [] if self.share is None else [f"{self.share:.0%}"]
        parts += [", ".join(self.clients)] if self.clients else []
        parts += [f"kind {self.kind}"] if self.kind else []
        parts += [f"sid {self.sid}"] if self.sid else []
        parts += [f"request {self.request}"] if self.request else []
        parts += [f"address {self.address}"] if self.address else []
        return " of ".join(parts) or "all"


class ClientGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of alike simulated clients.

    `rate`: numbered messages a second and client. `room_size`: so many of the group talk in one room; a message
    is meant for everyone in its room, its sender included (so 1 is an echo). `http_retry`: leave the HTTP
    library's own silent re-send on. `namespace`: the Socket.IO namespace it joins. `own_port`: each client reaches
    the server by a wire port of its own, so that this port can be closed for it alone. `library`: for JavaScript
    kinds, which socket.io-client: a version that is installed, or a path to a file of one's own; empty for the
    incident's.
    """

    group: str = "clients"
    kind: str = "python"
    count: int = 5
    transports: tuple[Transport, ...] = ("polling", "websocket")
    behaviour: str = "plain"
    rate: float = 1.0
    room_size: int = 1
    http_retry: bool = False
    own_port: bool = False
    namespace: str = "/"
    library: str = ""


# --- to any child ---------------------------------------------------------------------------------------------


class ChildFlush(Command, frozen=True):
    """Send what was seen so far, then `ChildFlushed` with the same id."""

    id: int


class ChildQuit(Command, frozen=True):
    """End in good order; a closed standard input means the same, only sooner."""


# --- to the session -------------------------------------------------------------------------------------------


class RunStart(Command, frozen=True):
    """Start a run: a scenario as plain data (as its TOML has it), or the window's free play when it is null.

    `language`: of the report that is written at its end.
    """

    scenario: dict[str, Any] | None = None
    name: str = "window"
    out: str = "runs"
    listen: str = ""
    language: Language = "en"


class RunStop(Command, frozen=True):
    """End the run and seal its folder; the core stays, for the next run."""


class RunStartServer(Command, frozen=True):
    """Start the server (again), with another profile if one is named."""

    profile: str = ""


class RunStopServer(Command, frozen=True):
    """Stop the server and leave it down."""

    how: Literal["graceful", "kill"] = "graceful"


class RunRestartServer(Command, frozen=True):
    """Restart the server: SIGTERM and start, SIGKILL and start, the profile's own reload, or a crash and start.

    A crash is an exception that ends each serving process; what starts it again is what the profile has for that
    (a master forks the next worker), or else a start. `downtime`: seconds between the end and that start.
    """

    how: RestartHow = "graceful"
    downtime: float = 0.0


class RunMistreat(Command, frozen=True):
    """Do to the server what happens to servers (ways/), for `duration` seconds or until it is relieved."""

    way: str
    params: dict[str, Any] = {}
    duration: float | None = None


class RunRelieve(Command, frozen=True):
    """Undo what is being done to the server: the one with `id`, all of one way, or all of them."""

    id: int | None = None
    way: str = ""


class RunApplyFault(Command, frozen=True):
    """Switch a fault on, for `duration` seconds, or until it is lifted when that is null."""

    fault: str
    params: dict[str, Any] = {}
    target: Target = Target()
    duration: float | None = None


class RunLiftFault(Command, frozen=True):
    """Switch faults off: the one with `id`, all of one name, or all of them."""

    id: int | None = None
    fault: str = ""


class RunSetClients(Command, frozen=True):
    """Make a group be exactly this: more are started, surplus ones stopped, a changed kind started anew."""

    group: ClientGroup


class RunAddNote(Command, frozen=True):
    """Write a remark into the evidence."""

    text: str


class RunSwitchLan(Command, frozen=True):
    """Open the wire to the LAN, or shut it; it ends with the run in any case.

    `interface`: its name, or an address of this machine; empty for the one that others most likely reach.
    """

    on: bool
    interface: str = ""


class RunSavedPicture(Command, frozen=True):
    """The window saved a picture into the run folder."""

    path: str


class MatrixRun(Command, frozen=True):
    """Measure a matrix in place of the run that is going; an empty axis means all there is (harness/matrix).

    `jobs` runs at a time, and each cell at least `repeat` times: 0 leaves that to the program.
    """

    profiles: tuple[str, ...] = ()
    transports: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    out: str = "runs"
    jobs: int = 0
    repeat: int = 0


class MatrixStop(Command, frozen=True):
    """End the matrix early: the runs that go on are sealed, and their cells stay as they are."""


class RunsRemove(Command, frozen=True):
    """Take these runs off the disk, by their folders' names: as far as the rule lets them go (DiskCard)."""

    names: tuple[str, ...]


class MatrixShow(Command, frozen=True):
    """Tell the event log of a cell's run, by its folder: answered by MatrixShown."""

    run: str


class Added(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What people add to a run's report, in their own words: it is never taken for something measured."""

    ticket: str = ""
    owner: str = ""
    severity: str = ""
    impact: str = ""
    notes: str = ""


class RunExperiment(Command, frozen=True):
    """Carry out the experiment behind a hypothesis in place of the run that is going (harness/experiments).

    `hypothesis`: its name, or `document` for the whole board of the document. `repeat` runs of each arm: 0 leaves
    that to the experiment.
    """

    hypothesis: str
    out: str = "runs"
    seed: int = 0
    repeat: int = 0


class StopExperiment(Command, frozen=True):
    """End the experiment early: its verdicts are of the runs there were."""


class RunsCompare(Command, frozen=True):
    """Compare two runs, or series, by the paths of their folders or bundles: answered by RunsCompared."""

    a: str
    b: str


class RunReport(Command, frozen=True):
    """Write the report of a finished run again, a folder or a bundle by its path: answered by RunReported.

    `added`: what people add, kept in the run folder from now on; null leaves what is there. `pdf`: as PDF besides.
    """

    run: str
    language: Language = "en"
    added: Added | None = None
    pdf: bool = False


class ReplayPlay(Command, frozen=True):
    """Let a replay go on, `speed` times as fast as the run was; one that is at its end begins anew."""

    speed: float = 1.0


class ReplayPause(Command, frozen=True):
    """Stop a replay where it is."""


class ReplaySeek(Command, frozen=True):
    """Show a replayed run as it stood at second `t`."""

    t: float


class ReplayJump(Command, frozen=True):
    """Show a replayed run as it stood when the fault before or after began."""

    to: Literal["next-fault", "previous-fault"]


# --- to the wire ----------------------------------------------------------------------------------------------


class WireOpen(Command, frozen=True):
    """Relay `host`:`port` (0: a free port below the ephemeral range) to the upstream, fixed for good.

    `tls`: the upstream speaks TLS, and its certificate must be good for `upstream_host` (`ca_file`: certificates
    to trust besides the system's). `host_header`: what each request's Host header is made to say; empty keeps it.
    `others`: further upstreams of the same kind, as (host, port), for the fault that alternates between them.
    `watch_pages`: pages that name the upstream's own address, which leads past the wire, are told of.
    `redaction_key`: hexadecimal; keeps the hashes of one run equal, and is recorded nowhere. `raw`: nothing is
    hashed, and all is recorded as it crosses.
    """

    host: str
    port: int
    upstream_host: str
    upstream_port: int
    path: str = "/socket.io/"
    seed: int = 0
    tls: bool = False
    ca_file: str = ""
    host_header: str = ""
    others: tuple[tuple[str, int], ...] = ()
    redaction_key: str = ""
    raw: bool = False
    watch_pages: bool = False


class WireOwnPort(Command, frozen=True):
    """One more listener, for one client's own use; answered by WireListening with the same number.

    `client` is its name, by which a fault that closes ports can be aimed at it. `packets`: it stands at the end of
    a cable of packets, in a network of its own where nobody but the wire is; the answer says how to get there.
    """

    listener: int
    host: str
    port: int = 0
    client: str = ""
    packets: bool = False


class WireGate(Command, frozen=True):
    """One more listener, for devices of the LAN, behind a gate; answered by WireListening with the same number.

    A request passes when its Host is one of `hosts`, its Origin, if it has one, one of `origins`, and, on the
    Socket.IO path, when its cookie `cookie` holds `token`. A head must be whole after `head_seconds`; a request
    announces at most `body_bytes`, a WebSocket message as well; there are at most `per_address` and `connections`.
    `pages`: plain pages are served without the token; else nothing is, and the wire has a page to join at.
    """

    listener: int
    host: str
    token: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    port: int = 0
    cookie: str = "sidlab-join"
    head_seconds: float = 10.0
    body_bytes: int = 1024 * 1024
    per_address: int = 64
    connections: int = 512
    pages: bool = True


class WireShut(Command, frozen=True):
    """Close this listener, and reset every connection that came by it."""

    listener: int


class WireApply(Command, frozen=True):
    """Switch fault `id` on."""

    id: int
    fault: str
    params: dict[str, Any] = {}
    target: Target = Target()
    duration: float | None = None


class WireLift(Command, frozen=True):
    """Switch fault `id` off."""

    id: int


class WireAim(Command, frozen=True):
    """Aim fault `id`, if it is on, at this target from now on; what it has touched before stays so."""

    id: int
    target: Target


class WireUpstream(Command, frozen=True):
    """A hint from the session: the server is known to be `up` or down (the wire finds out by itself too)."""

    up: bool


# --- to the clients -------------------------------------------------------------------------------------------


class ClientsRun(Command, frozen=True):
    """Make this shard's part of a group be exactly the clients named, against `url`.

    `urls` names the clients that have a wire port of their own; `rooms` gives, for each client, everyone its
    messages are meant for, itself included, in one order for all of them: the first gives the room its name.
    `netns`: the network namespace from which `url` is reached, a path; empty for the machine's own.
    """

    url: str
    group: ClientGroup
    names: tuple[str, ...]
    rooms: dict[str, tuple[str, ...]]
    seed: int = 0
    path: str = "/socket.io/"
    urls: dict[str, str] = {}
    netns: str = ""


class ClientsQuiet(Command, frozen=True):
    """Send no more numbered messages: the run is about to end."""


# --- to the child that hears devices of the LAN ---------------------------------------------------------------


class BeaconOpen(Command, frozen=True):
    """Hear reports of pages at `host`:`port` (0: a free port), from pages of these `origins` that know `token`.

    Answered by BeaconListening. A report is at most `report_bytes` long; an address may
    send `per_second` of them, and `burst` at once.
    """

    host: str
    token: str
    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    port: int = 0
    report_bytes: int = 16 * 1024
    per_second: float = 20.0
    burst: int = 60


class BeaconShut(Command, frozen=True):
    """Hear nobody any more; the port is closed."""


# --- to the guard of a server's tree --------------------------------------------------------------------------


class GuardStart(Command, frozen=True):
    """Start the server: its command line, its whole environment, its working directory.

    `beside`: it is one more, beside the server that runs, and ends with it at the latest. `port`: tell which
    processes of it listen, at this port above all; 0 for a server that says hello itself.
    """

    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    beside: bool = False
    port: int = 0


class GuardSignal(Command, frozen=True):
    """Send `signal` (a name such as SIGSTOP) to processes of the server's tree: these, or all when none is named.

    A pid that is not of the tree is left alone.
    """

    signal: str
    pids: tuple[int, ...] = ()


class GuardStop(Command, frozen=True):
    """End the whole tree: `graceful` goes down the stop ladder, `kill` at once."""

    how: Literal["graceful", "kill"] = "graceful"


# --- to the child that draws pictures -------------------------------------------------------------------------

Theme = Literal["light", "dark"]
View = Literal["overview", "wire", "matrix", "trial", "board"]
"""What the window shows: figures, charts, clients and events; what crossed the wire; the measured matrix; ways to
write a client, side by side; or the hypotheses with their verdicts."""


PictureOf = Literal["window", "charts", "requests", "board"]
"""What a picture shows: the window as it is, each chart by itself, the request list, or the hypothesis board."""


class PicturesCharts(Command, frozen=True):
    """Draw every chart into `folder`, a PNG each, named by its figure; each is answered by PicturesSaved.

    The child is first given what a window is given: Catalogue, one full Snapshot, Logged lines. `moment`: the UTC
    (ISO 8601) of what that shows, where it is drawn later.
    """

    folder: str
    theme: Theme = "light"
    language: Language = "en"
    moment: str = ""


class PicturesWindow(Command, frozen=True):
    """Draw the whole window, `width` by `height` pixels (the file has twice as many), into the file `path`.

    `of`: only this part of it, as it is in such a window; each chart goes into a file of its own, whose name ends
    in that of its figure. `moment` as in PicturesCharts.
    """

    path: str
    theme: Theme = "light"
    language: Language = "en"
    width: int = 1680
    height: int = 1020
    view: View = "overview"
    of: PictureOf = "window"
    moment: str = ""


ToSession = (
    RunStart
    | RunStop
    | RunStartServer
    | RunStopServer
    | RunRestartServer
    | RunMistreat
    | RunRelieve
    | RunApplyFault
    | RunLiftFault
    | RunSetClients
    | RunAddNote
    | RunSwitchLan
    | RunSavedPicture
    | MatrixRun
    | MatrixStop
    | MatrixShow
    | RunsRemove
    | RunExperiment
    | StopExperiment
    | RunsCompare
    | RunReport
    | ChildFlush
    | ChildQuit
)
ToReplay = ReplayPlay | ReplayPause | ReplaySeek | ReplayJump | ToSession
"""The core of a replay refuses what is meant for a run, in words."""
ToWire = (
    WireOpen
    | WireOwnPort
    | WireGate
    | WireShut
    | WireApply
    | WireLift
    | WireAim
    | WireUpstream
    | ChildFlush
    | ChildQuit
)
ToClients = ClientsRun | ClientsQuiet | ChildFlush | ChildQuit
ToBeacon = BeaconOpen | BeaconShut | ChildFlush | ChildQuit
ToGuard = GuardStart | GuardStop | GuardSignal | ChildFlush | ChildQuit
ToPictures = PicturesCharts | PicturesWindow | ChildFlush | ChildQuit
