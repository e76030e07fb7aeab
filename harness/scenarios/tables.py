"""The tables of a scenario file as they stand in it, with their limits; `do` tells the kinds of step apart."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from harness.commands import ClientGroup, PictureOf, RestartHow
from harness.scenarios.model import Do, Expectation, ServerPart

MAX_SECONDS = 7 * 24 * 3600
"""The longest run a scenario can ask for."""

Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
"""A group's name: it becomes part of client names, of figures' paths and of file names."""
Whole = Annotated[int, Meta(ge=1, le=3600)]


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scenario file."""

    title: str
    duration: Annotated[float, Meta(gt=0, le=MAX_SECONDS)] | None = None
    seed: Annotated[int, Meta(ge=0, le=2**31)] = 0
    server: dict[str, Any] = {}
    clients: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    expect: list[dict[str, Any]] = []


class ServerTable(ServerPart, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[server]`."""

    ping_interval: Whole = 25
    ping_timeout: Whole = 20


class GroupTable(ClientGroup, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[clients]]`."""

    group: Name = "clients"
    count: Annotated[int, Meta(ge=0, le=10_000)] = 5
    rate: Annotated[float, Meta(ge=0, le=1000)] = 1.0
    room_size: Annotated[int, Meta(ge=1, le=10_000)] = 1
    namespace: Annotated[str, Meta(pattern=r"^/[^\s,?]{0,80}$")] = "/"


class ExpectTable(Expectation, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[expect]]`."""


class StepTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every step has; each kind of step has its own keys besides."""

    at: Annotated[float, Meta(ge=0, le=MAX_SECONDS)]
    do: Do


class RestartTable(StepTable, frozen=True, kw_only=True):
    """Restart the server; `downtime` seconds between its end and its start."""

    how: RestartHow = "graceful"
    downtime: Annotated[float, Meta(ge=0, le=600)] = 0.0


class ServerStepTable(StepTable, frozen=True, kw_only=True):
    """Do to the server what happens to servers; all other keys of the step are the way's own parameters."""

    way: str
    duration: Annotated[float, Meta(gt=0, le=MAX_SECONDS)] | None = None


class RelieveTable(StepTable, frozen=True, kw_only=True):
    """Undo one way to fail, or all of them."""

    way: str = ""


class FaultTable(StepTable, frozen=True, kw_only=True):
    """Switch a fault on; all other keys of the step are the fault's own parameters."""

    fault: str
    target: Any = "all"
    duration: Annotated[float, Meta(gt=0, le=MAX_SECONDS)] | None = None
    when: Literal["at", "gap"] = "at"


class LiftTable(StepTable, frozen=True, kw_only=True):
    """Lift the faults of one name, or all of them."""

    fault: str = ""


class StopTable(StepTable, frozen=True, kw_only=True):
    """Stop the server and leave it down."""

    how: Literal["graceful", "kill"] = "graceful"


class StartTable(StepTable, frozen=True, kw_only=True):
    """Start the server, with another profile if one is named."""

    profile: str = ""


class NoteTable(StepTable, frozen=True, kw_only=True):
    """Write a remark into the evidence."""

    text: str


class ScreenshotTable(StepTable, frozen=True, kw_only=True):
    """Take a picture of the window, of each chart, of the request list or of the hypothesis board."""

    of: PictureOf = "window"


class TargetTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A target as a table: every key narrows it."""

    share: str | float | None = None
    clients: str | list[str] = []
    request: Literal["handshake", "poll", "post", "upgrade", "websocket", "options", "page", "other"] | None = None
    kind: str | None = None
    sid: str | None = None
    address: str | None = None
