"""QtWebEngine: profiles that leave nothing behind, pages in them, and where their DevTools listen."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from harness.ports import free_port
from harness.setup.system import is_root
from ui.browser.devtools import Hear
from ui.browser.link import PageLink

HOST = "127.0.0.1"
FLAGS = (
    "--disable-background-timer-throttling",  # pages that nobody looks at keep their pace …
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-networking",  # … and the browser asks nothing of anybody by itself
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--no-proxy-server",  # what is measured goes to the wire, whatever the environment says
    "--disable-gpu",
    "--remote-allow-origins=https://nobody.invalid",  # QtWebEngine allows every page's origin by itself
)
AS_ROOT = "--no-sandbox"
"""Chromium does not start as root without this: its pages are then as free as we are. They are the run's own."""


def environment(port: int, *, root: bool) -> dict[str, str]:
    """What QtWebEngine reads when it starts; its debugging port is on loopback and refuses pages."""
    flags = [*FLAGS, *([AS_ROOT] if root else [])]
    return {
        "QTWEBENGINE_REMOTE_DEBUGGING": f"{HOST}:{port}",
        "QTWEBENGINE_CHROMIUM_FLAGS": " ".join(flags),
    }


class Engine:
    """A browser of as many profiles as are named. Made in the network that its pages are to live in."""

    def __init__(self, fail: Callable[[str], None]) -> None:
        self._fail = fail
        self._port = free_port(HOST)
        self._profiles: dict[str, QWebEngineProfile] = {}
        self._pages: list[QWebEnginePage] = []
        os.environ.update(environment(self._port, root=is_root()))
        self._spare = QWebEngineProfile()  # Chromium starts with its first profile: before pages are due

    def open_page(self, profile: str, hear: Hear) -> PageLink:
        """An empty page in this profile, and the way to its DevTools."""
        page = QWebEnginePage(self._profile(profile))
        self._pages.append(page)
        url = f"ws://{HOST}:{self._port}/devtools/page/{page.devToolsId()}"
        page.setVisible(True)  # as somebody looks at it; before it had its number it would stay hidden
        return PageLink(url, hear, self._fail, lambda: self._close(page))

    def close(self) -> None:
        """Close every page, then every profile: in the other order Chromium aborts."""
        for page in list(self._pages):
            self._close(page)
        for profile in (self._spare, *self._profiles.values()):
            profile.deleteLater()
        self._profiles.clear()

    def _close(self, page: QWebEnginePage) -> None:
        if page in self._pages:
            self._pages.remove(page)
            page.deleteLater()

    def _profile(self, name: str) -> QWebEngineProfile:
        if name not in self._profiles:
            self._profiles[name] = QWebEngineProfile()  # without a name: off the record
        return self._profiles[name]
