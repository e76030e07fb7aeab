"""The same clients at the same server at the same moment: one half through the wire, the other without it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from math import comb
from pathlib import Path
from typing import Protocol

from harness.commands import RestartHow, RunRestartServer
from harness.events import (
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientStarted,
    Record,
)
from harness.scenarios.reader import from_data
from harness.session.change import Change
from harness.session.ending import close
from harness.session.external import External
from harness.session.obey import obey
from harness.session.player import Player
from harness.session.run import Run
from main import house

PATIENCE = 60.0
"""A python-engineio client whose write loop missed the end of polling is back after the ping timeout."""
SIDES = ("direct", "wire")
KINDS = ("python", "python-threads")
TRANSPORTS = {"polling": ["polling"], "websocket": ["websocket"], "upgrade": ["polling", "websocket"]}

Symptom = tuple[str, ...]
Before = Callable[[Run], Callable[[Record], None]]
"""Makes a listener of a run that is about to be."""


class Side:
    """What the clients of a run said of their own troubles, by (side, kind, transport)."""

    def __init__(self) -> None:
        self.symptoms: dict[tuple[str, ...], Counter[Symptom]] = {}
        self.connected: set[str] = set()
        self.change = Change()
        self.on = False
        self._cell: dict[str, tuple[str, ...]] = {}

    def fold(self, record: Record) -> None:
        event = record.event
        match event:
            case ClientStarted():
                self._cell[event.client] = tuple(event.group.split("_"))
            case ClientConnected():
                self.connected.add(event.client)
            case ClientDisconnected():
                self.connected.discard(event.client)
                self._note(event.client, "disconnect", event.reason, event.error, event.errno)
            case ClientConnectError():
                self._note(event.client, "connect error", event.error, event.errno)
            case ClientAttempt() if event.error or (event.status or 0) >= 400:
                what = event.status or event.error
                self._note(event.client, event.kind, str(what), event.errno)
        self.change.poke()

    def _note(self, client: str, *symptom: str | None) -> None:
        if self.on:
            seen = self.symptoms.setdefault(self._cell[client], Counter())
            seen[tuple(word or "-" for word in symptom)] += 1


def unlike(side: Side) -> list[str]:
    """The symptoms that one side has and the other has not, beyond chance (two-sided sign test, 1 in 10,000).

    Looked at for each kind and transport, and once more for all clients together by what failed and its errno, so
    that a difference of a few clients each adds up.
    """
    found = []
    for cell in [(kind, transport) for kind in KINDS for transport in TRANSPORTS]:
        direct, wire = (side.symptoms.get((one, *cell), Counter()) for one in SIDES)
        found += unlike_by_chance(" ".join(cell), direct, wire)
    together = {one: _together(side, one) for one in SIDES}
    return found + unlike_by_chance("all", together["direct"], together["wire"])


def _together(side: Side, which: str) -> Counter[Symptom]:
    pooled: Counter[Symptom] = Counter()
    for (one, _, _), symptoms in side.symptoms.items():
        for symptom, count in symptoms.items() if one == which else ():
            pooled[symptom[0], symptom[-1]] += count
    return pooled


def unlike_by_chance(who: str, direct: Counter[Symptom], wire: Counter[Symptom]) -> list[str]:
    found = []
    for symptom in sorted(direct.keys() | wire.keys()):
        seen, among = min(direct[symptom], wire[symptom]), direct[symptom] + wire[symptom]
        chance = 2 * sum(comb(among, one) for one in range(seen + 1)) / 2**among
        if chance < 0.0001:
            found.append(f"{who} {symptom}: {direct[symptom]} direct, {wire[symptom]} wire")
    return found


def groups(count: int, rate: float, transports: dict[str, list[str]] = TRANSPORTS) -> list[dict[str, object]]:
    return [
        {
            "group": f"{side}_{kind}_{name}",
            "kind": kind,
            "count": count,
            "transports": tried,
            "rate": rate,
            "own_port": side == "direct",
        }
        for side in SIDES
        for kind in KINDS
        for name, tried in transports.items()
    ]


class HalfDirect(Run):
    """A run whose clients with a port of their own are given the server's own address instead: `direct`."""

    direct = ""

    async def _own_port(self, _client: str) -> str:
        if self.keeper is None:
            return self.direct
        return f"http://{self.keeper.spec.host}:{self.keeper.spec.port}"


def half_direct(
    title: str, profile: str, groups: list[dict[str, object]], out: Path, theirs: Theirs | None
) -> Run:
    """A run of these groups at a server of ours, or of theirs, that a test restarts by itself."""
    data = {"title": title, "server": {"profile": profile}, "clients": groups}
    external = None if theirs is None else theirs.external
    run = HalfDirect(house(), from_data(data, "transparency"), out, external=external)
    run.direct = "" if theirs is None else theirs.direct
    return run


class Theirs(Protocol):
    """A server that is not ours: clients reach it at `direct`, the wire at `external`."""

    @property
    def direct(self) -> str: ...

    @property
    def external(self) -> External: ...

    async def restart(self, downtime: float) -> None: ...


async def compare(
    profile: str,
    how: RestartHow,
    out: Path,
    *,
    restarts: int,
    count: int = 3,
    rate: float = 8.0,
    transports: dict[str, list[str]] = TRANSPORTS,
    before: Before | None = None,
) -> Side:
    """Restart the server some times under clients on both sides; returns what they said."""
    run = half_direct("transparency", profile, groups(count, rate, transports), out, None)

    async def restart() -> None:
        why = await obey(run, RunRestartServer(how=how, downtime=0.5), "command line")
        assert why == "", why

    return await _watched(run, restart, count * len(SIDES) * len(KINDS) * len(transports), restarts, before)


async def compare_theirs(theirs: Theirs, out: Path, *, restarts: int, count: int = 3, rate: float = 8.0) -> Side:
    """The same with a server that is not ours."""
    run = half_direct("transparency", "gevent", groups(count, rate), out, theirs)
    everyone = count * len(SIDES) * len(KINDS) * len(TRANSPORTS)
    return await _watched(run, lambda: theirs.restart(0.5), everyone, restarts, None)


async def _watched(
    run: Run, restart: Callable[[], Awaitable[None]], everyone: int, restarts: int, before: Before | None
) -> Side:
    side = Side()
    run.journal.listen(side.fold)
    if before is not None:
        run.journal.listen(before(run))
    player = Player(run)
    living = asyncio.ensure_future(player.live())
    try:
        for _ in range(restarts):
            assert await side.change.until(lambda: len(side.connected) == everyone, PATIENCE), (
                f"{len(side.connected)} of {everyone} connected: {run.trouble}"
            )
            side.on = True
            await restart()
        assert await side.change.until(lambda: len(side.connected) == everyone, PATIENCE)
    finally:
        side.on = False
        player.stop("interrupted")
        await close(run, await living)
    return side
