"""Keeps the simulated clients: which groups there are, in which child each client lives, who talks to whom.

A client is `<group>-<number>`. Clients of a kind share children (shards), so many to a child that one child does
not pin its core (`SHARD_SIZES`); rooms are cut from a group in order, `room_size` clients each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from harness.children import Child
from harness.commands import ClientGroup, ClientsQuiet, ClientsRun

SHARD_SIZES = {"python": 250, "python-threads": 100, "node": 500, "browser": 25}
DEFAULT_SHARD_SIZE = 100

SpawnShard = Callable[[str, str], Awaitable[Child]]
"""Starts a child for clients of a kind, under a name."""
OpenPort = Callable[[str], Awaitable[str]]


def names_of(group: ClientGroup) -> tuple[str, ...]:
    """The clients of a group, in order."""
    return tuple(f"{group.group}-{number}" for number in range(1, group.count + 1))


def rooms_of(group: ClientGroup) -> dict[str, tuple[str, ...]]:
    """For each client of the group, everyone its messages are meant for: its room, itself included."""
    names, size = names_of(group), max(1, group.room_size)
    rooms = [names[start : start + size] for start in range(0, len(names), size)]
    return {name: room for room in rooms for name in room}


class Crowd:
    """The simulated clients of a run, by group."""

    def __init__(
        self,
        spawn: SpawnShard,
        open_port: OpenPort,
        url: str,
        seed: int,
        *,
        netns: str = "",
        path: str = "/socket.io/",
    ) -> None:
        self.groups: dict[str, ClientGroup] = {}
        self._spawn = spawn
        self._open_port = open_port
        self._url = url
        self._netns = netns
        self._seed = seed
        self._path = path
        self._shards: dict[tuple[str, int], Child] = {}
        self._used: dict[str, set[tuple[str, int]]] = {}
        self._urls: dict[str, str] = {}

    @property
    def shards(self) -> tuple[Child, ...]:
        """The children the clients live in."""
        return tuple(self._shards.values())

    async def prepare(self, group: ClientGroup) -> None:
        """Have the children ready that this group needs, so that its clients start at once when it is set."""
        for key in self._parts(group):
            if key not in self._shards:
                self._shards[key] = await self._spawn(group.kind, f"clients-{len(self._shards)}")

    async def set(self, group: ClientGroup) -> None:
        """Make the group be exactly this; shards that no longer hold any of it are told so."""
        await self.prepare(group)
        parts = self._parts(group)
        urls = await self._own_ports(group)
        left = self._used.get(group.group, set()) - parts.keys()
        for key in left:
            self._tell(key, group, (), {})
        for key, names in parts.items():
            self._tell(key, group, names, urls)
        self._used[group.group] = set(parts)
        self.groups[group.group] = group

    def quiet(self) -> None:
        """Have every client send no more numbered messages."""
        for shard in self._shards.values():
            shard.send(ClientsQuiet())

    def _parts(self, group: ClientGroup) -> dict[tuple[str, int], tuple[str, ...]]:
        size = SHARD_SIZES.get(group.kind, DEFAULT_SHARD_SIZE)
        names = names_of(group)
        starts = range(0, len(names), size)
        return {(group.kind, start // size): names[start : start + size] for start in starts}

    async def _own_ports(self, group: ClientGroup) -> dict[str, str]:
        if not group.own_port:
            return {}
        for name in names_of(group):
            if name not in self._urls:
                self._urls[name] = await self._open_port(name)
        return {name: self._urls[name] for name in names_of(group)}

    def _tell(
        self, key: tuple[str, int], group: ClientGroup, names: tuple[str, ...], urls: dict[str, str]
    ) -> None:
        rooms = rooms_of(group)
        self._shards[key].send(
            ClientsRun(
                url=self._url,
                netns=self._netns,
                path=self._path,
                group=group,
                names=names,
                rooms={name: rooms[name] for name in names},
                seed=self._seed,
                urls={name: urls[name] for name in names if name in urls},
            )
        )
