"""What a publisher needs of a run, be it one that goes on or one that is replayed."""

# ruff: noqa: D102  - what the names of a run mean stands in run.py

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from harness.commands import ClientGroup
from harness.diagnosis.told import Told
from harness.metrics.tally import Tally
from harness.scenarios.model import Scenario
from harness.session.marks import Marks
from harness.session.plan import Plan
from harness.snapshot import FaultRow, LanCard, RunState, ServerCard, WayRow


class Account(Protocol):
    """How many events there were, as a recorder counts them."""

    @property
    def offered(self) -> int:
        """That were to be recorded."""
        ...

    @property
    def written(self) -> int:
        """That are recorded."""
        ...

    @property
    def dropped(self) -> int:
        """That are lost."""
        ...


class Place(Protocol):
    """Where a run lies."""

    @property
    def path(self) -> Path:
        """Its folder or bundle."""
        ...


class LanDesk(Protocol):
    """Whether the LAN takes part."""

    def card(self) -> LanCard:
        """As the window has it."""
        ...


class FaultRows(Protocol):
    """The faults that are on."""

    def rows(self) -> tuple[FaultRow, ...]:
        """As the window has them."""
        ...


class Shown(Protocol):
    """A run, as a window is told of it; what the names mean stands in `run.py`."""

    # fmt: off
    @property
    def run_id(self) -> str: ...
    @property
    def state(self) -> RunState: ...
    @property
    def trouble(self) -> str: ...
    @property
    def ended_at(self) -> float | None: ...
    @property
    def core_pid(self) -> int: ...
    @property
    def root(self) -> str: ...
    @property
    def raw(self) -> bool: ...
    @property
    def scenario(self) -> Scenario: ...
    @property
    def folder(self) -> Place: ...
    @property
    def recorder(self) -> Account: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def told(self) -> Told: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def groups(self) -> dict[str, ClientGroup]: ...
    @property
    def lan(self) -> LanDesk: ...
    @property
    def faults(self) -> FaultRows | None: ...
    def card(self) -> ServerCard: ...
    def ailing(self) -> tuple[WayRow, ...]: ...
    def summary(self) -> dict[str, Any]: ...
    def tap_lost(self) -> int: ...
    # fmt: on
