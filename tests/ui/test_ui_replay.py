"""The bar of a replay, and that nothing of the run can be asked for while it is there."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from ui_made import lines, settle, snapshot

from harness.commands import ReplayJump, ReplayPause, ReplayPlay, ReplaySeek
from harness.snapshot import ReplayCard
from ui.bridge import FedCore
from ui.panels.replay import SEEK_MS, second_text
from ui.window import SIZE, SMALLEST, Window

CARD = ReplayCard(begin=-2.0, end=60.0, at=30.0, faults=(5.0, 15.0, 42.0))


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    made = kept[0]
    made.resize(*SIZE)
    show(made, core)
    core.sent.clear()
    return made


def show(window: Window, core: FedCore, **changes: Any) -> None:
    core.feed(snapshot(full=True, state="sealed", replay=structs.replace(CARD, **changes)))
    settle(window)


def test_it_is_there_in_a_replay_only(window: Window, core: FedCore) -> None:
    assert window.replay.isVisible()
    core.feed(snapshot(full=True))
    settle(window)
    assert not window.replay.isVisible()
    window.replay.toggle()
    window.replay.jump(forward=True)
    assert core.sent == []


def test_it_shows_where_the_core_says_that_it_is(window: Window, core: FedCore) -> None:
    bar = window.replay
    assert (bar.slider.minimum(), bar.slider.maximum(), bar.slider.value()) == (-2_000, 60_000, 30_000)
    assert bar.play.isVisible()
    assert not bar.pause.isVisible()
    show(window, core, at=31.0, playing=True)
    assert (bar.slider.second, bar.pause.isVisible()) == (31.0, True)
    assert core.sent == [], "what the core says is no wish of the person's"


def test_play_and_pause_and_the_speeds(window: Window, core: FedCore) -> None:
    bar = window.replay
    bar.play.click()
    bar.speeds[10].click()
    assert core.sent == [ReplayPlay(speed=1.0)], "another speed is asked for when it plays"
    show(window, core, playing=True)
    bar.speeds[60].click()
    bar.pause.click()
    assert core.sent[1:] == [ReplayPlay(speed=60.0), ReplayPause()]
    bar.speeds[1].click()


def test_from_fault_to_fault(window: Window, core: FedCore) -> None:
    bar = window.replay
    bar.after.click()
    bar.before.click()
    assert core.sent == [ReplayJump(to="next-fault"), ReplayJump(to="previous-fault")]
    show(window, core, at=42.0)
    assert (bar.before.isEnabled(), bar.after.isEnabled()) == (True, False)
    show(window, core, at=0.0)
    assert (bar.before.isEnabled(), bar.after.isEnabled()) == (False, True)


def test_a_click_on_the_slider_goes_there_and_stays_until_the_core_is_there(window: Window, core: FedCore) -> None:
    slider = window.replay.slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, slider.height() // 2))
    asked = core.sent[-1]
    assert isinstance(asked, ReplaySeek)
    assert 10 < asked.t < 17
    show(window, core, at=30.0)
    assert slider.second == asked.t
    show(window, core, at=asked.t)
    show(window, core, at=20.0)
    assert slider.second == 20.0


def test_dragging_asks_now_and_then_and_keys_step(window: Window, core: FedCore) -> None:
    slider = window.replay.slider
    for milli in range(31_000, 32_000, 10):
        slider.setValue(milli)
    assert core.sent == []
    QTest.qWait(2 * SEEK_MS)
    assert core.sent == [ReplaySeek(t=31.99)]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.qWait(2 * SEEK_MS)
    assert core.sent[-1] == ReplaySeek(t=32.99)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reading": 0.43}, "Reading: 43 %"),
        ({"damage": "events/wire.jsonl, record 5: crc"}, "events/wire.jsonl, record 5: crc"),
        ({"interrupted": True}, "interrupted"),
        ({}, "nothing in it is changed"),
    ],
)
def test_it_says_how_the_recording_is(window: Window, core: FedCore, changes: dict[str, Any], words: str) -> None:
    show(window, core, **changes)
    assert words in window.replay._words.text()


def test_what_would_change_the_run_is_off_and_says_why(window: Window) -> None:
    for button in (
        window.bar.start,
        window.server.start,
        window.server.ways["kill"],
        window.faults.apply,
        window.clients.apply,
        window.lan.on,
        window.heat.start,
        window.trial.start,
        window.experiment.course.start,
        window.bar.note,
    ):
        assert not button.isEnabled(), button.objectName()
        assert "This is a replay" in button.toolTip(), button.objectName()
    assert window.bar._state.text() == "Replay"


def test_a_leap_forgets_the_log_of_the_other_moment(window: Window, core: FedCore) -> None:
    core.feed(*lines(30))
    settle(window)
    assert len(window.model.log) == 30
    show(window, core, at=2.0, lines_left_out=7)
    core.feed(*list(lines(30))[10:12])
    settle(window)
    assert (len(window.model.log), window.model.log.dropped, window.model.log.total) == (2, 7, 9)
    assert window.model.restart is None


def test_nothing_is_cut_off_at_the_smallest_size_in_korean(
    window: Window, core: FedCore, kept: tuple[Window, FedCore]
) -> None:
    window.languages.use("ko")
    try:
        window.resize(*SMALLEST)
        show(window, core)
        bar = window.replay
        assert bar._name.text() == "다시 보기"
        assert bar.slider.width() > 250
        for button in bar.speeds.values():
            assert button.width() >= button.sizeHint().width()
    finally:
        window.languages.use("en")


@pytest.mark.parametrize(
    ("second", "text"),
    [(0.0, "0:00.0"), (-2.34, "−0:02.3"), (-0.01, "0:00.0"), (59.96, "1:00.0"), (3661.2, "1:01:01.2")],
)
def test_seconds_have_tenths(second: float, text: str) -> None:
    assert second_text(second) == text
