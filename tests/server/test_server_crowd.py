"""Changes that come together make one broadcast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.crowd import PER_MEMBER, SOON, Crowd


def test_a_room_has_one_pending_broadcast_and_a_larger_one_waits_longer() -> None:
    told: list[str] = []
    slept: list[float] = []
    waiting: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
    crowd = Crowd(told.append, lambda function, *args: waiting.append((function, args)), slept.append)
    for members in (1, 2, 3):
        crowd.changed("office", members)
    crowd.changed("hall", 1000)
    assert told == []
    for function, args in waiting:
        function(*args)
    assert told == ["office", "hall"]
    assert slept == [SOON + PER_MEMBER, SOON + 1000 * PER_MEMBER]
    crowd.changed("office", 1)
    assert len(waiting) == 3
