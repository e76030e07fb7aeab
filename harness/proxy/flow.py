"""One direction of a relayed connection: the leg it comes from, the leg it goes to, and the pipe between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from harness.proxy.leg import Leg
from harness.proxy.pipe import Pipe

if TYPE_CHECKING:
    from harness.proxy.hub import Cut

Direction = Literal["up", "down"]


class Flow:
    """`cut` names the fault that ended this direction: what still comes in is dropped in its name.

    `last`: the cut it makes once what came in before has gone out.
    """

    __slots__ = ("blocked", "cut", "direction", "last", "pipe", "sink", "source")

    def __init__(self, direction: Direction, source: Leg, sink: Leg) -> None:
        self.direction: Direction = direction
        self.source = source
        self.sink = sink
        self.pipe = Pipe()
        self.blocked = False
        self.cut = ""
        self.last: Cut | None = None

    def is_clear(self) -> bool:
        """Whether what comes in may go out at once: nothing waits before it, and the sink takes it."""
        sink, pipe = self.sink, self.pipe
        ended = self.cut or sink.dead or sink.told or pipe.end is not None
        waits = self.blocked or pipe.size or pipe.gates or pipe.pacers or self.source.buffers
        return not (ended or waits)

    def wants_bytes(self) -> bool:
        """Whether the source is to be read."""
        return not (self.source.ended or self.source.dead) and self.pipe.room > 0

    def cut_off(self, fault: str) -> None:
        """A fault ends this direction: nothing of it goes on any more."""
        self.cut = fault
        self.last = None
        self.pipe.empty("dropped")
        self.pipe.end = None

    def cut_after(self, cut: Cut) -> None:
        """A fault ends this direction behind what has come in so far, unless it has ended otherwise."""
        if not self.cut and self.pipe.end != "rst":
            self.cut, self.last = cut.fault, cut
            self.pipe.finish("cut")

    def push(self, now: int) -> None:
        """Send what may go out. OSError when the sink was reset by its peer."""
        self.blocked = False
        if self.sink.dead or self.sink.told:
            return
        while (piece := self.pipe.ready(now)) is not None:
            try:
                count = self.sink.sock.send(piece)
            except BlockingIOError:
                count = 0
            if count:
                self.pipe.sent(count, now)
            if count < len(piece):
                self.blocked = True
                return

    def next_due(self) -> int | None:
        """When the clock is next to push, which may be past; None when something else is waited for."""
        return self.pipe.next_due(end_only=self.blocked or self.sink.dead or self.sink.told)
