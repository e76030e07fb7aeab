"""What the set-up says, and how it ends when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""


class SetupError(Exception):
    """The set-up cannot go on; the message is one line with the way out."""


def say(line: str) -> None:
    """One line for the person."""
    sys.stderr.write(f"sidlab setup: {line}\n")
    sys.stderr.flush()


def run(argv: Sequence[str], failure: str, env: Mapping[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run a program to its end; when `quiet`, show what it printed only if it fails.

    SetupError(`failure`) unless it returns 0.
    """
    out = subprocess.PIPE if quiet else None
    err = subprocess.STDOUT if quiet else None
    try:
        done = subprocess.run(
            argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True, check=False
        )
    except OSError as error:
        raise SetupError(f"{failure} ({error})") from error
    if done.returncode:
        sys.stderr.write(done.stdout or "")
        raise SetupError(f"{failure} (status {done.returncode}, see above)")
