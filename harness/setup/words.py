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


def run(argv: Sequence[str], failure: str, env: Mapping[str, str] | None = None) -> None:
    """Run a program to its end, its output going where ours goes. SetupError(`failure`) unless it returns 0."""
    try:
        done = subprocess.run(argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    except OSError as error:
        raise SetupError(f"{failure} ({error})") from error
    if done.returncode:
        raise SetupError(f"{failure} (status {done.returncode}, see above)")
