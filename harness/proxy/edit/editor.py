"""Stands between two requests of a connection and edits what follows: bytes in, steps out, nothing else.

What it can't frame it lets pass, and edits nothing of this connection any more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from harness.events import CloseHow
from harness.proxy.edit.edits import ANSWER_BYTES, Plan
from harness.proxy.edit.framing import (
    BodyLength,
    Framer,
    Part,
    answer_length,
    request_length,
    starts_answer,
    starts_request,
)
from harness.proxy.edit.head import Head, UnframeableError
from harness.proxy.edit.steps import Add, Answer, Drop, End, Go, Hear, Repeat, Step

Ask = Callable[[Head, int], Plan]
"""Asks the faults about a request whose head has just been heard, with the length of its body."""


class Due:
    """An answer that is due: the server's, or, where the plan has one, the wire's `own` once all was `asked`.

    `begun`: the answer's head has come, and says that so much follows. `last`: the client wants no other after it.
    """

    __slots__ = ("asked", "begun", "kept", "last", "method", "plan", "sent")

    def __init__(self, head: Head, plan: Plan) -> None:
        self.method = head.method
        self.last = head.ends_connection
        self.plan = plan
        self.asked = False
        self.begun: BodyLength | None = None
        self.kept = b""
        self.sent = 0

    @property
    def own(self) -> bool:
        """Whether the wire answers."""
        return bool(self.plan.answer)

    def keep(self, data: bytes) -> None:
        """Note some of the answer, if it is to be kept; one byte more than the most says that it is too long."""
        if self.plan.keep is not None:
            self.kept = (self.kept + data)[: ANSWER_BYTES + 1]


class Editor:
    """Edits one connection; made while it is between two requests. `ask` decides about each.

    `address`: what each head is made into, before anybody decides.
    """

    def __init__(self, ask: Ask, address: Callable[[Head], Head] = lambda head: head) -> None:
        self._ask = ask
        self._address = address
        self._requests = Framer(request_length, starts_request)
        self._answers = Framer(self._answer_length, starts_answer)
        self._due: deque[Due] = deque()
        self._present: Due | None = None
        self._asleep: Due | None = None
        self._slept_through = False
        self._ended = False
        self.switched = False

    @property
    def idle(self) -> bool:
        """Whether the connection is between two requests, so that nobody would miss the editor."""
        return not self._due and self._requests.between and self._answers.between

    @property
    def spent(self) -> bool:
        """Whether it will edit nothing more of this connection, and keeps nothing back."""
        rest = self._answers.gave_up or (self._answers.between and not self._due)
        return self._requests.gave_up and rest

    # --- from the client

    def client(self, data: bytes) -> Iterator[Step]:
        """What to do with bytes of the client."""
        if self._asleep is not None:
            self._slept_through = True
            yield from _pass(data)
            return
        for part in self._requests.feed(data):
            yield from self._request(part)
        if self._asleep is not None and not self._requests.between:
            yield from _pass(self._requests.give_up())

    def client_ended(self) -> Iterator[Step]:
        """The client sends no more, or nothing of it goes on: what was kept back is let go."""
        yield from _pass(self._requests.give_up())

    def _request(self, part: Part) -> Iterator[Step]:
        if self._asleep is not None:
            self._slept_through = True
            yield from _pass(part.data)
            return
        if part.head is not None:
            yield Hear(part.data)
            yield from self._begin(part.head, part.data)
        elif self._present is not None and self._present.own:
            yield Hear(part.data)
            yield Drop(len(part.data))
        else:
            yield from _pass(part.data)
        if part.ends and self._present is not None:
            yield from self._complete(self._present)

    def _begin(self, head: Head, raw: bytes) -> Iterator[Step]:
        length = request_length(head)
        to = self._address(head)
        plan = self._ask(to, length) if isinstance(length, int) and not head.values(b"expect") else Plan(to)
        self._present = due = Due(head, plan)
        self._due.append(due)
        if plan.repeated_by:
            yield Repeat(plan.head.raw, plan.repeated_by)
        if due.own:
            yield Drop(len(raw))
        elif plan.head is head:
            yield Go(raw)
        else:
            yield Drop(len(raw))
            yield Add(plan.head.raw)

    def _complete(self, due: Due) -> Iterator[Step]:
        self._present = None
        due.asked = True
        if due.own:
            yield from self._own_answers()
            return
        for piece in due.plan.extra:
            yield Add(piece)
        if due.plan.head.upgrades and due in self._due:
            self._asleep = due

    # --- from the server

    def server(self, data: bytes) -> Iterator[Step]:
        """What to do with bytes of the server."""
        for part in self._answers.feed(data):
            yield from self._answer(part)

    def server_ended(self) -> Iterator[Step]:
        """The server sends no more: what was kept back goes on, and an answer without length is complete."""
        yield from self.server_cut()
        if self._due and self._due[0].begun == "until-close":
            self._due.popleft()
            yield from self._own_answers()

    def server_cut(self) -> Iterator[Step]:
        """Nothing of the server goes on: what was kept back is let go."""
        yield from _pass(self._answers.give_up())

    def _answer_length(self, head: Head) -> BodyLength:
        due = self._served()
        if due is None:
            raise UnframeableError("an answer to nothing")
        return answer_length(head, due.method)

    def _served(self) -> Due | None:
        """The request whose answer the server is giving."""
        return self._due[0] if self._due and not self._due[0].own else None

    def _answer(self, part: Part) -> Iterator[Step]:
        yield Hear(part.data)
        due = self._served()
        if due is None or part.what in {"raw", "between"} or _is_interim(part):
            yield Go(part.data)
            return
        if part.head is not None:
            yield from self._answer_head(due, part.head, part.data)
        else:
            yield from self._answer_body(due, part.data)
        due.keep(part.data)
        if part.ends:
            yield from self._answered(due, part.head)

    def _answer_head(self, due: Due, head: Head, raw: bytes) -> Iterator[Step]:
        due.begun = self._answer_length(head)
        edited = head
        for name, beginning in due.plan.without:
            edited = edited.without(name, beginning)
        if edited.lines == head.lines:
            yield Go(raw)
        else:
            yield Drop(len(raw))
            yield Add(edited.raw)

    def _answer_body(self, due: Due, data: bytes) -> Iterator[Step]:
        short = due.plan.short
        if short is None:
            yield Go(data)
            return
        most = min(short.body, due.begun // 2) if isinstance(due.begun, int) else short.body
        left = max(0, most - due.sent)
        if data[:left]:
            yield Go(data[:left])
        if due.sent <= most < due.sent + len(data):
            yield from self._end(short.how, due.plan.shortened_by)
        if data[left:]:
            yield Drop(len(data) - left)
        due.sent += len(data)

    def _answered(self, due: Due, head: Head | None) -> Iterator[Step]:
        self._due.popleft()
        if due.plan.keep is not None and len(due.kept) <= ANSWER_BYTES:
            due.plan.keep.answer = due.kept
        if due is self._asleep:
            self._wake(head is not None and head.status == 101)
        yield from self._own_answers()

    def _wake(self, switched: bool) -> None:
        self._asleep = None
        self.switched = switched
        if switched or self._slept_through:
            self._requests.give_up()
        if switched:
            self._answers.give_up()

    def _own_answers(self) -> Iterator[Step]:
        """The wire's answers whose turn it is."""
        while self._due and self._due[0].own and self._due[0].asked and not self._ended:
            due = self._due.popleft()
            yield Answer(due.plan.answer, due.plan.answered_by)
            if due.last:
                yield from self._end("fin", due.plan.answered_by)

    def _end(self, how: CloseHow, fault: str) -> Iterator[Step]:
        self._ended = True
        yield End(how, fault)


def _pass(data: bytes) -> Iterator[Step]:
    if data:
        yield Hear(data)
        yield Go(data)


def _is_interim(part: Part) -> bool:
    return part.head is not None and part.head.status < 200 and part.head.status != 101
