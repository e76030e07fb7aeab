"""Which cells a matrix has, and by what scenario each is measured.

All cells are measured alike: `CLIENTS` clients of one kind talk in one room, fall silent for longer than a ping,
talk again, and meet a restart while they talk (harness/matrix/course.py). Three clients, so that a server with one
thread shows how many it serves; a ping long enough that a thread held by a long poll is held for longer than a
client waits for its namespace (1 s, python-socketio 5), and short enough not to wait for. The pong comes well
after gunicorn has closed what it keeps alive for 2 s, so that the two seldom meet. HTTP libraries are as people
have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

import msgspec

from harness.commands import ClientGroup, RestartHow
from harness.matrix.model import Cell, Key
from harness.options import OptionError, TransportChoice, shown
from harness.scenarios.model import COMMAND, Scenario, ServerPart
from harness.scenarios.own import check, offers
from harness.scenarios.reader import TRANSPORTS
from harness.scenarios.wrong import WrongError
from harness.snapshot import Choice

CLIENTS = 3
GROUP = "matrix"
RATE = 5.0
PING_INTERVAL = 4
PING_TIMEOUT = 5
MOST_JOBS = 8
"""More runs at once than that would only wait for each other."""
ALL_TRANSPORTS: tuple[TransportChoice, ...] = get_args(TransportChoice)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the matrix is asked for; an empty axis means all there is."""

    profiles: tuple[str, ...] = ()
    transports: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """The person's own server, started by us: a row of its own. As `run` has these options."""

    command: str | None = None
    url: str | None = None
    path: str | None = None
    reload_file: Path | None = None

    @property
    def server(self) -> ServerPart | None:
        """It in the words of a scenario; None where none is named. OptionError when that cannot be."""
        if self.command is None and self.url is None:
            return None
        part = ServerPart(
            profile=COMMAND,
            command=self.command or "",
            url=self.url or "",
            path=self.path or "",
            reload="" if self.reload_file is None else str(self.reload_file),
        )
        try:
            check(part, lan=False)
        except WrongError as wrong:
            raise OptionError(f"--command and --url: {wrong.message}") from None
        return part


class MatrixOptions(Asked, frozen=True, kw_only=True):
    """The options of `matrix`: `jobs` runs at a time, each cell `repeat` times at least; 0 chooses."""

    out: Path = Path("runs")
    jobs: int = 0
    repeat: int = 0
    findings: bool = True
    own: Own = Own()
    json: bool = False
    quiet: bool = False


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A cell to be measured: its name, the way in which its profile is restarted, and whose server it is."""

    key: Key
    restart: RestartHow
    own: ServerPart | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The axes in order; the cells that are known already, since they are unavailable; and those to measure."""

    profiles: tuple[str, ...]
    transports: tuple[TransportChoice, ...]
    clients: tuple[str, ...]
    unavailable: tuple[Cell, ...]
    spots: tuple[Spot, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every cell's name, row by row."""
        return tuple(
            (profile, transport, client)
            for profile in self.profiles
            for transport in self.transports
            for client in self.clients
        )


def plan(asked: Asked, profiles: Sequence[Choice], kinds: Sequence[Choice], own: ServerPart | None = None) -> Plan:
    """What is asked for, of what there is. OptionError names what there is not, and what is allowed.

    With a server of the person's `own` it is that alone, unless profiles are named beside it.
    """
    if own is not None:
        profiles = (*profiles, Choice(name=COMMAND, title=own.words(), offers=offers(reloads=bool(own.reload))))
        asked = msgspec.structs.replace(asked, profiles=(*asked.profiles, COMMAND))
    rows = _chosen("--profiles", asked.profiles, [one.name for one in profiles])
    columns = _chosen("--transports", asked.transports, ALL_TRANSPORTS)
    clients = _chosen("--clients", asked.clients, [one.name for one in kinds])
    known = {one.name: one for one in profiles}
    lacking = {one.name: one.needs for one in kinds if not one.available}
    whole = Plan(
        profiles=rows,
        transports=cast("tuple[TransportChoice, ...]", columns),
        clients=clients,
        unavailable=(),
        spots=(),
    )
    needs = {key: known[key[0]].needs or lacking.get(key[2], "") for key in whole.keys}
    cells = [
        Cell(profile=key[0], transport=key[1], client=key[2], available=False, needs=needs[key], why=needs[key])
        for key in whole.keys
        if needs[key]
    ]
    spots = [
        Spot(key=key, restart=_restart(known[key[0]]), own=own if key[0] == COMMAND else None)
        for key in whole.keys
        if not needs[key]
    ]
    return msgspec.structs.replace(whole, unavailable=tuple(cells), spots=tuple(spots))


def scenario(spot: Spot) -> Scenario:
    """The run that measures a cell: nobody's steps, for the course of it waits for things and not for times."""
    profile, transport, client = spot.key
    group = ClientGroup(
        group=GROUP,
        kind=client,
        count=CLIENTS,
        transports=TRANSPORTS[transport],
        rate=RATE,
        room_size=CLIENTS,
        http_retry=True,
    )
    return Scenario(
        name="-".join(spot.key),
        title=" × ".join(spot.key),
        duration=None,
        server=spot.own or ServerPart(profile=profile, ping_interval=PING_INTERVAL, ping_timeout=PING_TIMEOUT),
        clients=(group,),
    )


def _chosen(option: str, asked: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in there:
            raise OptionError(f"{option}: {shown(name)} is not allowed: one of {', '.join(there)}")
    return tuple(dict.fromkeys(asked)) or tuple(there)


def _restart(profile: Choice) -> RestartHow:
    """A profile's own way where it has one: what a reload does is what it is chosen for."""
    return "reload" if "reload" in profile.offers else "graceful"
