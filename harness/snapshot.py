"""What the window is told: the state of a run as the core knows it, at most 30 times a second.

The window changes nothing of its own on a click; it shows what the next snapshot says. A snapshot is a
difference: rows, buckets and spans that changed since the last one. The first one a viewer gets has `full` set
and holds everything. Times on the charts are seconds since the run became ready (`RunReady`), or null before.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from harness.commands import Added
from harness.comparing.model import Comparison
from harness.events import AnyEvent, ChildDropped, ChildFlushed, ChildHello, kebab
from harness.experiments.model import ExperimentEnded, ExperimentPlanned, ExperimentTold
from harness.matrix.model import MatrixCell, MatrixEnded, MatrixFound, MatrixPlanned

RunState = Literal["idle", "starting", "running", "ending", "sealed", "failed"]
ServerState = Literal["down", "starting", "up", "stopping"]
ClientState = Literal["waiting", "connecting", "connected", "reconnecting", "gone"]
Shape = Literal["stack", "line"]


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that can be chosen (a fault, profile, kind, behaviour, scenario): as `list` prints it.

    `needs` says in words what is missing when it is not `available`, and `brings` is the command that brings it,
    where there is one. `hides` are the packages that a profile does not see. `schema` is the JSON Schema of its
    parameters (units in `x-unit`), from which the window makes a form. `offers` are the ways to restart
    of a profile, and the behaviours that a kind of client can have. `family` groups faults: tcp, http,
    packets; and ways to fail: `lasting` ones are over after a duration or when they are relieved, those
    `at once` are over when they are done. `libraries`: the versions of its library that a kind of client
    can be made with, the incident's first.
    """

    name: str
    title: str
    available: bool = True
    needs: str = ""
    brings: str = ""
    hides: tuple[str, ...] = ()
    schema: dict[str, Any] = {}
    offers: tuple[str, ...] = ()
    family: str = ""
    libraries: tuple[str, ...] = ()

    @property
    def lacks(self) -> str:
        """What is missing, with the command that brings it; empty when nothing is."""
        return f"{self.needs} ({self.brings})" if self.brings else self.needs


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A chart figure: its `name`, `title` and `unit` (shown translated) and the `shape` that draws it."""

    name: str
    title: str
    unit: str
    shape: Shape


class HypothesisCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A hypothesis in words (shown translated): its claim, what would be seen, what would refute it, the remedy.

    `experiment`: there is one that `RunExperiment` carries out.
    """

    name: str
    claim: str
    seen: str
    refuted: str
    remedy: str
    experiment: bool = False


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """The first frame from the core: everything that can be chosen, and the figures there are to draw."""

    profiles: tuple[Choice, ...]
    faults: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    behaviours: tuple[Choice, ...]
    scenarios: tuple[Choice, ...]
    figures: tuple[Figure, ...]
    versions: dict[str, str]
    ways: tuple[Choice, ...] = ()
    """The ways to fail (`RunMistreat`)."""
    hypotheses: tuple[HypothesisCard, ...] = ()
    """The causes that a run may have had."""


class ServerCard(msgspec.Struct, frozen=True, kw_only=True):
    """The server as it stands. `url` is where clients go (the wire), `upstream` the server's own address.

    `offers` are the ways it can be restarted; `command` is what starts it, where that is the person's own.
    """

    profile: str = ""
    state: ServerState = "down"
    url: str = ""
    upstream: str = ""
    epoch: str = ""
    pid: int | None = None
    life: int = 0
    why: str = ""
    offers: tuple[str, ...] = ()
    command: str = ""


