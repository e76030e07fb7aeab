"""What a publisher needs of a run, be it one that goes on or one that is replayed."""

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
    def run_id(self) -> str: ...  # noqa: D102  - here and below: as in run.py
    @property
    def state(self) -> RunState: ...  # noqa: D102
    @property
    def trouble(self) -> str: ...  # noqa: D102
    @property
    def ended_at(self) -> float | None: ...  # noqa: D102
    @property
    def core_pid(self) -> int: ...  # noqa: D102
    @property
    def root(self) -> str: ...  # noqa: D102
    @property
    def scenario(self) -> Scenario: ...  # noqa: D102
    @property
    def folder(self) -> Place: ...  # noqa: D102
    @property
    def recorder(self) -> Account: ...  # noqa: D102
    @property
    def tally(self) -> Tally: ...  # noqa: D102
    @property
    def told(self) -> Told: ...  # noqa: D102
    @property
    def marks(self) -> Marks: ...  # noqa: D102
    @property
    def plan(self) -> Plan: ...  # noqa: D102
    @property
    def groups(self) -> dict[str, ClientGroup]: ...  # noqa: D102
    @property
    def lan(self) -> LanDesk: ...  # noqa: D102
    @property
    def faults(self) -> FaultRows | None: ...  # noqa: D102
    def card(self) -> ServerCard: ...  # noqa: D102
    def ailing(self) -> tuple[WayRow, ...]: ...  # noqa: D102
    def summary(self) -> dict[str, Any]: ...  # noqa: D102
    def tap_lost(self) -> int: ...  # noqa: D102
    # fmt: on
