"""Who of a process tree listens, seen from outside: a server that is not ours says nothing to us.

Processes are looked for every `LOOK_SECONDS`; their sockets only when the tree has changed, or while nobody
listens at the port that matters, since asking for them costs what the machine has connections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import psutil

from harness.clock import Clock, monotonic_ns
from harness.events import Event, GuardGone, GuardListening
from harness.processes import Identity, eldest_first

LOOK_SECONDS = 0.1


def listening(pid: int) -> set[tuple[str, int]]:
    """The addresses at which a process listens, those it has inherited included; none of one that is gone."""
    try:
        found = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return set()
    return {(one.laddr.ip, one.laddr.port) for one in found if one.status == psutil.CONN_LISTEN and one.laddr}


def parent_of(pid: int) -> int:
    """The pid of a process's parent; 0 of one that is gone."""
    try:
        return psutil.Process(pid).ppid()
    except psutil.Error:
        return 0


class Onlooker:
    """Watches the processes of a tree for those that listen; `port` is the one that matters."""

    def __init__(self, port: int, say: Callable[[Event], None], clock: Clock = monotonic_ns) -> None:
        self._port = port
        self._say = say
        self._clock = clock
        self._members: set[Identity] = set()
        self._told: dict[Identity, set[tuple[str, int]]] = {}

    def look(self, members: Iterable[Identity]) -> None:
        """Say what is new, the eldest first: of a parent and the child it listens with, the child comes last."""
        members = set(members)
        self._tell_gone(members)
        if members == self._members and self._is_served():
            return
        self._members = members
        for one in eldest_first(members):
            self._tell_listening(one)

    def _is_served(self) -> bool:
        return any(port == self._port for told in self._told.values() for _, port in told)

    def _tell_gone(self, members: set[Identity]) -> None:
        for one in self._told.keys() - members:
            del self._told[one]
            self._say(GuardGone(t=self._clock(), pid=one.pid))

    def _tell_listening(self, one: Identity) -> None:
        told = self._told.get(one, set())
        for host, port in sorted(listening(one.pid) - told):
            self._told.setdefault(one, set()).add((host, port))
            self._say(
                GuardListening(t=self._clock(), pid=one.pid, host=host, port=port, parent=parent_of(one.pid))
            )
