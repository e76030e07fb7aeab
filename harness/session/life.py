"""The server's processes since its last start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

READY_SECONDS = 40.0
"""How long a server is given to answer."""


@dataclass
class Life:
    """What is known of them: who was started by the guard, who serves, who has ended, and whether none is left.

    `firsts`: the processes the guard started, the server's own and those beside it. `serving`: the epoch of each
    process that ever served, by its pid, in the order they came. `told`: those whose end is on record.
    """

    firsts: list[int] = field(default_factory=list)
    serving: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    empty: bool = True

    @property
    def serve(self) -> tuple[int, ...]:
        """The processes that serve now, the eldest first."""
        return tuple(pid for pid in self.serving if pid not in self.gone)

    def came(self, pid: int, epoch: str) -> None:
        """A process serves (again, where a pid was used before)."""
        self.gone.discard(pid)
        self.told.discard(pid)
        self.serving.pop(pid, None)
        self.serving[pid] = epoch

    def others(self, before: Mapping[int, str]) -> dict[int, str]:
        """Who serves now and did not before: epochs by pid."""
        return {pid: self.serving[pid] for pid in self.serve if before.get(pid) != self.serving[pid]}
