"""The charts draw what the numbers say: rectangles in pixels, and the pixels themselves."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from harness.snapshot import Figure, Mark
from ui.charts.bars import stacked
from ui.charts.chart import Chart, mark_words
from ui.charts.layer import Scale
from ui.charts.legend import Legend, parts
from ui.series import Series
from ui.theme import Theme, font

SCALE = Scale(low=0, high=10, top=20, width=100, height=200)


def test_bars_stand_on_each_other_and_leave_a_pixel_between() -> None:
    low, high = stacked(SCALE, np.array([[5.0, 0.0], [10.0, 2.0]]), 2, 1.0)
    assert low.tolist() == [[20, 150, 9, 50]]
    assert high.tolist() == [[20, 50, 9, 100], [30, 180, 9, 20]]


def test_a_value_above_nothing_is_never_invisible() -> None:
    (rects,) = stacked(SCALE, np.array([[0.001]]), 0, 1.0)
    assert rects.tolist() == [[0, 199, 9, 1]]


def test_narrow_bars_touch_and_are_at_least_a_pixel() -> None:
    (rects,) = stacked(Scale(0, 1000, 10, 100, 100), np.ones((1, 1000)), 0, 1.0)
    assert rects[:, 2].min() == 1
    (rects,) = stacked(Scale(0, 50, 10, 100, 100), np.ones((1, 50)), 0, 1.0)
    assert set(rects[:, 2]) == {2}


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> Chart:
    made = Chart(
        theme, Figure(name="f", title="400s by cause", unit="events", shape="stack"), words=True, axis=True
    )
    made.resize(700, 300)
    qtbot.addWidget(made)
    made.show()
    return made


def drawn(chart: Chart, series: Series, marks: list[Mark] | None = None) -> None:
    for _ in range(2):
        chart.draw(series, 1.0, (0.0, 20.0), marks or [], 20.0)
        QApplication.processEvents()


def color_at(chart: Chart, seconds: float, share: float) -> QColor:
    """The colour at a second and a share of the height, from below."""
    box = chart.plot.box
    spot = box.mapToScene(box.width() * seconds / 20, box.height() * (1 - share))
    place = chart.plot.viewport().mapTo(chart, chart.plot.mapFromScene(spot))
    return QColor(chart.grab().toImage().pixelColor(place))


def test_the_stack_is_painted_in_its_colours_in_order(chart: Chart, theme: Theme) -> None:
    series = Series()
    series.put("first", 5, 10)
    series.put("second", 5, 10)
    drawn(chart, series)
    first, second = chart.plot.layer.rects()
    assert first[0, 1] + first[0, 3] == round(chart.plot.box.height())
    assert second[0, 1] + second[0, 3] == first[0, 1]
    assert color_at(chart, 5.5, 0.1) == QColor(theme.tokens.series[0])
    assert color_at(chart, 9.5, 0.1) == QColor(theme.tokens.surface)


def test_no_bar_reaches_into_the_band_of_the_marks_words(chart: Chart) -> None:
    series = Series()
    series.put("a", 3, 97)
    drawn(chart, series)
    (rects,) = chart.plot.layer.rects()
    assert rects[:, 1].min() >= 19


def test_a_fault_that_is_on_is_shaded_up_to_now(chart: Chart) -> None:
    marks = [
        Mark(id=1, kind="fault", name="blackhole", start=5.0),
        Mark(id=2, kind="note", name="n", start=1.0, end=1.0),
    ]
    drawn(chart, Series(), marks)
    width = chart.plot.box.width()
    assert chart.plot._spans.spans() == [(round(width / 4), round(width))]


def test_marks_that_are_near_keep_their_words_apart(chart: Chart) -> None:
    marks = [Mark(id=n, kind="restart", name="reload", start=5 + n * 0.7) for n in range(8)]
    drawn(chart, Series(), marks)
    metrics = QFontMetricsF(font(11, bold=True))
    placed = chart.plot.marks.labels(metrics, chart.plot.marks.scale_now())
    ends = [x + metrics.horizontalAdvance(words) for x, words in placed]
    assert all(end <= start for end, (start, _) in zip(ends, placed[1:], strict=False))


def test_only_a_chart_with_something_new_is_drawn(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    series = Series()
    series.put("a", 3, 2)
    drawn(chart, series)
    times: list[bool] = []
    monkeypatch.setattr(chart.plot, "show_series", lambda *_args: times.append(True))
    drawn(chart, series)
    assert times == []
    series.put("a", 3, 3)
    drawn(chart, series)
    assert times == [True]
    drawn(chart, series, [Mark(id=1, kind="fault", name="reset", start=1.0)])
    assert times == [True, True]


def test_a_line_steps_through_its_values(qtbot: QtBot, theme: Theme) -> None:
    chart = Chart(theme, Figure(name="s", title="t", unit="1/s", shape="line"), words=False, axis=True)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show()
    series = Series()
    series.put("", 0, 4)
    series.put("", 1, 0)
    drawn(chart, series)
    (x0, y0), (x1, y1), (_, y2), *_ = chart.plot.layer.points()
    assert (x0, y0 == y1, y2 > y0) == (0, True, True)
    assert x1 == round(chart.plot.box.width() / 20)


def test_a_line_goes_on_at_0_up_to_now_and_no_further(qtbot: QtBot, theme: Theme) -> None:
    chart = Chart(theme, Figure(name="s", title="t", unit="1/s", shape="line"), words=False, axis=True)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show()
    series = Series()
    series.put("", 0, 4)
    for _ in range(2):
        chart.draw(series, 1.0, (0.0, 20.0), [], 9.5)
        QApplication.processEvents()
    points = chart.plot.layer.points()
    assert points[-1][0] == round(chart.plot.box.width() / 2)
    assert points[-1][1] == round(chart.plot.box.height()) - 1


def test_a_mark_of_two_letters_keeps_its_words(chart: Chart) -> None:
    chart.draw(Series(), 1.0, (0.0, 20.0), [Mark(id=1, kind="note", name="리셋", start=5.0)], 20.0)
    QApplication.processEvents()
    placed = chart.plot.marks.labels(QFontMetricsF(font(11, bold=True)), chart.plot.marks.scale_now())
    assert [words for _, words in placed] == ["리셋"]


def test_wheel_and_drag_move_time_for_all_and_follow_brings_it_back(window: object) -> None:
    charts = window.charts  # type: ignore[attr-defined]
    charts.charts[1].plot.box.setXRange(10, 20, padding=0)
    charts.charts[1].plot.box.sigRangeChangedManually.emit([True, False])
    assert {tuple(chart.plot.box.viewRange()[0]) for chart in charts.charts} == {(10, 20)}
    assert charts.follow.isVisible()
    charts.follow.click()
    assert not charts.follow.isVisible()
    assert {tuple(chart.plot.box.viewRange()[0]) for chart in charts.charts} == {(0, 43)}


def test_the_reading_tells_what_stands_at_a_second(chart: Chart) -> None:
    series = Series()
    series.put("unknown-sid", 4, 7)
    drawn(chart, series)
    assert chart.reading(4.6) == "400s by cause: unknown-sid 7"
    assert chart.reading(3.0) == "400s by cause: 0"


def test_a_legend_drops_its_counts_before_its_words(qtbot: QtBot, theme: Theme) -> None:
    legend = Legend(theme)
    qtbot.addWidget(legend)
    legend.show_totals({"python:transport error": 12, "js:transport close": 3, "python:ping timeout": 1})
    legend.resize(700, 20)
    assert [place.words for place in legend.placed()] == [
        "python", "transport error 12", "ping timeout 1", "js", "transport close 3"
    ]  # fmt: skip
    legend.resize(legend.needs() + 2, 20)
    assert [place.words for place in legend.placed()][1] == "transport error"
    legend.resize(260, 20)
    assert legend.placed()[-1].text.right() <= 262
    assert "transport error" in legend.explain(QPoint(legend.placed()[1].chip + 2, 5))


def test_a_colour_stays_with_its_key_whatever_the_order_of_the_legend() -> None:
    made = parts({"python:a": 1, "js:b": 1, "python:c": 1})
    assert {part.key: part.number for part in made} == {"python:a": 0, "js:b": 1, "python:c": 2}


def test_marks_say_what_was_done(theme: Theme) -> None:
    said = [
        mark_words(Mark(id=1, kind=kind, name=name, start=0))
        for kind, name in (
            ("restart", "graceful"),
            ("restart", "reload"),
            ("fault", "reset"),
            ("note", "<b>x</b>"),
        )
    ]
    assert said == ["Restart", "Reload", "Reset", "<b>x</b>"]
