"""One direction of a connection as a pure queue: what came in and has not gone out, and the account of it.

Bytes leave in the order they came, each piece not before its due time, and none while a gate is shut. The end of
the stream stands in the queue behind the bytes: a FIN waits for all of them, as TCP's own does; an RST waits for
its time only, and what the receiver has not taken by then is undelivered, as with TCP. A cut that a fault makes
at a place in the stream waits for the bytes before it, as a FIN does.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

from harness.events import CloseHow
from harness.proxy.accounts import Account
from harness.proxy.faults.base import Pace
from harness.proxy.pace import Pacer

PipeEnd = CloseHow | Literal["cut"]
LIMIT = 96 * 1024
"""Bytes one direction holds at most; beyond it the relay stops reading and the sender's own TCP slows it down.

Not 64 KiB: that is 53 bytes more than the largest segment on loopback, and they would make one of their own.
"""

_NO_PIECES: deque[tuple[int, memoryview]] = deque()
_NO_GATES: frozenset[int] = frozenset()
_NO_PACERS: dict[int, Pacer] = {}
"""Shared by all pipes that have none, and never changed: most connections wait for something, and hold nothing."""


class Pipe:
    """The bytes under way in one direction. Times are monotonic nanoseconds given by the caller.

    `gates` are shut, and hold what comes; `pacers` slow it; `end` waits behind the bytes.
    """

    __slots__ = ("_end_due", "_pieces", "account", "end", "gates", "pacers", "size")

    def __init__(self) -> None:
        self.account = Account()
        self.size = 0
        self.end: PipeEnd | None = None
        self._end_due = 0
        self._pieces = _NO_PIECES
        self.gates = _NO_GATES
        self.pacers = _NO_PACERS

    @property
    def room(self) -> int:
        """How much more may be read now: nothing until half of the queue has gone, so reads stay large."""
        return LIMIT - self.size if self.size <= LIMIT // 2 else 0

    @property
    def offset(self) -> int:
        """How many bytes have come in so far: the stream offset of the next one."""
        return self.account.seen

    def put(self, data: bytes, due: int = 0) -> None:
        """Bytes have come in, to go out no earlier than `due`."""
        self.account.seen += len(data)
        self._hold(memoryview(data), due)

    def _hold(self, piece: memoryview, due: int) -> None:
        if not self._pieces:
            self._pieces = deque()
        self.size += len(piece)
        self._pieces.append((due, piece))

    def passed(self, data: bytes, sent: int, now: int) -> None:
        """Bytes have come in while it was clear, and so many of them were sent at once; the rest is due now."""
        self.account.seen += len(data)
        self.account.relayed += sent
        if sent < len(data):
            self._hold(memoryview(data)[sent:], now)

    @property
    def kept(self) -> int:
        """How many bytes an editor has."""
        return self.account.held - self.size

    def keep(self, count: int) -> None:
        """So many bytes have come in, and an editor has them until it says `go` or `lose`."""
        self.account.seen += count

    def go(self, data: bytes, due: int = 0) -> None:
        """Bytes that were kept go on."""
        if data:
            self._hold(memoryview(data), due)

    def lose(self, count: int) -> None:
        """So many bytes that were kept go no further."""
        self.account.dropped += count

    def add(self, data: bytes, due: int = 0) -> None:
        """A fault sends bytes of its own."""
        self.account.added += len(data)
        self.go(data, due)

    def drop(self, count: int) -> None:
        """So many bytes have come in and a fault lets them go no further."""
        self.account.seen += count
        self.account.dropped += count

    def finish(self, how: PipeEnd, due: int = 0) -> None:
        """The sender has ended its stream; a reset overrides a FIN that is still waiting."""
        self.end, self._end_due = how, due

    def shut(self, gate: int) -> None:
        """Let nothing out until this gate is opened again."""
        self.gates |= {gate}

    def pace(self, gate: int, pace: Pace | None) -> None:
        """Let bytes out no faster than this, until the gate is opened; None: as fast as they can again."""
        if pace is None:
            self._unpace(gate)
        elif gate not in self.pacers:
            self.pacers = {**self.pacers, gate: Pacer(pace)}

    def _unpace(self, gate: int) -> None:
        if gate in self.pacers:
            self.pacers = {other: pacer for other, pacer in self.pacers.items() if other != gate}

    def open(self, gate: int) -> bool:
        """Take the gate away, or the pace; whether it was there."""
        was_there = gate in self.gates or gate in self.pacers
        if was_there:
            self.gates -= {gate}
            self._unpace(gate)
        return was_there

    @property
    def is_shut(self) -> bool:
        """Whether any gate is shut."""
        return bool(self.gates)

    def ready(self, now: int) -> memoryview | None:
        """The next bytes that may go out, if any."""
        if self._pieces and not self.gates and self._pieces[0][0] <= now:
            piece = self._pieces[0][1]
            return self._paced(piece, now) if self.pacers else piece
        return None

    def _paced(self, piece: memoryview, now: int) -> memoryview | None:
        most = min(pacer.most(self.account.relayed, now) for pacer in self.pacers.values())
        return piece[:most] if most else None

    def sent(self, count: int, now: int = 0) -> None:
        """The receiver's kernel took so many of the bytes that were ready."""
        self.account.relayed += count
        self.size -= count
        if self.pacers:
            for pacer in self.pacers.values():
                pacer.sent(self.account.relayed, now)
        due, piece = self._pieces[0]
        if count == len(piece):
            self._pieces.popleft()
            self._pieces = self._pieces or _NO_PIECES
        else:
            self._pieces[0] = (due, piece[count:])

    def end_ready(self, now: int) -> PipeEnd | None:
        """How the stream is to end now, if it is: call it after everything ready has been sent."""
        if self.end is None or self.gates or self._end_due > now or (self.end != "rst" and self.size):
            return None
        return self.end

    def next_due(self, *, end_only: bool = False) -> int | None:
        """When the next thing is to go out, which may be past; None if no clock is waited for.

        `end_only`: the bytes wait for something else, so only a reset can have its time.
        """
        if self.gates:
            return None
        times = []
        if self._pieces and not end_only:
            times.append(max(self._pieces[0][0], *(pacer.next for pacer in self.pacers.values()), 0))
        if self.end == "rst" or (self.end is not None and not self._pieces):
            times.append(self._end_due)
        return min(times, default=None)

    def empty(self, into: Literal["dropped", "undelivered"]) -> None:
        """Give up what is held: `dropped` by a fault, or `undelivered` because the receiver is gone."""
        if into == "dropped":
            self.account.dropped += self.account.held
        else:
            self.account.undelivered += self.account.held
        self._pieces = _NO_PIECES
        self.size = 0
