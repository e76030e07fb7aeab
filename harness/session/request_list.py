"""Which requests the window's list has: a bounded choice, and what of it changed since the last snapshot."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from harness.events import Crossed
from harness.session.crossing import Request

NOTABLE = 2_000
"""So many rows the list holds of requests that are always told."""
ORDINARY = 4_000
"""So many of the others."""
SPARE = 200
"""So many of the oldest go at once when there are more."""
AT_ONCE = 200
"""So many new rows a snapshot tells of requests that went as they should, and of those under way."""
_BACKLOG = 8_192
"""So many changes wait for a snapshot before room is made; requests that went well, half as many."""
_PLAIN = frozenset({"poll", "post", "page", "options", "other"})

Key = tuple[int, int]


class RequestList:
    """What failed, what a fault touched and what a session's life turns on is always told.

    Of requests that went as they should, and of those under way, so many at once that a window can follow.
    `left_out`: requests that are over and not in the list.
    """

    def __init__(self) -> None:
        self.left_out = 0
        self._changed: dict[Key, Request] = {}
        self._plain: deque[Crossed | Request] = deque()
        self._notable: dict[Key, Request] = {}
        self._ordinary: dict[Key, Request] = {}
        self._news: dict[Key, Request] = {}
        self._gone: list[Key] = []

    def changes(self, one: Request) -> None:
        """It is new or changed: have it told, unless it went as it should and the list has no row of it yet."""
        if one.over and not one.told and not one.notable:
            self._changed.pop(one.key, None)
            self.went_well(one)
            return
        self._changed[one.key] = one
        if len(self._changed) > _BACKLOG:
            self._settle(full=False)

    def went_well(self, one: Crossed | Request) -> None:
        """It went as it should, and may be told."""
        self._plain.append(one)
        if len(self._plain) > _BACKLOG // 2:
            self._plain.popleft()
            self.left_out += 1

    def take(self, *, full: bool) -> tuple[list[Request], tuple[Key, ...]]:
        """What is new or changed since the last call (or everything), and what gave way to it."""
        self._settle(full=full)
        news, self._news = self._news, {}
        gone, self._gone = tuple(self._gone), []
        known = {**self._ordinary, **self._notable} if full else news
        return list(known.values()), () if full else gone

    def _settle(self, *, full: bool) -> None:
        """Choose from what is new, and give it a place in the list."""
        changed, self._changed = self._changed, {}
        told = [one for one in changed.values() if one.told]
        notable = [one for one in changed.values() if not one.told and one.notable]
        going_on = [one for one in changed.values() if not one.told and not one.notable and not one.over]
        plain = list(self._plain)
        self._plain.clear()
        chosen = plain[-ORDINARY:] if full else thinned(plain, AT_ONCE)
        self.left_out += len(plain) - len(chosen)
        ordinary = [made(one) if isinstance(one, Crossed) else one for one in chosen]
        new = [*ordinary, *(going_on[-ORDINARY:] if full else thinned(going_on, AT_ONCE))]
        for one in (*told, *notable, *new):
            self._place(one)
        self._make_room(self._notable, NOTABLE)
        self._make_room(self._ordinary, ORDINARY)

    def _place(self, one: Request) -> None:
        one.told = True
        self._news[one.key] = one
        if one.notable:
            self._ordinary.pop(one.key, None)
            self._notable[one.key] = one
        elif one.key not in self._notable:
            self._ordinary[one.key] = one

    def _make_room(self, rows: dict[Key, Request], most: int) -> None:
        surplus = len(rows) - most
        for key in tuple(rows)[: surplus + SPARE if surplus > 0 else 0]:
            one = rows.pop(key)
            one.told = False
            self._news.pop(key, None)
            self.left_out += one.over
            self._gone.append(key)


def went_as_it_should(row: Crossed) -> bool:
    """Whether a row is of a request among thousands, of which nothing is to be told but itself."""
    well = row.ending == "complete" and row.fault is None and row.status is not None and row.status < 400
    return well and row.kind in _PLAIN


def made(row: Crossed) -> Request:
    """The request of a row."""
    one = Request(conn=row.conn, n=row.n, began=row.began)
    one.crossed(row)
    return one


def thinned(some: Sequence[Any], most: int) -> list[Any]:
    """At most so many of them, evenly from the first to the last."""
    if len(some) <= most:
        return list(some)
    return [some[number * len(some) // most] for number in range(most)]
