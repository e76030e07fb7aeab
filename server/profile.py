"""A profile: one way to serve the chat. Each is a file in `server/profiles/` with a `PROFILE` in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from server.settings import Settings
from server.witness import Witness

COMMON_PACKAGES = ("Flask", "Flask-SocketIO", "python-socketio", "python-engineio", "simple-websocket")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A way to serve.

    `restarts` are the ways it can be restarted, of `graceful` (SIGTERM and start), `kill` (SIGKILL and start) and
    `reload` (touch the reload file). `modules` must be importable; `packages` are what the witness tells the
    versions of, beside the common ones. `serve` blocks until the server ends; the witness is None for an
    ordinary server.
    """

    name: str
    title: str
    restarts: tuple[str, ...]
    serve: Callable[[Settings, Witness | None], None]
    modules: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    posix_only: bool = False

    def needs(self) -> str:
        """What is missing here for this profile, in words; empty when nothing is."""
        if self.posix_only and os.name != "posix":
            return f"does not run on {sys.platform}"
        missing = [module for module in self.modules if find_spec(module) is None]
        return f"the Python package {', '.join(missing)}" if missing else ""

    def versions(self) -> dict[str, str]:
        """The versions of what serves, by package name, and Python's own."""
        found = {"Python": sys.version.split()[0]}
        for package in (*COMMON_PACKAGES, *self.packages):
            try:
                found[package] = version(package)
            except PackageNotFoundError:  # a frozen build carries no metadata: the figure is not known
                continue
        return found

    def describe(self) -> dict[str, object]:
        """The profile as `python -m server --list` prints it."""
        needs = self.needs()
        return {
            "name": self.name,
            "title": self.title,
            "available": not needs,
            "needs": needs,
            "restarts": list(self.restarts),
        }
