"""Plays bytes to an editor and keeps the accounts of what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Self

from harness.events import RequestKind
from harness.proxy.edit.editor import Editor
from harness.proxy.edit.edits import Asked, Edit, Memory, Plan
from harness.proxy.edit.head import Head
from harness.proxy.edit.steps import Add, Answer, Drop, End, Go, Hear, Repeat, Step
from harness.proxy.faults.editing import EditingFault

GET = b"GET /socket.io/?EIO=4&transport=polling&sid=a HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /socket.io/?sid=a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Decide = Callable[[Head], Edit | None]


class Play:
    """An editor under a fault that decides so; what the tap heard, and what reached either end."""

    def __init__(self, decide: Decide = lambda _head: None) -> None:
        self.heard_up = self.heard_down = b""
        self.server = self.client = b""
        self.added = self.dropped = 0
        self.repeated: list[bytes] = []
        self.end: End | None = None
        self._decide = decide
        self.editor = Editor(self._ask)

    def _ask(self, head: Head, _length: int) -> Plan:
        plan = Plan(head)
        edit = self._decide(head)
        if edit is not None:
            plan.add("fault", edit)
        return plan

    def up(self, data: bytes, size: int = 0) -> Self:
        for piece in pieces(data, size):
            self._do(self.editor.client(piece), up=True)
        return self

    def down(self, data: bytes, size: int = 0) -> Self:
        for piece in pieces(data, size):
            self._do(self.editor.server(piece), up=False)
        return self

    def ended(self) -> Self:
        self._do(self.editor.client_ended(), up=True)
        self._do(self.editor.server_ended(), up=False)
        return self

    def _do(self, steps: Iterable[Step], *, up: bool) -> None:
        for step in steps:
            match step:
                case Hear(data) if up:
                    self.heard_up += data
                case Hear(data):
                    self.heard_down += data
                case Go(data) | Add(data) if up:
                    self.server += data
                    self.added += len(data) * isinstance(step, Add)
                case Go(data) | Add(data) | Answer(data):
                    self.client += data
                    self.added += len(data) * (not isinstance(step, Go))
                case Drop(count):
                    self.dropped += count
                case Repeat(data):
                    self.repeated.append(data)
                case End():
                    assert self.end is None
                    self.end = step


def pieces(data: bytes, size: int) -> list[bytes]:
    size = size or len(data) or 1
    return [data[at : at + size] for at in range(0, len(data), size)]


class Sids:
    """What a tap would know: the sids by client, and one `maxPayload` for all."""

    def __init__(self, most: int | None = None, **sids: list[str]) -> None:
        self.most = most
        self.sids = sids

    def sids_of(self, client: str | None) -> list[str]:
        if client is None:
            return [sid for sids in self.sids.values() for sid in sids]
        return self.sids.get(client, [])

    def most_of(self, _sid: str | None) -> int | None:
        return self.most


def asked(
    fault: EditingFault,
    raw: bytes,
    kind: RequestKind,
    *,
    known: Sids | None = None,
    client: str | None = "a",
    sid: str | None = None,
    times: int = 0,
    memory: Memory | None = None,
) -> Edit | None:
    """What a fault does about a request."""
    head = Head.parse(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    length = int((head.values(b"content-length") or [b"0"])[0])
    request = Asked(
        head=head, kind=kind, length=length, known=known or Sids(), client=client, sid=sid, times=times
    )
    return fault.edit(request, memory or Memory())
