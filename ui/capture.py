"""Pictures of the window: twice as fine, with a footer to read and the same stamp in the PNG's own texts.

Pictures are evidence, and shown around: a widget with the property `UNSEEN` is on none of them, and what does not
show everything says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QWidget

from harness.clock import utc_now
from ui.limits import Limit
from ui.theme import font
from ui.tokens import Tokens

FINE = 2
UNSEEN = "unseen"
_SIDE, _ABOVE, _BAR = 14, 5, 4
_WORDS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Stamp:
    """Where a picture comes from: the run, the moment of it that is shown, when it was taken, and the versions.

    `moment`: seconds of the run, null before it was ready. `utc` and `local`: when that was, and on the wall here;
    `drawn`: when the picture was drawn, where that was later. `limits`: why it does not show everything.
    `raw`: the run is a raw record, so the picture may show what people wrote, and their secrets.
    """

    run_id: str
    utc: str
    local: str
    versions: str
    moment: float | None = None
    drawn: str = ""
    limits: tuple[str, ...] = ()
    raw: bool = False

    @classmethod
    def now(
        cls,
        run_id: str,
        versions: dict[str, str],
        at: datetime | None = None,
        *,
        moment: float | None = None,
        limits: Sequence[Limit] = (),
        raw: bool = False,
    ) -> Stamp:
        """The stamp of a picture that is drawn now; `at`: when that was which it shows, if not now."""
        shown = at or utc_now()
        return cls(
            run_id=run_id,
            utc=_utc(shown),
            local=shown.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"),
            versions=", ".join(f"{name} {version}" for name, version in versions.items()),
            moment=moment,
            drawn="" if at is None else _utc(utc_now()),
            limits=tuple(one.said() for one in limits),
            raw=raw,
        )

    def texts(self) -> dict[str, str]:
        """The PNG's text keys."""
        return {
            "run_id": self.run_id,
            "utc": self.utc,
            "local": self.local,
            "versions": self.versions,
            "moment": "" if self.moment is None else f"{self.moment:.3f} s",
            "drawn": self.drawn or self.utc,
            "filter": "; ".join(self.limits) or "none",
            "record": "raw" if self.raw else "redacted",
        }

    def words(self) -> str:
        """What the footer says first."""
        said = QCoreApplication.translate("stamp", "at %1 s of the run")
        moment = "" if self.moment is None else said.replace("%1", f"{self.moment:.1f}")
        said = QCoreApplication.translate("stamp", "drawn %1")
        drawn = said.replace("%1", self.drawn) if self.drawn else ""
        raw = QCoreApplication.translate("stamp", "raw record") if self.raw else ""
        parts = ("sidlab", raw, self.run_id or "–", moment, self.utc, self.local, drawn, self.versions)
        return " · ".join(filter(None, parts))


def picture(widget: QWidget, stamp: Stamp, tokens: Tokens) -> QImage:
    """The widget as it stands, twice as fine, with a footer that says the stamp."""
    size = widget.size()
    foot = Footer(stamp, size.width())
    image = blank(QSize(size.width(), size.height() + foot.height), tokens)
    with veiled(widget), QPainter(image) as painter:
        QWidget.render(widget, painter, QPoint(0, 0))
        foot.draw(painter, size.height(), tokens)
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


class Footer:
    """The stamp below a picture of this width, on as many lines as it takes; a limit stands out on its own."""

    def __init__(self, stamp: Stamp, width: int) -> None:
        self._lines = [(stamp.words(), False), *((f"▲ {said}", True) for said in stamp.limits)]
        self._width = width
        self._heights = [self._high(words, bold=bold) for words, bold in self._lines]
        self.height = sum(self._heights)

    def draw(self, painter: QPainter, top: int, tokens: Tokens) -> None:
        """Write it below `top`."""
        for (words, bold), high in zip(self._lines, self._heights, strict=True):
            room = QRect(0, top, self._width, high)
            painter.fillRect(room, QColor(tokens.surface))
            if bold:
                painter.fillRect(QRect(0, top, _BAR, high), QColor(tokens.warn))
            painter.setFont(font(10, bold=bold))
            painter.setPen(QColor(tokens.warn if bold else tokens.muted))
            painter.drawText(self._inner(room), _WORDS, words)
            top += high

    def _inner(self, room: QRect) -> QRect:
        return room.adjusted(_SIDE, _ABOVE, -_SIDE, 0)

    def _high(self, words: str, *, bold: bool) -> int:
        room = self._inner(QRect(0, 0, self._width, 10_000))
        return QFontMetrics(font(10, bold=bold)).boundingRect(room, _WORDS, words).height() + 2 * _ABOVE


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


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
