"""The chat itself: who is in which room, what was said, what was announced. No sockets, and bounded memory.

Members are known by their socket id, so two people may ask for one nickname: the second becomes `Kim (2)`.
Methods are safe to call from several threads; they raise RefusedError for what cannot be done.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

Message = dict[str, str]

HISTORY = 50
MAX_ROOMS = 5_000
MAX_ROOMS_OF_ONE = 20
MAX_CHARACTERS = 8_000_000
"""What all rooms remember together; beyond it, the rooms silent for longest forget."""


class RefusedError(Exception):
    """Something asked for was not done; the message says why, for the person who asked."""


@dataclass
class Room:
    """One room: nicknames by socket id, and the last messages with their size in characters."""

    members: dict[str, str] = field(default_factory=dict)
    history: deque[Message] = field(default_factory=lambda: deque(maxlen=HISTORY))

    def size(self) -> int:
        """The characters its history holds."""
        return sum(len(message["text"]) for message in self.history)


class Chat:
    """All rooms and notices of one server process."""

    def __init__(self, max_rooms: int = MAX_ROOMS, max_characters: int = MAX_CHARACTERS) -> None:
        self._rooms: OrderedDict[str, Room] = OrderedDict()  # the one silent for longest comes first
        self._rooms_of: dict[str, set[str]] = {}
        self._notices: deque[Message] = deque(maxlen=HISTORY)
        self._max_rooms = max_rooms
        self._max_characters = max_characters
        self._characters = 0
        self._lock = threading.Lock()

    def join(self, who: str, nick: str, name: str) -> str:
        """Enter a room, or change one's nickname in it. Returns the nickname given."""
        with self._lock:
            mine = self._rooms_of.setdefault(who, set())
            if name not in mine and len(mine) >= MAX_ROOMS_OF_ONE:
                raise RefusedError(f"at most {MAX_ROOMS_OF_ONE} rooms at a time")
            room = self._rooms.get(name) or self._open(name)
            taken = {other for member, other in room.members.items() if member != who}
            room.members[who] = given = _free(nick, taken)
            mine.add(name)
            return given

    def leave(self, who: str, name: str) -> None:
        """Leave a room."""
        with self._member(who, name) as room:
            del room.members[who]
            self._rooms_of[who].discard(name)

    def gone(self, who: str) -> list[str]:
        """A socket is gone: it leaves its rooms, which are returned."""
        with self._lock:
            left = sorted(self._rooms_of.pop(who, ()))
            for name in left:
                del self._rooms[name].members[who]
            return left

    def say(self, who: str, name: str, text: str, message_id: str, at: str) -> Message:
        """Say something in a room one is in. Returns the message, as everyone there shall get it."""
        with self._member(who, name) as room:
            message = {"id": message_id, "room": name, "nick": room.members[who], "text": text, "at": at}
            before = room.size() if len(room.history) == HISTORY else None
            room.history.append(message)
            self._characters += len(text) if before is None else room.size() - before
            self._rooms.move_to_end(name)
            self._forget()
            return message

    def nick(self, who: str, name: str) -> str:
        """One's nickname in a room one is in."""
        with self._member(who, name) as room:
            return room.members[who]

    def members(self, name: str) -> list[str]:
        """The nicknames of those who are in a room, sorted."""
        with self._lock:
            room = self._rooms.get(name)
            return sorted(room.members.values()) if room else []

    def history(self, name: str) -> list[Message]:
        """The last messages of a room, oldest first."""
        with self._lock:
            room = self._rooms.get(name)
            return list(room.history) if room else []

    def announce(self, notice: Message) -> None:
        """Keep a notice for those who come later."""
        with self._lock:
            self._notices.append(notice)

    def notices(self) -> list[Message]:
        """The last notices, oldest first."""
        with self._lock:
            return list(self._notices)

    @contextmanager
    def _member(self, who: str, name: str) -> Iterator[Room]:
        with self._lock:
            room = self._rooms.get(name)
            if room is None or who not in room.members:
                raise RefusedError("you are not in this room")
            yield room

    def _open(self, name: str) -> Room:
        if len(self._rooms) >= self._max_rooms:
            empty = next((other for other, room in self._rooms.items() if not room.members), None)
            if empty is None:
                raise RefusedError("there are too many rooms already")
            self._characters -= self._rooms.pop(empty).size()
        room = self._rooms[name] = Room()
        return room

    def _forget(self) -> None:
        for room in self._rooms.values():
            if self._characters <= self._max_characters:
                return
            self._characters -= room.size()
            room.history.clear()


def _free(nick: str, taken: set[str]) -> str:
    if nick not in taken:
        return nick
    return next(name for n in count(2) if (name := f"{nick} ({n})") not in taken)
