"""Which socket.io-client a page has: the one of the chat's page, or another one that is put in its place."""

from __future__ import annotations

import json
from pathlib import Path

from harness import libraries
from ui.browser.part import Library


def library(named: str) -> Library:
    """The one a group names: nothing, a version, or a path. ValueError, in words, when it can't be had."""
    if why := libraries.trouble_with(named):
        raise ValueError(why)
    file = libraries.page_file(named)
    if not file.is_file():
        raise ValueError(f"{libraries.PACKAGE} is not installed: run make setup")
    return Library(file, f"{libraries.PACKAGE} {_version(file)}", own=file != libraries.page_file(""))


def _version(file: Path) -> str:
    """The version of the package that the file lies in (`dist/…`); the file's name where it lies in none."""
    about = file.resolve().parents[1] / "package.json"
    try:
        return str(json.loads(about.read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return file.name
