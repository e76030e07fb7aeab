"""Which kinds and behaviours there are: every module in `kinds/` and `behaviours/`, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from harness.clients import behaviours as behaviour_files
from harness.clients import kinds as kind_files
from harness.clients.spec import Behaviour, Kind
from harness.snapshot import Choice


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


def catalogue_kinds() -> tuple[Choice, ...]:
    """The kinds as they can be chosen."""
    return tuple(Choice(name=kind.name, title=kind.title) for kind in kinds().values())


def catalogue_behaviours() -> tuple[Choice, ...]:
    """The behaviours as they can be chosen."""
    return tuple(Choice(name=behaviour.name, title=behaviour.title) for behaviour in behaviours().values())
