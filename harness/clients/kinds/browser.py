"""The kind `browser`: real pages of the chat in QtWebEngine, which the extra `browser` brings."""

from __future__ import annotations

from functools import cache
from importlib import metadata

from harness import libraries
from harness.clients.spec import Kind
from harness.setup import system

PACKAGE = "PySide6-Addons"


@cache
def needs() -> str:
    """What is missing here for pages; empty when nothing is."""
    try:
        metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return f"the extra browser ({PACKAGE})"
    lacking = [need.what for need in system.missing_for_pages()]
    return f"the libraries {', '.join(lacking)}" if lacking else ""


KIND = Kind(
    "browser",
    "pages of the chat in QtWebEngine, a profile each, with socket.io-client and the browser's own network",
    dialect="js",
    pages=True,
    needs=needs,
    brings=system.BROWSER_COMMAND,
    child="pages",
    libraries=libraries.versions,
)
