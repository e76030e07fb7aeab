"""The figures of the charts, one file each: `FIGURE`, and `fold(event)` → (series key, increment) or None.

A file dropped in here is a figure: nothing else has to know it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from harness.events import AnyEvent
from harness.snapshot import Figure

ChartFold = Callable[[AnyEvent], tuple[str, float] | None]


@cache
def charted() -> tuple[tuple[Figure, ChartFold], ...]:
    """Every figure with its fold, by the names of their files."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple((module.FIGURE, module.fold) for module in modules)


def figures() -> tuple[Figure, ...]:
    """Every figure there is to draw."""
    return tuple(figure for figure, _ in charted())
