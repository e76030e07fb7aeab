"""What a fault is told of a request, and what it may do to it, to its answer, and beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.events import CloseHow, RequestKind
from harness.proxy.edit.head import Head

ANSWER_BYTES = 64 * 1024
"""A longer answer is not kept for later."""


class Known(Protocol):
    """What the tap knows of the sessions handed out so far."""

    def sids_of(self, client: str | None) -> Sequence[str]:
        """The sids of this client's sessions, the latest used last; of everybody's when it is None."""

    def most_of(self, sid: str | None) -> int | None:
        """The longest payload the server takes in this session, in bytes, if it said so."""


@dataclass(slots=True)
class Memory:
    """What a fault that is on remembers: how often it acted on whom, an answer it kept, whose `turn` it is."""

    times: Counter[str] = field(default_factory=Counter)
    answer: bytes = b""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose head has come, before any of it goes on.

    `head` is what the faults before this one left of it; `length` the body's, in bytes; `sid` is the one
    it asks for; `sids` are those handed out to its client so far, the latest last (to anybody, when the client
    is not known), and `most` the longest payload its server takes, in bytes, where it said so. `times`: how often
    this fault has acted on this client before.
    """

    head: Head
    kind: RequestKind
    length: int
    known: Known
    client: str | None = None
    sid: str | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class Short:
    """An answer is to end too early: so many bytes of its body (half of it at most), then FIN or RST."""

    body: int
    how: CloseHow


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a fault does about one request; `did` says it in a word, for people and the evidence, if it did any.

    `head` goes on in place of the request's, and `extra` after its body; `sid` is the one that the server reads
    then, where it is another. `answer`: sent to the client in the server's place, which never sees the request.
    `repeat`: the request is sent once more, on a connection of the wire's own. `without`: fields taken out of its
    answer, by name (lower case) and how the value begins. `keep`: its answer, as it comes, is for the fault's
    memory. `short`: how much of its answer the client gets.
    """

    did: str
    head: Head | None = None
    extra: Sequence[bytes] = ()
    sid: str | None = None
    answer: bytes = b""
    repeat: bool = False
    without: Sequence[tuple[bytes, bytes]] = ()
    keep: Memory | None = None
    short: Short | None = None


@dataclass(slots=True)
class Plan:
    """What all faults together do about one request: one after the other, as boxes on one cable would.

    Each `…_by` names the fault whose doing it is. `sid` is the one the server reads, where it is another.
    """

    head: Head
    changed_by: str = ""
    sid: str | None = None
    extra: list[bytes] = field(default_factory=list)
    answer: bytes = b""
    answered_by: str = ""
    repeated_by: str = ""
    without: list[tuple[bytes, bytes]] = field(default_factory=list)
    keep: Memory | None = None
    short: Short | None = None
    shortened_by: str = ""

    def add(self, fault: str, edit: Edit) -> None:
        """Take in what one more fault does."""
        if edit.head is not None:
            self.head, self.changed_by = edit.head, fault
            self.sid = edit.sid or self.sid
        if edit.answer:
            self.answer, self.answered_by = edit.answer, fault
        if edit.short is not None:
            self.short, self.shortened_by = edit.short, fault
        if edit.repeat:
            self.repeated_by = fault
        self.extra += edit.extra
        self.without += edit.without
        self.keep = edit.keep or self.keep
