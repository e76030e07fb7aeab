"""Which sessions each client had, from when until when: what decides whether a message is lost."""

from __future__ import annotations

from dataclasses import dataclass

from harness.events import ClientConnected, ClientDisconnected, ClientStarted, ClientStopped


@dataclass(slots=True)
class Session:
    """One session of a client; `end` is None while it lives. Times in monotonic ns."""

    sid: str
    start: int
    end: int | None = None


class Sessions:
    """The sessions of every simulated client, as the clients themselves reported them."""

    def __init__(self) -> None:
        self._of: dict[str, list[Session]] = {}
        self._by_sid: dict[tuple[str, str], Session] = {}
        self._home: dict[str, tuple[str, int]] = {}
        self._died: dict[str, int] = {}

    def started(self, event: ClientStarted, shard: str) -> None:
        """A client begins, in this shard."""
        self._home[event.client] = (shard, event.t)

    def connected(self, event: ClientConnected) -> None:
        """A session begins."""
        session = Session(event.sid, event.t)
        self._of.setdefault(event.client, []).append(session)
        self._by_sid[event.client, event.sid] = session

    def disconnected(self, event: ClientDisconnected) -> None:
        """A session is over."""
        session = self._by_sid.get((event.client, event.sid))
        if session is not None and session.end is None:
            session.end = event.t

    def stopped(self, event: ClientStopped) -> None:
        """Every session of this client is over."""
        for session in self._of.get(event.client, ()):
            if session.end is None:
                session.end = event.t

    def shard_died(self, shard: str, t: int) -> list[str]:
        """A process of clients is gone: from then on nothing is known of them. Returns their names."""
        self._died[shard] = t
        return [client for client, (home, _) in self._home.items() if home == shard]

    def is_dead(self, client: str) -> bool:
        """Whether the process of this client died: then nobody can say what reached it."""
        shard, began = self._home.get(client, ("", 0))
        return self._died.get(shard, began - 1) >= began

    def is_over(self, client: str, sid: str) -> bool:
        """Whether this session is known to be over."""
        session = self._by_sid.get((client, sid))
        return session is not None and session.end is not None

    def alive_since(self, client: str, t: int) -> bool:
        """Whether a session lives on that the client had at `t` already."""
        return any(one.start <= t and one.end is None for one in reversed(self._of.get(client, ())))
