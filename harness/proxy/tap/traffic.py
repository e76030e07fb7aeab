"""What has crossed, gathered into batches: one `Traffic` for all connections of a wire.

It also keeps the blocks of headers it has seen, so that each is read and told once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

from harness.events import Crossed, Event, Framed, WireHead, WireTraffic
from harness.proxy.tap.forms import Forms
from harness.proxy.tap.heads import Head, Role, head_of, pairs_of
from harness.proxy.tap.policy import Policy

MOST_ROWS = 256
"""A batch is told at the latest when it has so many rows; when it is old is for its owner to see to."""
BLOCKS = 512
BLOCK_BYTES = 8 * 1024
"""Longer blocks are told each time anew, so that what is kept of blocks is bounded."""


def _nothing() -> None:
    """Nobody waits for the batch to grow old."""


def _unheard(_event: Event) -> None:
    """Nobody listens."""


class Waits(Protocol):
    """Someone who keeps a request to himself, for its row to tell of it, as long as that is soon."""

    def overdue(self, since: int) -> Iterable[Event]:
        """What there is to tell of the request that came at `since` (monotonic ns), if it still waits."""


class Traffic:
    """Rows as they come, told by `say` in batches. `began` is called when there is something to tell later."""

    def __init__(
        self, policy: Policy, say: Callable[[Event], None] = _unheard, began: Callable[[], None] = _nothing
    ) -> None:
        self.policy = policy
        self._say = say
        self._began = began
        self._exchanges: list[Crossed] = []
        self._messages: list[Framed] = []
        self._rows = 0
        self._heads = 0
        self._now = 0
        self._waiting: deque[tuple[int, Waits]] = deque()
        self._known_request = lru_cache(BLOCKS)(self._request)
        self._known_answer = lru_cache(BLOCKS)(self._answer)
        self.forms = Forms(self.request, self.answer, policy)

    def request(self, block: bytes) -> Head:
        """What a request's headers say."""
        return self._known_request(block) if len(block) <= BLOCK_BYTES else self._request(block)

    def answer(self, block: bytes) -> Head:
        """What an answer's headers say."""
        return self._known_answer(block) if len(block) <= BLOCK_BYTES else self._answer(block)

    def crossed(self, row: Crossed) -> None:
        """An exchange is over."""
        self._exchanges.append(row)
        self._now = row.ended
        self._rows += 1
        if self._rows == 1:
            self._began()
        elif self._rows >= MOST_ROWS:
            self.flush(row.ended)

    def framed(self, row: Framed) -> None:
        """A WebSocket message or control frame went by. Written out as `crossed` is: a call a row less."""
        self._messages.append(row)
        self._now = row.t
        self._rows += 1
        if self._rows == 1:
            self._began()
        elif self._rows >= MOST_ROWS:
            self.flush(row.t)

    def waits(self, since: int, who: Waits) -> None:
        """A request that came at `since` is kept back until its row, or until it is overdue."""
        if not self._waiting:
            self._began()
        self._waiting.append((since, who))

    def tell_overdue(self, before: int) -> bool:
        """Have those told who have waited since `before` or longer; whether there are others."""
        waiting = self._waiting
        while waiting and waiting[0][0] <= before:
            since, who = waiting.popleft()
            for event in who.overdue(since):
                self._say(event)
        return bool(waiting)

    def flush(self, now: int) -> None:
        """Tell what there is, at `now` (monotonic ns)."""
        if not self._rows:
            return
        self._rows = 0
        exchanges, self._exchanges = tuple(self._exchanges), []
        messages, self._messages = tuple(self._messages), []
        self._say(WireTraffic(t=now, exchanges=exchanges, messages=messages))

    def _request(self, block: bytes) -> Head:
        return self._read(block, "request")

    def _answer(self, block: bytes) -> Head:
        return self._read(block, "answer")

    def _read(self, block: bytes, role: Role) -> Head:
        if not block:
            return Head()
        pairs = pairs_of(block, role)
        self._heads += 1
        self._say(WireHead(t=self._now, id=self._heads, headers=self.policy.headers(pairs)))
        return head_of(self._heads, pairs)
