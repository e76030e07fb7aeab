"""The status bar: honest figures of the harness itself, and the versions a finding may depend on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.i18n import core
from ui.model import Model, Topic
from ui.theme import font
from ui.widgets import Elided, label, set_role

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
NEWS_MS = 8_000
FIRST_VERSIONS = ("sidlab", "python", "flask-socketio", "python-socketio", "python-engineio", "werkzeug", "gevent")


class StatusBar(QFrame):
    """Core, rate, drops, frame time; versions."""

    topics = TOPICS

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(26)
        self._left, self._drops = label(role="muted", name="health"), label(role="muted", name="drops")
        self._right = Elided("muted", "versions")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        for part in (self._left, self._drops, self._right):
            part.setFont(font(11))
        row.addWidget(self._left)
        row.addWidget(self._drops)
        row.addSpacing(24)
        row.addWidget(self._right, 1)
        self._frame = (0.0, 0.0)
        self._model: Model | None = None
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._show_versions)

    def tell(self, words: str, more: str = "", *, bad: bool = False) -> None:
        """Say this for a while, where the versions stand else."""
        self._right.set(words, more)
        set_role(self._right, "bad" if bad else "ok")
        self._news.start()

    def timed(self, work: float, gap: float) -> None:
        """How long the window works on a frame, and the longest gap between two, both in seconds."""
        self._frame = (work, gap)

    def refresh(self, model: Model) -> None:
        """Show the figures."""
        self._model = model
        health, (work, gap) = model.snapshot.health, self._frame
        parts = (
            self.tr("core pid %1").replace("%1", str(health.core_pid or "–")),
            self.tr("%1 events/s").replace("%1", f"{health.rate:,.0f}"),
            self.tr("%1 recorded").replace("%1", f"{health.recorded:,}"),
            self.tr("GUI %1 ms, gap %2 ms").replace("%1", f"{work * 1e3:.1f}").replace("%2", f"{gap * 1e3:.0f}"),
        )
        self._left.setText(" · ".join(parts))
        lost = health.dropped + health.tap_lost
        self._drops.setText(
            " · "
            + self.tr("%1 dropped").replace("%1", f"{health.dropped:,}")
            + " · "
            + self.tr("%1 taps lost").replace("%1", f"{health.tap_lost:,}")
        )
        set_role(self._drops, "bad" if lost else "muted")
        if not self._news.isActive():
            self._show_versions()

    def _show_versions(self) -> None:
        catalogue = self._model.catalogue if self._model is not None else None
        set_role(self._right, "muted")
        if catalogue is not None:
            self._right.set(versions_text(catalogue.versions), "\n".join(all_versions(catalogue.versions)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._model is not None:
            self.refresh(self._model)


def versions_text(versions: dict[str, str]) -> str:
    """The versions that matter most, in one line."""
    return " · ".join(f"{core(name)} {versions[name]}" for name in FIRST_VERSIONS if name in versions)


def all_versions(versions: dict[str, str]) -> list[str]:
    """Every version, a line each."""
    return [f"{name} {version}" for name, version in versions.items()]