class LanPlace(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An address of this machine that devices may reach: its interface's name, and the address."""

    interface: str
    address: str


class LanCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether the LAN may take part. `join` is the address to open or scan, with its token: it is in no event.

    `places` are the addresses there are to choose from; `firewall` is what may keep devices out, in words, and
    `brings` the command that lets them in; `why` says why it could not be switched on. `refused`: so many
    requests and reports were turned away.
    """

    on: bool = False
    join: str = ""
    interface: str = ""
    address: str = ""
    places: tuple[LanPlace, ...] = ()
    firewall: str = ""
    brings: str = ""
    why: str = ""
    refused: int = 0


class ClientRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the client table. `since`: seconds of the run when the state began; null figures are not known.

    `sockets` are alive at once; `net_error` is the last failure its browser named. The rest is known of devices:
    `browser`, `address`, and `offset`, its wall clock minus ours in seconds.
    """

    client: str
    group: str
    kind: str
    state: ClientState
    transport: str = ""
    sid: str = ""
    generation: int = 0
    reconnects: int = 0
    http_400: int = 0
    sent: int = 0
    received: int = 0
    last_reason: str = ""
    recovery: float | None = None
    since: float | None = None
    sockets: int = 0
    browser: str = ""
    address: str = ""
    offset: float | None = None
    net_error: str = ""


class Bucket(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One bar: figure name, series key (a reason, a cause; "" for a line), start in seconds, and its value."""

    figure: str
    key: str
    start: float
    value: float


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A marker through all charts: what was done, or a fault, from `start` to `end` (null: still on).

    `kind` is restart, fault, way, server-down, screenshot or note; `name` the fault's name or the way of restart.
    """

    id: int
    kind: str
    name: str
    start: float
    end: float | None = None


class FaultRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that is on, or was: `left` seconds until it lifts itself, null when it waits to be lifted.

    `touched` connections felt it; `on` is false once it is over.
    """

    id: int
    fault: str
    target: str
    touched: int
    left: float | None = None
    on: bool = True


class WayRow(msgspec.Struct, frozen=True, kw_only=True):
    """A way to fail that is being done to the server: `left` seconds until it is over by itself, or null."""

    id: int
    way: str
    left: float | None = None


class TouchedRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A connection that a fault acted on: the fault's number, what it did, when (seconds of the run), to whom.

    `name` is the fault's; `request` the number of the request it acted on, 0 where it was none.
    """

    fault: int
    conn: int
    did: str
    at: float | None = None
    client: str = ""
    sid: str = ""
    kind: str = ""
    name: str = ""
    request: int = 0


class RequestRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A row of the request list, told again when it changes. Times in seconds of the run; sizes are body bytes.

    `conn` and `n` are its key. `asked`, `answered` and `ended` are null while they have not happened; `ending` is
    empty while it is under way. `closed_by`: who ended its connection before the answer was whole, or its
    WebSocket: client, server, or the name of a fault. `messages`: the WebSocket messages so far, up and down.
    `error`: Chromium's name of the failure (`net::ERR_…`), empty for none. A handshake has the sid it was given.
    """

    conn: int
    n: int
    began: float
    method: str
    kind: str
    path: str
    sid: str = ""
    client: str = ""
    asked: float | None = None
    answered: float | None = None
    ended: float | None = None
    status: int | None = None
    cause: str = ""
    body: str = ""
    text: str = ""
    ending: str = ""
    closed_by: str = ""
    fault: str = ""
    sent: int = 0
    got: int = 0
    messages: tuple[int, int] = (0, 0)
    error: str = ""


class NamespaceRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A namespace of a session was joined, refused or left: when (seconds of the run), and by whom."""

    at: float | None
    namespace: str
    did: str
    by: str
    text: str = ""


class SessionRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A session's life as the wire saw it, told again when it changes. Times in seconds of the run, or null.

    `requests` of it so far, `refused` of them with a 400; `conn`: the connection that opened it; `messages`: its
    Engine.IO messages up and down, told at its end.
    """

    sid: str
    client: str = ""
    transport: str = ""
    opened: float | None = None
    upgraded: float | None = None
    ended: float | None = None
    how: str = ""
    by: str = ""
    requests: int = 0
    refused: int = 0
    conn: int = 0
    namespaces: tuple[NamespaceRow, ...] = ()
    messages: tuple[int, int] | None = None


class DiskRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A run on the disk, or a folder of several: its name, and the bytes it takes."""

    name: str
    size: int


class DiskCard(msgspec.Struct, frozen=True, kw_only=True):
    """That runs take more of the disk than they may, in bytes; `goes` would go first, if a person says so."""

    size: int
    limit: int
    goes: tuple[DiskRow, ...]


class PlanRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the scenario: at which second, in words, and how it went."""

    at: float
    do: str
    state: Literal["waiting", "running", "done", "failed"]
    why: str = ""


class Phrase(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence: `text` in English, shown translated, with a %s for each of the `args`.

    An arg that is text is a name or a sentence of ours, and translated too; null is a figure that is not known.
    """

    text: str
    args: tuple[str | int | float | None, ...] = ()


class Cited(msgspec.Struct, frozen=True, array_like=True):
    """An event that a verdict rests on: its number, when it was (seconds of the run), and the request it is of.

    `conn` and `n` are the key of the request's row; 0 where it is of none.
    """

    seq: int
    at: float | None = None
    conn: int = 0
    n: int = 0


class BoardRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict on one hypothesis as it stands: what speaks for it and against it, in words and in events.

    `explains`: so many 400s, resets and disconnects come of it. The events are the first of those there are.
    """

    hypothesis: str
    verdict: Literal["kept", "rejected", "undecided"]
    speaks_for: tuple[Phrase, ...] = ()
    speaks_against: tuple[Phrase, ...] = ()
    because: tuple[Cited, ...] = ()
    against: tuple[Cited, ...] = ()
    explains: int = 0


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The hypothesis board: every verdict, the kept ones first, and what it comes to in words.

    `explained`: of `http_400`, `closes` and `disconnects`, how many are explained and how many there are.
    """

    verdicts: tuple[BoardRow, ...]
    explained: dict[str, tuple[int, int]]
    summary: tuple[Phrase, ...]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Honest figures of the harness itself: events recorded and dropped, rate a second, processes."""

    recorded: int = 0
    dropped: int = 0
    rate: float = 0.0
    core_pid: int = 0
    tap_lost: int = 0


class ReplayCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a replay is: all times in seconds of the run, from `begin` (below 0: it was being opened) to `end`.

    `faults`: when each fault, restart and failure began. `reading`: the share of the way there that is read,
    while that takes longer; null otherwise. `damage`: why the recording can be read no further than `end`.
    `lines_left_out`: so many lines of the event log before those that are told; the evidence has them.
    """

    begin: float
    end: float
    at: float
    playing: bool = False
    speed: float = 1.0
    faults: tuple[float, ...] = ()
    reading: float | None = None
    damage: str = ""
    interrupted: bool = False
    lines_left_out: int = 0


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    """The run at one moment. `summary` is the contract's summary.json as it stands now (live figures).

    `scenario` is the scenario's title, `name` what it is started by; `duration` in seconds, null if open-ended.
    `requests_left_out`: requests that are not in the list, since there were too many at once or they are older
    than it reaches; the evidence has them. `requests_gone`: keys (conn, n) of rows that gave way to newer ones.
    `board` is there when it has changed, once a second at most, and in every full snapshot of a run.
    `replay`: where a replay of a finished run is; null for a run that is not replayed.
    """

    state: RunState
    full: bool = False
    run_id: str = ""
    folder: str = ""
    scenario: str = ""
    name: str = ""
    duration: float | None = None
    message: str = ""
    root: str = ""
    """The root hash of the evidence, once the folder is sealed."""
    disk: DiskCard | None = None
    """Told after a run, when runs take more than they may."""
    raw: bool = False
    """Nothing of what crossed the wire was redacted: somebody asked for that."""
    now: float | None = None
    bucket: float = 1.0
    server: ServerCard = ServerCard()
    summary: dict[str, Any] = {}
    clients: tuple[ClientRow, ...] = ()
    gone: tuple[str, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    marks: tuple[Mark, ...] = ()
    faults: tuple[FaultRow, ...] = ()
    ways: tuple[WayRow, ...] = ()
    lan: LanCard = LanCard()
    touched: tuple[TouchedRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    requests_left_out: int = 0
    requests_gone: tuple[tuple[int, int], ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    groups: tuple[dict[str, Any], ...] = ()
    board: Board | None = None
    replay: ReplayCard | None = None
    health: Health = Health()


class Rejected(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """A command could not be carried out: one line for the person, with the way out."""

    command: str
    message: str


class Logged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """A line for the event log: the recorded event with its number. `at`: seconds of the run, or null."""

    seq: int
    at: float | None
    src: str
    event: AnyEvent


class MatrixShown(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """The event log and the requests of a cell's run, as the window would have seen them: answers MatrixShow.

    `left_out`: so many lines before these, which are in the run folder; `requests_left_out`: so many requests.
    """

    run: str
    lines: tuple[Logged, ...]
    left_out: int = 0
    requests: tuple[RequestRow, ...] = ()
    requests_left_out: int = 0


class RunsCompared(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """Two runs side by side: answers RunsCompare."""

    comparison: Comparison


class RunReported(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """The report of `run` was written into these files, the page first; `added` by people: answers RunReport."""

    run: str
    files: tuple[str, ...]
    added: Added = Added()


FromCore = (
    Catalogue
    | Snapshot
    | Logged
    | Rejected
    | MatrixPlanned
    | MatrixCell
    | MatrixFound
    | MatrixEnded
    | MatrixShown
    | RunsCompared
    | RunReported
    | ExperimentPlanned
    | ExperimentTold
    | ExperimentEnded
)
"""What the core sends the window, one JSON object a line."""

CoreFrame = FromCore | ChildHello | ChildFlushed | ChildDropped
"""Every line the core writes: what it says as any child does stands beside what is meant for the window."""
