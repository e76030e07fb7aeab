"""Why a part of the window does not show everything: what a picture of it has to say, lest it prove too much."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, cast, runtime_checkable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.telling import printable

Why = Literal["filtered", "paused", "part"]
_FRAMES = cast(
    "dict[Why, str]",
    {
        "filtered": QT_TRANSLATE_NOOP("limit", "%1: filtered by %2"),
        "paused": QT_TRANSLATE_NOOP("limit", "%1: paused"),
        "part": QT_TRANSLATE_NOOP("limit", "%1: only %2"),
    },
)


class Limit(NamedTuple):
    """`where`: the part's title. `words`: what it is filtered by, or which part of the run it shows."""

    where: str
    why: Why
    words: str = ""

    def said(self) -> str:
        """The limit in the language in use, on one line."""
        frame = QCoreApplication.translate("limit", _FRAMES[self.why])
        return frame.replace("%1", self.where).replace("%2", printable(self.words))


@runtime_checkable
class Limited(Protocol):
    """A part of the window that may show less than there is."""

    def limits(self) -> list[Limit]:
        """Why it does, as it stands; empty when it shows everything."""


def limits_of(widget: QWidget) -> list[Limit]:
    """What of the widget, and of all that can be seen in it, is filtered, paused, or a part only."""
    seen = [one for one in widget.findChildren(QWidget) if one.isVisibleTo(widget)]
    return [limit for one in (widget, *seen) if isinstance(one, Limited) for limit in one.limits()]
