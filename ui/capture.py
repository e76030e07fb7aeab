"""Pictures of the window: twice as fine, with a footer to read and the same stamp in the PNG's own texts.

Pictures are evidence, and shown around: a widget with the property `UNSEEN` is on none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from harness.clock import utc_now
from ui.theme import font
from ui.tokens import Tokens

FINE = 2
FOOTER = 24
UNSEEN = "unseen"


@dataclass(frozen=True)
class Stamp:
    """Where a picture comes from: the run, the moment (UTC, and on the wall here), and the versions."""

    run_id: str
    utc: str
    local: str
    versions: str

    @classmethod
    def now(cls, run_id: str, versions: dict[str, str], moment: datetime | None = None) -> Stamp:
        """The stamp of this moment."""
        at = moment or utc_now()
        return cls(
            run_id=run_id,
            utc=at.strftime("%Y-%m-%d %H:%M:%S UTC"),
            local=at.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"),
            versions=", ".join(f"{name} {version}" for name, version in versions.items()),
        )

    def texts(self) -> dict[str, str]:
        """The PNG's text keys."""
        return {"run_id": self.run_id, "utc": self.utc, "local": self.local, "versions": self.versions}


def picture(widget: QWidget, stamp: Stamp, tokens: Tokens) -> QImage:
    """The widget as it stands, twice as fine, with a footer that says the stamp."""
    size = widget.size()
    image = blank(QSize(size.width(), size.height() + FOOTER), tokens)
    with veiled(widget), QPainter(image) as painter:
        QWidget.render(widget, painter, QPoint(0, 0))
        sign(painter, QRect(0, size.height(), size.width(), FOOTER), stamp, tokens)
    return image


@contextmanager
def veiled(widget: QWidget) -> Iterator[None]:
    """Hide what no picture may show, in the widget and in its dialogs; it is back before anybody sees it go."""
    secrets = [one for one in widget.findChildren(QWidget) if one.property(UNSEEN) and not one.isHidden()]
    for secret in secrets:
        secret.hide()
    try:
        yield
    finally:
        for secret in secrets:
            secret.show()


def blank(size: QSize, tokens: Tokens) -> QImage:
    """An empty picture of so many window pixels."""
    image = QImage(size * FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(FINE)
    image.fill(QColor(tokens.background))
    return image


def sign(painter: QPainter, room: QRect, stamp: Stamp, tokens: Tokens) -> None:
    """Write the stamp into the footer."""
    painter.fillRect(room, QColor(tokens.surface))
    painter.setFont(font(10))
    painter.setPen(QColor(tokens.muted))
    inner = room.adjusted(14, 0, -14, 0)
    words = f"sidlab · {stamp.run_id or '–'} · {stamp.utc} · {stamp.local} · {stamp.versions}"
    short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short)


def save(image: QImage, stamp: Stamp, path: Path) -> None:
    """Write the PNG with its texts. OSError when it can't be written."""
    for key, text in stamp.texts().items():
        image.setText(key, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise OSError(f"the picture {path} could not be written")


def file_name(stamp: Stamp, what: str = "window") -> str:
    """A file name that sorts by time and says what is on the picture."""
    moment = stamp.utc.removesuffix(" UTC").replace(":", "").replace("-", "").replace(" ", "T")
    return f"{moment}Z-{what}.png"


def free(path: Path) -> Path:
    """The path, or with a number the next one that is not taken: a picture never replaces another."""
    number = 1
    free_path = path
    while free_path.exists():
        number += 1
        free_path = path.with_stem(f"{path.stem}-{number}")
    return free_path
