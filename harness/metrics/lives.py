"""When each life of a serving process was over, as far as anybody could tell."""

from __future__ import annotations

from harness.events import ChildHello, GuardReaped, RunProcessExited, RunServerReady, RunServerStarting


class Lives:
    """Serving processes by their epoch, and when they were known to be dead (monotonic ns)."""

    def __init__(self) -> None:
        self._process: dict[str, tuple[int, int]] = {}
        self._deaths: dict[int, list[int]] = {}
        self._began: dict[int, int] = {}
        self._replaced: dict[str, int] = {}

    def hello(self, event: ChildHello) -> None:
        """A serving process says which epoch it is."""
        if event.role == "server":
            self._process[event.epoch] = (event.pid, event.t)

    def exited(self, event: GuardReaped | RunProcessExited) -> None:
        """A process is gone."""
        self._deaths.setdefault(event.pid, []).append(event.t)

    def starting(self, event: RunServerStarting) -> None:
        """A new life begins."""
        self._began[event.life] = event.t

    def ready(self, event: RunServerReady) -> None:
        """A new life answers, so the ones before it are over.

        Only its own parent sees a reloader's child end, and that parent is not ours.
        """
        began = self._began.get(event.life, 0)
        for epoch, (_, hello) in self._process.items():
            if hello < began:
                self._replaced.setdefault(epoch, event.t)

    def died(self, epoch: str) -> int | None:
        """When the process of this epoch was known to be dead, if it was."""
        pid, since = self._process.get(epoch, (0, 0))
        deaths = [t for t in self._deaths.get(pid, ()) if t >= since]
        deaths += [self._replaced[epoch]] if epoch in self._replaced else []
        return min(deaths, default=None)
