"""Programs of the system that a profile starts, such as nginx."""

from __future__ import annotations

import os
import shutil

ELSEWHERE = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where Linux keeps servers, which the PATH of ordinary people leaves out."""


def find_program(name: str) -> str | None:
    """The path of a program, or None: on the PATH, and in the folders of servers."""
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(ELSEWHERE))
