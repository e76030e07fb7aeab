"""One file a hypothesis; a new one is found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from harness.diagnosis.hypothesis import Hypothesis


@cache
def hypotheses() -> tuple[Hypothesis, ...]:
    """Every hypothesis there is, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f"{__name__}.{name}").HYPOTHESIS for name in names)
    return tuple(sorted(found, key=lambda one: one.name))
