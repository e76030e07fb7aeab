"""Asks a system's own command, without a shell, and takes no for an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

_SECONDS = 2.0
_PLACES = ("/usr/sbin", "/sbin", "/usr/libexec/ApplicationFirewall")
"""Where such commands lie besides PATH, which often lacks these for people who are not root."""

Ask = Callable[..., str | None]
"""Is given a command and its arguments; what it printed, or None when it is not here, or refused."""


def ask(*command: str) -> str | None:
    """Run it in the plain locale; its output, or None when it is not there, fails, or does not end in time."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_PLACES))
    found = shutil.which(command[0], path=path)
    if found is None:
        return None
    try:
        done = subprocess.run(
            (found, *command[1:]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
