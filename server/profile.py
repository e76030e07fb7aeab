"""A profile: one way to serve the chat. Each is a file in `server/profiles/` with a `PROFILE` in it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from server.hiding import package_of
from server.programs import is_here
from server.settings import Settings
from server.witness import Witness

COMMON_PACKAGES = ("Flask", "Flask-SocketIO", "python-socketio", "python-engineio", "simple-websocket")

CRASH = "crash"
"""The way to restart that every profile has: whatever serves does so when its witness is told to (see there)."""
PYTHON_PACKAGE = "Python package"
NPM = Path(__file__).parent / "npm" / "node_modules"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A way to serve.

    `restarts` are the ways it can be restarted, of `graceful` (SIGTERM and start), `kill` (SIGKILL and start) and
    `reload` (touch the reload file). `modules` must be importable, and `programs` be on this system (`a or b`:
    either will do); `npm` names what is fetched into server/npm. `brings` is the command that brings what is
    missing; left empty, it is pip's for the modules. `hides` names modules that are there for other profiles and
    that this one's process must not see. `packages` are what the witness tells the versions of, beside the common
    ones. `serve` blocks until the server ends; the witness is None for an ordinary server.
    """

    name: str
    title: str
    restarts: tuple[str, ...]
    serve: Callable[[Settings, Witness | None], None]
    modules: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    brings: str = ""
    hides: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    posix_only: bool = False

    def needs(self) -> str:
        """What is missing here for this profile, in words; empty when nothing is."""
        if not self._runs_here():
            return f"does not run on {sys.platform}"
        missing = self._missing()
        return " and ".join(f"the {kind} {', '.join(names)}" for kind, names in missing.items() if names)

    def mend(self) -> str:
        """The command that brings what is missing; empty when nothing is, or when none is known."""
        missing = self._missing()
        if not self._runs_here() or not any(missing.values()):
            return ""
        modules = missing[PYTHON_PACKAGE]
        return self.brings or (shlex.join(["python", "-m", "pip", "install", *modules]) if modules else "")

    def hidden(self) -> tuple[str, ...]:
        """The packages that its process does not see, though they are installed."""
        return tuple(package_of(module) for module in self.hides)

    def _runs_here(self) -> bool:
        return os.name == "posix" or not self.posix_only

    def _missing(self) -> dict[str, list[str]]:
        """What is not here, by what it is."""
        return {
            PYTHON_PACKAGE: [package_of(module) for module in self.modules if find_spec(module) is None],
            "program": [program for program in self.programs if not is_here(program)],
            "npm package": [name for name in self.npm if not (NPM / name / "package.json").is_file()],
        }

    def versions(self) -> dict[str, str]:
        """The versions of what serves, by package name, and Python's own; none of what is hidden."""
        found = {"Python": sys.version.split()[0]}
        for package in (*COMMON_PACKAGES, *self.packages):
            if package in self.hidden():
                continue
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
            "brings": self.mend(),
            "hides": list(self.hidden()),
            "restarts": [*self.restarts, CRASH],
        }
