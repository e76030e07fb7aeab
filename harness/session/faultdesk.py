"""The faults of a run: numbers them, sends them to the wire, and knows which are on."""

from __future__ import annotations

from typing import Any

from harness.children import Child
from harness.clock import Clock, monotonic_ns, seconds
from harness.commands import Target, WireAim, WireApply, WireLift
from harness.events import Record, WireFaultApplied, WireFaultLifted, WireFaultTouched
from harness.snapshot import FaultRow


class FaultsOn:
    """The faults that are on, as the wire says it."""

    def __init__(self, clock: Clock = monotonic_ns) -> None:
        self._clock = clock
        self._on: dict[int, WireFaultApplied] = {}
        self._touched: dict[int, int] = {}

    def fold(self, record: Record) -> None:
        """Take one event."""
        event = record.event
        if isinstance(event, WireFaultApplied):
            self._on[event.id] = event
        elif isinstance(event, WireFaultTouched):
            self._touched[event.id] = self._touched.get(event.id, 0) + 1
        elif isinstance(event, WireFaultLifted):
            self._on.pop(event.id, None)

    def rows(self) -> tuple[FaultRow, ...]:
        """The faults that are on."""
        now = self._clock()
        return tuple(
            FaultRow(
                id=event.id,
                fault=event.fault,
                target=event.target,
                touched=self._touched.get(event.id, 0),
                left=None if event.until is None else max(0.0, seconds(event.until - now)),
            )
            for event in self._on.values()
        )


class FaultDesk(FaultsOn):
    """Applies and lifts faults; what is on is what the wire says is on."""

    def __init__(self, wire: Child, clock: Clock = monotonic_ns) -> None:
        super().__init__(clock)
        self._wire = wire
        self._last = 0
        self.by_kind: dict[int, Target] = {}
        """The targets as they were asked, of the faults aimed at a kind of client: others may join."""

    def apply(self, fault: str, params: dict[str, Any], target: Target, duration: float | None) -> int:
        """Switch a fault on; returns its number in the run."""
        self._last += 1
        self._wire.send(WireApply(id=self._last, fault=fault, params=params, target=target, duration=duration))
        return self._last

    def aim(self, number: int, target: Target) -> None:
        """Aim a fault anew."""
        self._wire.send(WireAim(id=number, target=target))

    def lift(self, number: int | None = None, fault: str = "") -> int:
        """Switch off the fault with this number, all of this name, or all; returns how many that are."""
        chosen = [
            event.id for event in self._on.values() if number in {None, event.id} and fault in {"", event.fault}
        ]
        for one in chosen:
            self._wire.send(WireLift(id=one))
        return len(chosen)

    def end(self, number: int) -> None:
        """Switch one off that was applied here, whether the wire has said so yet or not."""
        self._wire.send(WireLift(id=number))

    def fold(self, record: Record) -> None:
        """Take one event."""
        super().fold(record)
        if isinstance(record.event, WireFaultLifted):
            self.by_kind.pop(record.event.id, None)
