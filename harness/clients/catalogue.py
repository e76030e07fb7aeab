"""Which kinds and behaviours there are: every module in `kinds/` and `behaviours/`, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from harness.clients import behaviours as behaviour_files
from harness.clients import kinds as kind_files
from harness.clients.spec import Behaviour, Kind, Ramp, SimClient, Spec
from harness.snapshot import Choice

if TYPE_CHECKING:
    from harness.clients.talk import Talk
    from harness.clients.voice import Voice

Maker = Callable[[Spec, "Voice", "Talk", Ramp], SimClient]
"""Makes a client whose kind and behaviour are settled."""


def _modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of client by name. Cheap: their libraries are imported when a client is made."""
    return {module.KIND.name: module.KIND for module in _modules(kind_files)}


@cache
def behaviours() -> dict[str, Behaviour]:
    """The behaviours by name."""
    return {module.BEHAVIOUR.name: module.BEHAVIOUR for module in _modules(behaviour_files)}


def maker(kind: str, behaviour: str) -> Maker | None:
    """How a client of this kind and behaviour is made in the child `clients`; None when there is none there."""
    what, how = kinds().get(kind), behaviours().get(behaviour)
    if what is None or how is None or what.make is None or not what.fits(how):
        return None
    make = what.make
    return lambda spec, voice, talk, ramp: make(spec, how, voice, talk, ramp)


def catalogue_kinds() -> tuple[Choice, ...]:
    """The kinds as they can be chosen; `offers` are the behaviours each can have."""
    return tuple(_kind(kind) for kind in kinds().values())


def catalogue_behaviours() -> tuple[Choice, ...]:
    """The behaviours as they can be chosen."""
    return tuple(Choice(name=behaviour.name, title=behaviour.title) for behaviour in behaviours().values())


def _kind(kind: Kind) -> Choice:
    needs = kind.needs()
    return Choice(
        name=kind.name,
        title=kind.title,
        available=not needs,
        needs=needs,
        brings=kind.brings if needs else "",
        offers=tuple(name for name, behaviour in behaviours().items() if kind.fits(behaviour)),
        libraries=kind.libraries(),
    )
