"""What has gone through the wire and its tap has not heard yet: all there was to relay goes first.

So both peers work while the taps read, and they are woken once for many answers and not for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.events import Event

Hear = Callable[[bytes, int], Sequence[Event]]
"""A tap's ear on one side: bytes, and when they came (monotonic ns)."""


class Unheard:
    """In the order in which it came, for all connections of a wire; `say` takes what the taps tell.

    Whoever says anything of a connection, or asks its tap, lets it `catch_up` before.
    """

    __slots__ = ("_say", "_waiting", "append")

    def __init__(self, say: Callable[[Event], None]) -> None:
        self._say = say
        self._waiting: list[tuple[Hear, bytes, int]] = []
        self.append = self._waiting.append

    def catch_up(self) -> None:
        """Let the taps hear it now."""
        if not self._waiting:
            return
        say = self._say
        waiting = self._waiting[:]
        self._waiting.clear()
        for hear, data, now in waiting:
            for event in hear(data, now):
                say(event)
