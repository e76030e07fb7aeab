"""What is measured of a profile's server besides the cells: every module here that has a `MEASURE`.

Each asks the server itself, not through the wire, with plain sockets, so that what it finds is the server's.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from harness.matrix.measures.base import Measure


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.MEASURE for module in modules if hasattr(module, "MEASURE"))
