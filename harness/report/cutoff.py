"""Who was cut off, for how long, and what that client met: from the clients' own word, and the wire's of 400s."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from harness.clock import seconds
from harness.events import (
    PROBE,
    AnyEvent,
    ClientConnected,
    ClientDisconnected,
    ClientStarted,
    ClientStopped,
    RunEnding,
    WireResponse,
)


@dataclass
class Client:
    """One client. `spells`: each time it was cut off, in seconds; `out`: it still is, since then (ns)."""

    group: str
    kind: str
    spells: list[float] = field(default_factory=list)
    out: int | None = None
    refused: int = 0

    @property
    def cut(self) -> int:
        """So many times it was cut off."""
        return len(self.spells) + (self.out is not None)


class CutOff:
    """Folds events into what each client went through; what comes after the run began to end is not counted."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}
        self.refused: Counter[str] = Counter()
        self._alive: dict[str, set[int]] = defaultdict(set)
        self._end: int | None = None

    def fold(self, event: AnyEvent) -> None:
        """Take one event, in the order of their numbers."""
        if isinstance(event, RunEnding):
            self._end = event.t
        if self._end is not None and event.t > self._end:
            return
        match event:
            case ClientStarted(client=name):
                self.clients.setdefault(name, Client(event.group, event.kind)).out = None
                self._alive[name] = set()
            case ClientConnected(client=name) if client := self.clients.get(name):
                self._alive[name].add(event.generation)
                if client.out is not None:
                    client.spells.append(seconds(event.t - client.out))
                    client.out = None
            case ClientDisconnected(client=name) if client := self.clients.get(name):
                self._lost(name, client, event)
            case ClientStopped(client=name) if client := self.clients.get(name):
                client.out = None
                self._alive[name].clear()
            case WireResponse(status=400, kind=kind) if kind != "page":
                self._refused(event)
            case _:
                pass

    def _lost(self, name: str, client: Client, event: ClientDisconnected) -> None:
        """A client with another socket alive is not cut off."""
        self._alive[name].discard(event.generation)
        if not self._alive[name] and client.out is None:
            client.out = event.t

    def _refused(self, event: WireResponse) -> None:
        if event.sid and event.client != PROBE:
            self.refused[event.sid] += 1
        if client := self.clients.get(event.client or ""):
            client.refused += 1

    @property
    def were_cut(self) -> dict[str, Client]:
        """The clients that were cut off, by name."""
        return {name: one for name, one in sorted(self.clients.items()) if one.cut}

    @property
    def out(self) -> int:
        """So many are still cut off at the end."""
        return sum(one.out is not None for one in self.clients.values())

    @property
    def most_refused(self) -> int:
        """The most requests of one session that were refused: a client that goes on with a dead one has many."""
        return max(self.refused.values(), default=0)

    def lasting(self, client: Client) -> list[float]:
        """Each time it was cut off, in seconds, the last one until the end of the run."""
        open_end = [] if client.out is None or self._end is None else [seconds(self._end - client.out)]
        return [*client.spells, *open_end]
