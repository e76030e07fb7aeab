"""Packages hidden from one process: as good as not installed, whatever stands in the environment.

Some ways to serve need a package that others must not see. python-engineio, for one, serves gevent's WebSockets
with gevent-websocket as soon as it can be imported (`engineio/async_drivers/gevent.py`), and refuses them where
the web server is not made for it. A process that hides it runs as where nobody installed it: the import fails,
`find_spec` finds nothing, and there is no version of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution
from types import ModuleType
from typing import Any

PACKAGES = {"geventwebsocket": "gevent-websocket"}
"""The package of a module, where their names differ."""


def package_of(module: str) -> str:
    """The package that brings a module, as it is installed."""
    return PACKAGES.get(module, module)


def hide(modules: Iterable[str]) -> None:
    """Hide modules, their submodules and their packages from this process, before any of them is imported.

    Forked processes inherit it; one that is started afresh does not. RuntimeError when one is imported already.
    """
    hidden = frozenset(modules)
    if late := sorted(hidden & sys.modules.keys()):
        raise RuntimeError(f"too late to hide {', '.join(late)}: imported already")
    if hidden:
        sys.meta_path[:] = [Blinkered(finder, hidden) for finder in sys.meta_path]


class Blinkered:
    """A finder of `sys.meta_path` that does not see some modules; in all else the finder it stands for."""

    def __init__(self, finder: Any, modules: frozenset[str]) -> None:  # noqa: ANN401  # finders share no class
        self._finder = finder
        self._modules = modules
        self._packages = frozenset(_canonical(package_of(module)) for module in modules)
        if hasattr(finder, "find_distributions"):
            self.find_distributions = self._distributions

    def __getattr__(self, name: str) -> object:
        return getattr(self._finder, name)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """The module's spec as the finder finds it; None for one that is hidden."""
        if name.partition(".")[0] in self._modules:
            return None
        found: ModuleSpec | None = self._finder.find_spec(name, path, target)
        return found

    def _distributions(self, *context: object, **kwargs: object) -> Iterable[Distribution]:
        """What is installed (`importlib.metadata` asks this), but for what is hidden."""
        for found in self._finder.find_distributions(*context, **kwargs):
            if _canonical(found.metadata["Name"]) not in self._packages:
                yield found


def _canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
