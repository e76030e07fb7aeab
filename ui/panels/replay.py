"""The bar of a replay: where it is, to be dragged, played and paused, and from fault to fault."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from harness.commands import ReplayJump, ReplayPause, ReplayPlay, ReplaySeek
from harness.snapshot import ReplayCard
from ui.charts.timeline import clock_text
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.replay_slider import ReplaySlider
from ui.theme import Theme, font
from ui.widgets import Button, Dot, Elided, IconButton, clicked, label

TOPICS: frozenset[Topic] = frozenset({"snapshot"})
SPEEDS = (1, 2, 10, 60)
SEEK_MS = 150
"""While the slider is dragged it asks so seldom: each answer is a whole picture of the run."""
NEAR_SECONDS = 0.25
ABOVE = 8
"""Pixels between the top bar and this one."""


class ReplayBar(QWidget):
    """Hidden but in a replay. What it shows is where the core says that the replay is."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        self._theme, self._send = theme, send
        self._card: ReplayCard | None = None
        self._asked: float | None = None
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()
        self.hide()

    def refresh(self, model: Model) -> None:
        """Show where the replay is."""
        card = model.snapshot.replay
        if card != self._card:
            self._card = card
            self._draw()

    def toggle(self) -> None:
        """Play or pause."""
        if self._card is None:
            return
        self._send(ReplayPause() if self._card.playing else ReplayPlay(speed=self._speed()))

    def jump(self, *, forward: bool) -> None:
        """To the next fault, or the one before."""
        if self._card is not None:
            self._asked = None
            self._send(ReplayJump(to="next-fault" if forward else "previous-fault"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._name.setText(self.tr("Replay"))
        self.before.say(self.tr("To the fault before (Ctrl+Left)"))
        self.after.say(self.tr("To the next fault (Ctrl+Right)"))
        self.slider.setAccessibleName(self.tr("Time of the run"))
        self.slider.setToolTip(self.tr("Drag to a second of the run; the marks are where faults began"))
        for speed, button in self.speeds.items():
            button.say(f"{speed}×", self.tr("Play %1 times as fast as the run was").replace("%1", str(speed)))
        self._draw()

    def _make(self, theme: Theme) -> None:
        self._dot, self._name = Dot(theme), label(role="title", name="replay-name")
        self.before = IconButton(theme, "fault-before", "skip-previous")
        self.play = IconButton(theme, "replay-play", "play")
        self.pause = IconButton(theme, "replay-pause", "pause")
        self.after = IconButton(theme, "fault-after", "skip-next")
        self.slider = ReplaySlider(theme)
        self._at, self._end = label(name="replay-at"), label(role="muted", name="replay-end")
        for one in (self._at, self._end):
            one.setFont(font(13, mono=True))
        self._group = QButtonGroup(self)
        self.speeds = {speed: Button(theme, f"speed-{speed}", role="segment") for speed in SPEEDS}
        for speed, button in self.speeds.items():
            button.setCheckable(True)
            button.setChecked(speed == SPEEDS[0])
            self._group.addButton(button)
        self._words = Elided("muted", "replay-words")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SEEK_MS)

    def _arrange(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, ABOVE, 0, 0)
        around.addWidget(card)
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 4, 10, 4)
        row.setSpacing(6)
        for part in (self._dot, self._name, self.before, self.play, self.pause, self.after, self._at):
            row.addWidget(part)
        row.addWidget(self.slider, 3)
        row.addWidget(self._end)
        for button in self.speeds.values():
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._words, 2)

    def _connect(self) -> None:
        clicked(self.play, self.toggle)
        clicked(self.pause, self.toggle)
        clicked(self.before, partial(self.jump, forward=False))
        clicked(self.after, partial(self.jump, forward=True))
        for button in self.speeds.values():
            clicked(button, self._faster)
        self.slider.valueChanged.connect(lambda _value: self._moved())
        self.slider.sliderReleased.connect(self._seek)
        self._wait.timeout.connect(self._seek)

    def _speed(self) -> float:
        return float(next((speed for speed, button in self.speeds.items() if button.isChecked()), SPEEDS[0]))

    def _faster(self) -> None:
        if self._card is not None and self._card.playing:
            self._send(ReplayPlay(speed=self._speed()))

    def _moved(self) -> None:
        """The slider was moved by hand: ask to go there, though not with each pixel."""
        self._asked = self.slider.second
        self._at.setText(second_text(self._asked))
        if not self._wait.isActive():
            self._wait.start()

    def _seek(self) -> None:
        self._wait.stop()
        self._asked = self.slider.second
        self._send(ReplaySeek(t=self._asked))

    def _draw(self) -> None:
        card = self._card
        self.setVisible(card is not None)
        if card is None:
            return
        self.slider.show_run(card.begin, card.end, card.faults)
        if self._arrived(card) and not self.slider.isSliderDown() and not self._wait.isActive():
            self._asked = None
            self.slider.stand_at(card.at)
            self._at.setText(second_text(card.at))
        self._end.setText(second_text(card.end))
        self.play.setVisible(not card.playing)
        self.pause.setVisible(card.playing)
        self.before.setEnabled(any(at < card.at - NEAR_SECONDS for at in card.faults))
        self.after.setEnabled(any(at > card.at for at in card.faults))
        self._say(card)

    def _arrived(self, card: ReplayCard) -> bool:
        """Whether the core is where it was asked to go; until then the slider stays where it was put."""
        there = self._asked is None or abs(card.at - self._asked) < NEAR_SECONDS
        return there or card.playing or bool(card.damage)

    def _say(self, card: ReplayCard) -> None:
        self.play.say(self.tr("Play (Ctrl+K)"))
        self.pause.say(self.tr("Pause (Ctrl+K)"))
        self._dot.set("bad" if card.damage else "warn" if card.interrupted else "info")
        if card.reading is not None:
            words = self.tr("Reading: %1 %").replace("%1", f"{card.reading * 100:.0f}")
        elif card.damage:
            words = self.tr("Damaged: shown up to the damage. %1").replace("%1", card.damage)
        elif card.interrupted:
            words = self.tr("This run was interrupted: its end is missing")
        else:
            words = self.tr("A finished run: nothing in it is changed")
        self._words.set(words)


def second_text(second: float) -> str:
    """A second of the run with tenths; before it was ready, below 0."""
    tenths = round(abs(second) * 10)
    sign = "−" if second < 0 and tenths else ""
    return f"{sign}{clock_text(tenths // 10)}.{tenths % 10}"
