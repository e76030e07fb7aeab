"""The child `pdf`: prints a report's page as PDF on A4: by WebEngine where it is there, else by Qt's own writer.

The page is untrusted like all that comes of a run: no script runs, and nothing is loaded but the page itself.
"""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QSize, Qt, QUrl, qInstallMessageHandler
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from ui.application import make_application, say_qt

MARGINS_MM = QMarginsF(14, 16, 14, 16)
DPI = 300
FINE = 3
FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "NanumGothic", "Malgun Gothic", "DejaVu Sans"]
"""No CJK collection among them: Qt's writer embeds its letters so that they cannot be searched for."""
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_STYLE = re.compile(r"<(style|nav)\b.*?</\1>", re.DOTALL)
_DATA = re.compile(r"</?data\b[^>]*>")
SHEET = (
    "h1 { font-size: 17pt; } h2 { font-size: 13pt; } td, th { padding: 2px 6px; text-align: left; }"
    "pre { background-color: #f4f5f7; } .name, .events { font-family: monospace; } .bad { color: #c4302b; }"
    ".good { color: #15803d; } .fair { color: #b45309; } .muted, dt { color: #5d6878; }"
)


def main(html: Path, pdf: Path) -> int:
    """Print the page into the file; returns the exit status, with a line on standard error when it is not 0."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say_qt)
    printed = by_engine(html, pdf) if has_engine() else False
    if not (printed or by_writer(html, pdf)):
        sys.stderr.write(f"{pdf} could not be written\n")
        return 1
    return 0


def has_engine() -> bool:
    """Whether WebEngine can be used here."""
    return find_spec("PySide6.QtWebEngineCore") is not None


def by_engine(html: Path, pdf: Path) -> bool:
    """Print it as a browser does; whether that was possible."""
    try:
        from ui.printing import print_page
    except ImportError as why:  # a library of the system that it needs is missing
        sys.stderr.write(f"WebEngine cannot be used: {why}\n")
        return False
    size, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    return print_page(html, pdf, QPageLayout(size, upright, MARGINS_MM, QPageLayout.Unit.Millimeter))


def by_writer(html: Path, pdf: Path) -> bool:
    """Print it by Qt's own rich text, which knows less of style sheets: simple, and whole."""
    make_application()
    document = Page(html.read_text(encoding="utf-8"))
    writer = QPdfWriter(str(pdf))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # a document that is printed keeps 2 cm by itself
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    document.print_(writer)
    return pdf.exists() and pdf.stat().st_size > 0


class Page(QTextDocument):
    """The page as rich text: its charts are pictures, and whatever else it would load is empty."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._charts = _SVG.findall(html)
        numbers = iter(range(len(self._charts)))
        simple = _DATA.sub("", _STYLE.sub("", html))
        simple = _SVG.sub(lambda _: f'<img src="chart:{next(numbers)}" width="640">', simple)
        self.setDefaultFont(QFont(FAMILIES, 9))
        self.setDefaultStyleSheet(SHEET)
        self.setHtml(simple)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002, N802 - Qt's
        """A chart of the page; nothing else, wherever it may lie."""
        url = QUrl(name)
        number = url.path()
        if url.scheme() == "chart" and number.isdigit() and int(number) < len(self._charts):
            return drawn(self._charts[int(number)])
        return QByteArray()


def drawn(svg: str) -> QImage:
    """A chart as a picture."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize() if renderer.isValid() else QSize(760, 210)
    image = QImage(size * FINE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        renderer.render(painter)
    return image
