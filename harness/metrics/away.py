"""When no process of the server was there to answer, by what its processes and their ends tell."""

from __future__ import annotations

from harness.events import AnyEvent, ChildHello, GuardListening, RunProcessExited

Spell = tuple[int, int | None]
"""From when until when, in monotonic ns; it may have no end yet."""


class Away:
    """The times between the end of the last serving process and the first word of the next one.

    `known` is false where no serving process was ever seen. The order in which its sources tell does not matter.
    """

    def __init__(self) -> None:
        self.known = False
        self._marks: list[tuple[int, bool, int]] = []
        self._spells: list[Spell] | None = None

    def fold(self, event: AnyEvent) -> None:
        """Notice who serves, and who has ended."""
        match event:
            case ChildHello(role="server", pid=pid) | GuardListening(pid=pid):
                self.known = True
                self._mark(event.t, pid, serves=True)
            case RunProcessExited(role="server", pid=pid):
                self._mark(event.t, pid, serves=False)
            case _:
                pass

    def covers(self, t: int) -> bool:
        """Whether the server was away at `t`."""
        return any(since <= t and (until is None or t < until) for since, until in self.spells())

    def spells(self) -> list[Spell]:
        """All those times, in order."""
        if self._spells is None:
            self._spells = _between(sorted(self._marks))
        return self._spells

    def _mark(self, t: int, pid: int, *, serves: bool) -> None:
        self._marks.append((t, serves, pid))
        self._spells = None


def _between(marks: list[tuple[int, bool, int]]) -> list[Spell]:
    serving: set[int] = set()
    spells: list[Spell] = []
    gone: int | None = None
    for t, serves, pid in marks:
        if serves:
            if gone is not None:
                spells.append((gone, t))
            gone = None
            serving.add(pid)
        elif pid in serving:
            serving.remove(pid)
            gone = t if not serving else None
    return spells if gone is None else [*spells, (gone, None)]
