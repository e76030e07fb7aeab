"""A cache in front of clients that keeps a handshake's answer, as a proxy or a service worker wrongly may.

What a client finds there is another one's session (Engine.IO 4: a GET without a sid opens one). It uses that once:
whoever shakes hands by itself, the first of a group or one that comes back, leaves its answer in the cache. Who
asks while another of the group is being answered waits for that answer, as proxies do it.
"""

from __future__ import annotations

from harness.clients.request import request_of
from harness.clients.spec import Behaviour


class Kept:
    """An answer from the cache, as aiohttp (`status`, `read`) and requests (`status_code`, `content`) have it."""

    status = status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def read(self) -> bytes:
        """The body."""
        return self.content


_bodies: dict[str, bytes] = {}
"""The answers that are kept, by group of clients: a process has one cache."""


class Cache:
    """The cache as one client of a group sees it."""

    def __init__(self, group: str) -> None:
        self.group = group
        self._fresh = True

    def find(self) -> Kept | None:
        """What is kept, for the client's first handshake; None when it must ask by itself."""
        body = _bodies.get(self.group) if self._fresh else None
        self._fresh = False
        return None if body is None else Kept(body)

    def keep(self, body: bytes) -> None:
        """Keep the answer to a handshake."""
        _bodies[self.group] = body


def cache_for(behaviour: Behaviour, group: str) -> Cache | None:
    """A client's view of the cache, where its behaviour has one."""
    return Cache(group) if behaviour.shares_handshake else None


def is_handshake(method: str, url: str) -> bool:
    """Whether this opens a session over polling."""
    return request_of(method, url).kind == "handshake"
