"""What clients send, checked: types, lengths, and characters that could pass for something else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from server.chat import RefusedError

NICK = 40
ROOM = 60
TEXT = 2_000
MESSAGE_ID = 120

_DECEIVING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: a name could look like another one."""


def one_object(args: tuple[object, ...]) -> Mapping[str, object]:
    """The single object an event carries."""
    if len(args) == 1 and isinstance(args[0], dict):
        return args[0]
    raise RefusedError("send one object")


def name_in(data: Mapping[str, object], key: str, limit: int) -> str:
    """A nickname or a room: one line, white space around it taken away, and in it made single spaces."""
    value = data.get(key)
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if not 1 <= len(name) <= limit:
        raise RefusedError(f"a {key} has 1 to {limit} characters")
    if _DECEIVING.search(name):
        raise RefusedError(f"a {key} cannot hold control characters")
    return name


def text_in(data: Mapping[str, object]) -> str:
    """What is said; it may have several lines, and is never markup."""
    value = data.get("text")
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT:
        raise RefusedError(f"a text has 1 to {TEXT} characters")
    return value


def id_in(data: Mapping[str, object]) -> str | None:
    """The id a client gave its message; None when it gave none."""
    value = data.get("id")
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value) <= MESSAGE_ID:
        raise RefusedError(f"an id has 1 to {MESSAGE_ID} characters")
    return value


def flag_in(data: Mapping[str, object], key: str) -> bool:
    """A yes or no."""
    value = data.get(key)
    if not isinstance(value, bool):
        raise RefusedError(f"{key} is true or false")
    return value
