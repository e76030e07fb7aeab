"""One file an experiment; a new one is found by being there. Each has a function `design()`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from harness.experiments.design import Design
from harness.options import OptionError, shown


@cache
def names() -> tuple[str, ...]:
    """What can be asked for: the hypotheses that have an experiment, and `document`."""
    return tuple(sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(__path__)))


def design(name: str) -> Design:
    """The experiment of this name. OptionError lists those there are."""
    if name not in names():
        raise OptionError(f"{shown(name)}: there is no experiment on that: one of {', '.join(names())}")
    made: Design = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").design()
    return made
