"""What the composition root hands to the core, so that the core need not import the server or the window."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from harness.commands import Language
from harness.snapshot import Choice

WITNESSED_PACKAGES = (
    "sidlab",
    "flask-socketio",
    "python-socketio",
    "python-engineio",
    "werkzeug",
    "gevent",
    "gevent-websocket",
    "gunicorn",
    "simple-websocket",
    "aiohttp",
    "requests",
    "PySide6-Essentials",
    "PySide6-Addons",
)


Speakers = Callable[[Language], Callable[[str], str]]
"""For a language, what translates a text of the core into it."""


class HarnessError(Exception):
    """The harness could not do it: one line for the person, with the way out (exit status 3)."""


@dataclass(frozen=True)
class House:
    """The server profiles there are, where the server's package lies, and how this program was called."""

    profiles: tuple[Choice, ...]
    server_root: Path
    command_line: tuple[str, ...] = field(default_factory=lambda: tuple(sys.argv))
    speak: Speakers = lambda _language: str
    """The core's texts in a language, for what is written without a window: English unless it is handed in."""

    def profile(self, name: str) -> Choice:
        """The profile of this name. HarnessError when it is not there, or not available on this machine."""
        for choice in self.profiles:
            if choice.name == name:
                if not choice.available:
                    raise HarnessError(f"the profile {name} is unavailable here: {choice.lacks}")
                return choice
        names = ", ".join(choice.name for choice in self.profiles)
        raise HarnessError(f"there is no profile {name}: choose one of {names}")


def versions() -> dict[str, str]:
    """The versions that a finding may depend on, by package; a package that is not installed is left out."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for package in WITNESSED_PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
