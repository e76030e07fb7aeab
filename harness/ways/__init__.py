"""The ways to fail, one file each; what is dropped in this folder can be chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from harness import parameters
from harness.snapshot import Choice
from harness.ways.base import Way


@cache
def _kinds() -> dict[str, type[Way]]:
    """Every way there is, by its name."""
    return parameters.kinds_in(__name__, __path__, Way)  # type: ignore[type-abstract]  # asked for its subclasses


def catalogue() -> tuple[Choice, ...]:
    """The ways to choose from, each with the JSON Schema of its parameters (units in `x-unit`)."""
    return tuple(_choice(kind) for kind in _kinds().values())


def lasts(name: str) -> bool:
    """Whether the way of this name goes on until it is relieved, so that it can be given a duration."""
    kind = _kinds().get(name)
    return kind is not None and kind.lasts


def by_line(name: str) -> bool:
    """Whether the serving processes have to do it themselves, told to over their witness connections."""
    kind = _kinds().get(name)
    return kind is not None and kind.by_line


def parse(name: str, params: Mapping[str, Any]) -> Way:
    """A way from its name and parameters. ValueError with one line that names the key and what is allowed."""
    kind = _kinds().get(name)
    if kind is None:
        raise ValueError(f"there is no way to fail {name!r}; there are {', '.join(_kinds())}")
    return parameters.parsed(kind, name, params)


def lacking(kind: type[Way], system: str = sys.platform, family: str = os.name) -> str:
    """What is missing on this machine for a way, in words; empty when nothing is."""
    if kind.linux_only and system != "linux":
        return f"Linux: {kind.linux_only}"
    if kind.posix_only and family != "posix":
        return "a system with POSIX signals"
    return ""


def _choice(kind: type[Way]) -> Choice:
    needs = lacking(kind)
    return Choice(
        name=kind.name,
        title=parameters.title(kind),
        available=not needs,
        needs=needs,
        schema=parameters.schema(kind),
        family="lasting" if kind.lasts else "at once",
    )
