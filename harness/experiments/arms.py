"""Arms in few words: scenarios of an experiment, made of data as a TOML file would have it."""

from __future__ import annotations

from typing import Any

from harness.experiments.design import Arm, Happened
from harness.experiments.figures import everybody_came
from harness.scenarios.reader import from_data

Table = dict[str, Any]
CLIENTS = 3
JOIN_AT = 1.0
"""When clients come who shall find a fault there already."""
GROUP = "clients"


def people(**more: Any) -> Table:  # noqa: ANN401 - as the scenario's table has it
    """A group of clients that poll and talk, unless told otherwise."""
    table: Table = {"group": GROUP, "kind": "python", "count": CLIENTS, "transports": ["polling"], "rate": 5.0}
    return table | more


def step(at: float, do: str, **more: Any) -> Table:  # noqa: ANN401 - as above
    """A step of a scenario."""
    return {"at": at, "do": do, **more}


def arm(
    name: str,
    words: str,
    *,
    profile: str,
    seconds: float,
    clients: Table | None = None,
    steps: tuple[Table, ...] = (),
    pings: tuple[int, int] = (25, 20),
    late: bool = False,
    sound: Happened | None = everybody_came,
) -> Arm:
    """An arm whose runs are served by `profile` for so many seconds.

    `late`: the clients come at `JOIN_AT`, so that they find what the steps at second 0 have set up. `pings`:
    interval and timeout in seconds.
    """
    group = people() if clients is None else clients
    if late:
        come = step(JOIN_AT, "clients", group=group["group"], count=group["count"])
        steps, group = (come, *steps), group | {"count": 0}
    data: Table = {
        "title": words,
        "duration": seconds,
        "server": {"profile": profile, "ping_interval": pings[0], "ping_timeout": pings[1]},
        "clients": [group],
        "steps": list(steps),
    }
    return Arm(name=name, words=words, scenario=from_data(data, name), sound=sound)
