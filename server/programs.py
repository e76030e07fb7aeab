"""Programs of the system that a profile starts, such as nginx."""

from __future__ import annotations

import os
import shutil
import sys

ELSEWHERE = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where Linux keeps servers, which the PATH of ordinary people leaves out."""


def find_program(name: str) -> str | None:
    """The path of a program, or None: on the PATH, and in the folders of servers."""
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(ELSEWHERE))


def installs(package: str) -> str:
    """The command that installs a package of the system: Debian's name, which Homebrew shares where we need it."""
    return f"brew install {package}" if sys.platform == "darwin" else f"sudo apt-get install -y {package}"


def is_here(programs: str) -> bool:
    """Whether a program is here, or one of several: `haproxy or nginx`."""
    return any(find_program(program) for program in programs.split(" or "))
