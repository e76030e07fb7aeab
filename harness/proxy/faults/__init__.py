"""The faults, one file each; what is dropped in this folder can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from harness import parameters
from harness.proxy.faults.base import Fault
from harness.proxy.faults.packet import PacketFault
from harness.snapshot import Choice


@cache
def _kinds() -> dict[str, type[Fault]]:
    """Every fault there is, by its name."""
    return parameters.kinds_in(__name__, __path__, Fault)


def catalogue(no_packets: str = "") -> tuple[Choice, ...]:
    """The faults to choose from, each with the JSON Schema of its parameters (units in `x-unit`).

    `no_packets` says what the faults of packets need, where there can be none.
    """
    return tuple(_choice(kind, no_packets if issubclass(kind, PacketFault) else "") for kind in _kinds().values())


def of_packets(name: str) -> bool:
    """Whether the fault of this name acts on packets, which need a cable of their own."""
    kind = _kinds().get(name)
    return kind is not None and issubclass(kind, PacketFault)


def parse(name: str, params: Mapping[str, Any]) -> Fault:
    """A fault from its name and parameters. ValueError with one line that names the key and what is allowed."""
    kind = _kinds().get(name)
    if kind is None:
        raise ValueError(f"there is no fault {name!r}; there are {', '.join(_kinds())}")
    return parameters.parsed(kind, name, params)


def _choice(kind: type[Fault], lacking: str) -> Choice:
    return Choice(
        name=kind.name,
        title=parameters.title(kind),
        available=not lacking,
        needs=lacking,
        schema=parameters.schema(kind),
        family=kind.family,
    )
