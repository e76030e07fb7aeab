"""What a page may say to the beacon: strict structures with bounds, and no character that could deceive.

Times are the page's own wall clock (`performance.timeOrigin + performance.now()`) in milliseconds. Whatever does
not fit is refused whole: a report is ours or it is none.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from harness.events import BodyKind, Transport, kebab

TEXT = 120
BATCH = 32
"""So many things that happened fit into one report."""
MOST_SOCKETS = 1_000_000

_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]*\Z"
_VISIBLE = r"^[!-~]*\Z"

Text = Annotated[str, Meta(max_length=TEXT, pattern=_PLAIN)]
Words = Annotated[str, Meta(max_length=40, pattern=_PLAIN)]
Address = Annotated[str, Meta(max_length=200, pattern=_PLAIN)]
Key = Annotated[str, Meta(max_length=128, pattern=_VISIBLE)]
Sid = Annotated[str, Meta(min_length=1, max_length=128, pattern=_VISIBLE)]
Millis = Annotated[float, Meta(ge=-1e15, le=1e15)]
Count = Annotated[int, Meta(ge=0, le=MOST_SOCKETS)]


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag=kebab):
    """Something that happened in a page: the `n`-th of this page, `at` a time of its clock."""

    n: Annotated[int, Meta(ge=1, le=2**53)]
    at: Millis


class SocketOpened(Said, frozen=True):
    """An Engine.IO session is open."""

    sid: Sid
    transport: Transport


class SocketConnected(Said, frozen=True):
    """A socket is connected, the page's `socket`-th."""

    socket: Count
    sid: Sid
    id: Sid
    transport: Transport


class SocketUpgraded(Said, frozen=True):
    """A socket's session moved to WebSocket."""

    socket: Count
    sid: Sid


class SocketFailed(Said, frozen=True):
    """A connect failed: what is known of it (`xhr status 0`, `offline`, `close 1006`), and the library's words."""

    error: Text
    text: Text


class SocketLost(Said, frozen=True):
    """A socket is disconnected: socket.io-client's reason, and what is known underneath."""

    socket: Count
    sid: Sid
    reason: Words
    error: Text = ""


class SocketRequest(Said, frozen=True):
    """An HTTP request of a socket failed, or was answered with a status from 400. `took` in milliseconds."""

    method: Literal["GET", "POST"]
    kind: Literal["handshake", "poll", "post"]
    took: Annotated[float, Meta(ge=0, le=1e9)]
    body: BodyKind
    sid: Sid | None = None
    status: Annotated[int, Meta(ge=400, le=599)] | None = None
    error: Text = ""
    text: Text = ""


Happened = SocketOpened | SocketConnected | SocketUpgraded | SocketFailed | SocketLost | SocketRequest


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page takes part: `name` was typed by its person, `was` is its key from before it was loaded anew."""

    token: Key = ""
    name: Words = ""
    was: Key = ""
    page: Address = ""


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happened since the last report, and that the page is still there.

    `offset`: the page's clock minus ours in milliseconds, from the exchange with the shortest round trip, `trip`;
    `now`: the page's clock as it sent this. `dropped` things were not kept while nobody could hear them. `hidden`:
    nobody looks at the page, so its browser may let it speak once a minute only.
    """

    token: Key = ""
    key: Key = ""
    now: Millis = 0.0
    offset: Millis = 0.0
    trip: Annotated[float, Meta(ge=0, le=1e9)] = 0.0
    leaving: bool = False
    hidden: bool = False
    dropped: Count = 0
    happened: Annotated[tuple[Happened, ...], Meta(max_length=BATCH)] = ()


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """Answer to a Join: its name as a client, the key to report with, and our clock (ms since some moment)."""

    client: str
    key: str
    at: float


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Answer to a Report: our clock."""

    at: float


read_join = msgspec.json.Decoder(Join).decode
read_report = msgspec.json.Decoder(Report).decode
