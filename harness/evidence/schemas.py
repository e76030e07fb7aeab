"""The JSON Schemas of `summary.json` and of a recorded line: what scripts outside may rely on.

They lie beside this file under `schemas/`; `python -m harness.evidence.schemas` writes them anew.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from harness.events import AnyEvent, RequestKind

FOLDER = Path(__file__).parent / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"

Count = int | None
Named = Count | UnsetType
"""A difference between witnesses that has a name: there when there are two witnesses to differ."""


class Spread(msgspec.Struct):
    """Seconds, by nearest rank; null while there are none."""

    p50: float | None
    p95: float | None
    max: float | None


class ClientFigures(msgspec.Struct):
    """The simulated clients as they stood when the figures froze."""

    count: int
    connected_at_end: int
    sockets_at_end: int
    reconnects: int
    recovery: Spread


class SocketFigures(msgspec.Struct):
    """Sockets a client had alive when the figures froze; null where there is none. More than one is a leak."""

    mean: float | None
    min: Count
    max: Count


class PageFigures(msgspec.Struct):
    """Clients whose process lives, and their sockets."""

    count: int
    sockets: SocketFigures


class AwayFigures(msgspec.Struct):
    """HTTP attempts of clients that began while no process of the server was there."""

    requests: Count


class AttemptFigures(msgspec.Struct):
    """HTTP attempts as the clients' own network saw them.

    `failed` had no answer, `by_error` by the client's own name of the failure; `by_body`: what those that were
    answered 400 carried, null where a client does not tell; `capped`: clients whose browser had none left to use.
    """

    total: int
    resent: int
    failed: int
    by_error: dict[str, int]
    http_400: int
    by_body: dict[str, int] | None
    capped: int


class DisconnectFigures(msgspec.Struct):
    """The clients' disconnects; a reason carries its dialect."""

    total: int
    by_reason: dict[str, int]


class SidFigures(msgspec.Struct):
    """Session ids handed out; churn is what a client got beyond its first."""

    issued: int
    per_client_max: Count
    churn_per_minute: float | None


class Http400Figures(msgspec.Struct):
    """Answers of 400 to Socket.IO requests."""

    total: int
    by_cause: dict[str, int] | None
    by_body: dict[str, int] | None


class Http5xxFigures(msgspec.Struct):
    """Answers of 500 and more to Socket.IO requests."""

    total: int


class CloseFigures(msgspec.Struct):
    """Ends of legs by who made them, and connects that were refused."""

    rst_from_server: Count
    fin_from_server: Count
    rst_from_client: Count
    fin_from_client: Count
    injected: Count
    refused: int


class MessageFigures(msgspec.Struct):
    """Numbered messages, once for each intended recipient: sent = delivered + lost + unknown.

    `duplicated` arrivals beyond the first; `copies_max`: the most arrivals of one message at one recipient.
    """

    sent: int
    delivered: int
    lost: int
    duplicated: int
    copies_max: int
    unknown: int


class Figures(msgspec.Struct):
    """What is counted for all clients, and for each group of them; null where its witness is absent."""

    clients: ClientFigures | None
    pages: PageFigures | None
    disconnects: DisconnectFigures | None
    sids: SidFigures | None
    http_400: Http400Figures | None
    http_5xx: Http5xxFigures | None
    closes: CloseFigures | None
    messages: MessageFigures | None
    away: AwayFigures | None
    attempts: AttemptFigures | None


class Http400Witnesses(msgspec.Struct):
    """What each witness counted of the 400s, and every difference by its name."""

    wire: Count
    server: Count
    clients: Count
    unexplained: Count
    answered_after_cut: Named = UNSET
    cut_in_answer: Named = UNSET
    never_reached: Named = UNSET
    client_gone: Named = UNSET
    unnamed: Named = UNSET
    tap_blind: Named = UNSET
    answered_by_wire: Named = UNSET
    sent_by_wire: Named = UNSET
    in_flight: Named = UNSET


class DisconnectWitnesses(msgspec.Struct):
    """What server and clients counted of the disconnects, and every difference by its name."""

    server: Count
    clients: Count
    unexplained: Count
    server_died: Named = UNSET
    not_noticed: Named = UNSET
    never_connected: Named = UNSET
    client_gone: Named = UNSET
    unnamed: Named = UNSET
    shared: Named = UNSET
    in_flight: Named = UNSET


class SidWitnesses(msgspec.Struct):
    """What each witness counted of the session ids, and every difference by its name."""

    wire: Count
    server: Count
    clients: Count
    unexplained: Count
    never_reached: Named = UNSET
    declined: Named = UNSET
    not_connected: Named = UNSET
    client_gone: Named = UNSET
    unnamed: Named = UNSET
    tap_blind: Named = UNSET
    sent_by_wire: Named = UNSET
    in_flight: Named = UNSET


