"""Numbers every event, records it, folds it into the figures and tells whoever listens.

The session's own events and the children's lines go the same way, in the order in which they reach the hub.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from harness.clock import Clock, monotonic_ns
from harness.events import AnyEvent, ChildFailed, Event, Record
from harness.frames import UNREADABLE

Listener = Callable[[Record], None]

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()


class Writer(Protocol):
    """Where recorded lines go: the recorder of the run folder."""

    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        """Take one line; never blocks, never raises."""


class Journal:
    """The one queue of what happened. `say` is for the session's own events, `deliver` for a child's line."""

    def __init__(self, writer: Writer, clock: Clock = monotonic_ns) -> None:
        self.seq = 0
        self._writer = writer
        self._clock = clock
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every record from now on; returns the way to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def say(self, event: Event) -> None:
        """Record an event of the session itself."""
        self._take("session", _encoder.encode(event), event)

    def deliver(self, src: str, line: bytes) -> None:
        """Record a child's line, unchanged. A line that is no event is a failure of that child, and is told."""
        try:
            event = _decoder.decode(line)
        except UNREADABLE as error:
            self.say(ChildFailed(t=self._clock(), message=f"{src} sent a line that is no event: {error}"))
            return
        self._take(src, line, event)

    def _take(self, src: str, line: bytes, event: AnyEvent | Event) -> None:
        self.seq += 1
        at = self._clock()
        self._writer.record(self.seq, at, src, line)
        record = Record(seq=self.seq, at=at, src=src, event=event)  # type: ignore[arg-type] # every Event is one
        for listener in tuple(self._listeners):
            listener(record)
