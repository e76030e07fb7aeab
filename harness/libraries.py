"""Which socket.io-clients there are: those that npm has put side by side, and any other by its path."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from harness.setup.page import FOLDER

PACKAGE = "socket.io-client"
BUNDLE = Path("dist/socket.io.min.js")
"""What a page loads, in the package."""


@cache
def installed(folder: Path = FOLDER) -> dict[str, Path]:
    """The versions in npm's folder and where each is, the incident's first."""
    homes = sorted((folder / "node_modules").glob(f"{PACKAGE}*/package.json"), key=lambda about: about.parent.name)
    return {json.loads(about.read_text(encoding="utf-8"))["version"]: about.parent for about in homes}


def versions() -> tuple[str, ...]:
    """The versions that can be named."""
    return tuple(installed())


def is_path(named: str) -> bool:
    """Whether this is a path, and not a version."""
    return "/" in named or "\\" in named or named.endswith(".js")


def trouble_with(named: str) -> str:
    """Why a library of this name cannot be had, in words; empty when it can."""
    if is_path(named):
        return _trouble_with_path(Path(named))
    if named and named not in installed():
        there = ", ".join(installed()) or "none"
        return f"{PACKAGE} {named} is not installed: there is {there}; or name a file of your own by its path"
    return ""


def _trouble_with_path(path: Path) -> str:
    bundle = path / BUNDLE if path.is_dir() else path
    try:
        with bundle.open("rb"):
            return ""
    except OSError as error:
        return f"{bundle} cannot be read ({error.strerror})"


def page_file(named: str) -> Path:
    """The file a page loads for a library of this name; there is one where there is no trouble with it."""
    if is_path(named):
        path = Path(named)
        return path / BUNDLE if path.is_dir() else path
    home = installed().get(named) if named else next(iter(installed().values()), None)
    return (home or FOLDER / "node_modules" / PACKAGE) / BUNDLE