class Witnesses(msgspec.Struct):
    """Whether the witnesses agree: null with one."""

    http_400: Http400Witnesses
    disconnects: DisconnectWitnesses
    sids: SidWitnesses
    agree: bool | None


class Finding(msgspec.Struct):
    """A hypothesis weighed; `because` and `against` hold the numbers of events."""

    hypothesis: str
    verdict: Literal["kept", "rejected", "undecided"]
    because: list[int]
    against: list[int]


class Verdict(msgspec.Struct):
    """An expectation: held, not held, or (null) not known."""

    text: str
    held: bool | None
    measured: int | float | bool | None


class Touched(msgspec.Struct):
    """A connection a fault acted on: what it did, when (seconds of the run), and of whom it was then."""

    conn: int
    did: str
    at: float | None
    client: str | None
    sid: str | None
    kind: RequestKind | None
    request: int | None


class FaultFigures(msgspec.Struct):
    """A fault that was on, in seconds of the run, and how many connections it touched.

    `lifted` is null while it is on; `connections` are the first 100 it touched, null while the run goes on.
    """

    id: int
    fault: str
    target: str
    began: float | None
    lifted: float | None
    touched: int
    connections: list[Touched] | None


class RefusedFigures(msgspec.Struct):
    """Answers of 400, by what the requests carried; null where nobody saw that."""

    total: int
    by_body: dict[str, int] | None


class BehaviourFigures(msgspec.Struct):
    """One way to write a client, over all groups that have it.

    `sockets_per_page` alive at the end; `requests_while_away`: HTTP attempts that began while the server was away.
    """

    pages: int
    sockets_per_page: SocketFigures
    http_400: RefusedFigures
    lost: int
    duplicated: int
    copies_max: int
    recovery: Spread
    requests_while_away: Count


class Said(msgspec.Struct):
    """A sentence about this run: `%s` in `text` stands for each of `args`; whether it tells of a fault."""

    text: str
    args: list[str | int | float]
    verdict: Literal["wrong", "right"]


class Trial(msgspec.Struct):
    """Behaviours side by side, by name."""

    behaviours: dict[str, BehaviourFigures]
    says: list[Said]


class TapFigures(msgspec.Struct):
    """Bytes seen = relayed + dropped + undelivered; `lost` connections the tap could not follow.

    Among the seen are those added: what faults sent of their own.
    """

    bytes_seen: Count
    bytes_added: Count
    bytes_relayed: Count
    bytes_dropped: Count
    bytes_undelivered: Count
    lost: int


class Summary(Figures, kw_only=True):
    """`summary.json`: times in seconds, a figure that is not known is null, never 0."""

    schema: Literal[1]
    run_id: str
    scenario: str
    profile: str
    outcome: Literal["passed", "failed", "unknown"]
    started: str
    duration: float | None
    witnesses: Witnesses
    groups: dict[str, Figures]
    trial: Trial | None
    faults: list[FaultFigures]
    findings: list[Finding]
    expectations: list[Verdict]
    tap: TapFigures | None


def summary_schema() -> dict[str, Any]:
    """The JSON Schema of `summary.json`."""
    made = msgspec.json.schema(Summary)
    made["$defs"] = {name: _tidy(component) for name, component in made["$defs"].items()}
    return {"$schema": DRAFT, "title": "sidlab summary, schema 1", **made}


def event_schema() -> dict[str, Any]:
    """The JSON Schema of a line of `events/*.jsonl`: the envelope, and any event in it."""
    (event,), components = msgspec.json.schema_components([AnyEvent], ref_template="#/$defs/{name}")
    properties = {
        "seq": {"type": "integer", "minimum": 1},
        "at": {"type": "integer"},
        "src": {"type": "string"},
        "crc": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
        "event": event,
    }
    return {
        "$schema": DRAFT,
        "title": "sidlab recorded event",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": {name: _tidy(component) for name, component in components.items()},
    }


def _tidy(component: dict[str, Any]) -> dict[str, Any]:
    """The same text whether or not the compiler has taken the indentation out of docstrings (Python 3.13 does)."""
    words = component.get("description")
    return component if words is None else {**component, "description": inspect.cleandoc(words)}


def documents() -> dict[str, str]:
    """File name and text of each schema."""
    made = {"summary.schema.json": summary_schema(), "events.schema.json": event_schema()}
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()}


def write(folder: Path = FOLDER) -> None:
    """Write the schemas as they are now."""
    folder.mkdir(exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
