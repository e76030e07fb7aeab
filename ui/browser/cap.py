"""The browser's cap on connections: whose requests wait since their profile has six to that host."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.clock import NS_PER_S
from harness.events import ClientCapped

CAP = 6
"""Connections to one host and profile over HTTP/1.1 (Chromium, net/socket/client_socket_pool_manager.cc)."""
PATIENCE = NS_PER_S // 2
"""A request that waits for less, in ns, is not told."""

Key = tuple[str, str]
"""A request of a profile: its client, and the number its page gave it."""


@dataclass(slots=True)
class _Asked:
    host: str
    since: int
    has_connection: bool = False
    told: bool = False


class Pool:
    """The HTTP requests under way of one profile, by all its pages. Times in ns."""

    def __init__(self) -> None:
        self._asked: dict[Key, _Asked] = {}

    def asked(self, key: Key, url: str, t: int) -> None:
        """A page wants to send a request."""
        self._asked[key] = _Asked(urlsplit(url).netloc, t)

    def sent(self, key: Key) -> None:
        """The request has got a connection."""
        if asked := self._asked.get(key):
            asked.has_connection = True

    def over(self, key: Key) -> None:
        """The request was answered, or failed."""
        self._asked.pop(key, None)

    def left(self, client: str) -> None:
        """The page of this client is gone, and all it has asked for."""
        self._asked = {key: one for key, one in self._asked.items() if key[0] != client}

    def look(self, now: int) -> list[ClientCapped]:
        """Who waits for a connection, for half a second at least, and has not been told of."""
        taken = Counter(one.host for one in self._asked.values() if one.has_connection)
        waiting = {key: one for key, one in self._asked.items() if not one.has_connection}
        news: dict[tuple[str, str], int] = {}
        for (client, _), one in waiting.items():
            if not one.told and now - one.since >= PATIENCE and taken[one.host] >= CAP:
                one.told = True
                news[client, one.host] = min(one.since, news.get((client, one.host), now))
        each = Counter((client, one.host) for (client, _), one in waiting.items())
        return [
            ClientCapped(
                t=now,
                client=client,
                host=host,
                open=taken[host],
                waiting=each[client, host],
                took=_seconds(now, t),
            )
            for (client, host), t in news.items()
        ]


def _seconds(now: int, since: int) -> float:
    return round((now - since) / NS_PER_S, 3)
