"""Prints a page with WebEngine: without scripts, without a profile on disk, and without the network."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QPageLayout
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from shiboken6 import delete

from ui.application import make_application

MOST_MS = 60_000
FLAGS = (
    "--disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-quic "
    "--disable-gpu"
)


class Only(QWebEngineUrlRequestInterceptor):
    """Lets the page itself through, and blocks every other request."""

    def __init__(self, page: QUrl) -> None:
        super().__init__()
        self._page = page

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Judge a request."""
        info.block(info.requestUrl() != self._page)


def print_page(html: Path, pdf: Path, layout: QPageLayout) -> bool:
    """Print the file `html` into `pdf`; whether that was possible."""
    root = " --no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = FLAGS + root
    make_application()
    url = QUrl.fromLocalFile(str(html.absolute()))
    profile, only = QWebEngineProfile(), Only(url)  # without a name: nothing of it is kept
    profile.setUrlRequestInterceptor(only)
    page = QWebEnginePage(profile)
    page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, False)
    page.settings().setAttribute(QWebEngineSettings.WebAttribute.PrintElementBackgrounds, True)
    waiting, held = QEventLoop(), [False]

    def loaded(well: bool) -> None:
        page.printToPdf(str(pdf), layout) if well else waiting.quit()

    def printed(_path: str, well: bool) -> None:
        held[0] = well
        waiting.quit()

    page.loadFinished.connect(loaded)
    page.pdfPrintingFinished.connect(printed)
    QTimer.singleShot(MOST_MS, waiting.quit)
    page.load(url)
    waiting.exec()
    delete(page)  # before its profile, or Chromium aborts
    return held[0]
