"""The numbers behind the charts: growing, windows, peaks, round tops and ticks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.timeline import STEPS, Timeline, clock_text
from ui.series import Series, ceiling, peaks, ticks


def test_keys_keep_their_order_and_columns_grow() -> None:
    series = Series()
    series.put("b", 700, 3)
    series.put("a", 0, 1)
    assert series.keys == ["b", "a"]
    assert series.columns == 701
    assert series.column(700) == {"b": 3, "a": 0}
    assert series.totals() == {"b": 3, "a": 1}


def test_what_came_before_second_0_is_on_no_chart() -> None:
    series = Series()
    series.put("a", -1, 9)
    assert series.columns == 0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=400), st.integers(1, 60))
def test_peaks_keep_the_highest_and_never_exceed_the_room(values: list[int], most: int) -> None:
    made, each = peaks(np.array([values], dtype=float), most)
    assert made.shape[1] <= most
    assert made.max() == max(values)
    assert made.shape[1] == -(-len(values) // each)


@given(st.floats(0, 1e6))
def test_the_top_is_round_and_above(value: float) -> None:
    top = ceiling(value)
    assert top >= value
    assert top >= 4
    assert float(f"{top:.1g}") == top


@given(st.floats(0, 5000), st.floats(20, 20000), st.integers(2, 12))
def test_ticks_are_few_round_and_inside(low: float, length: float, most: int) -> None:
    made = ticks(low, low + length, most, STEPS)
    assert len(made) <= most + 1
    assert all(low - 1e-6 <= tick <= low + length for tick in made)


def test_a_young_run_has_room_and_a_long_one_scrolls_by_the_bucket() -> None:
    timeline = Timeline()
    timeline.advance(3.2, 1.0)
    assert timeline.view() == (0.0, 20.0)
    timeline.advance(400.3, 1.0)
    assert timeline.view() == (101.0, 401.0)
    timeline.advance(400.9, 1.0)
    assert timeline.view() == (101.0, 401.0), "not once a frame"
    timeline.choose("whole")
    assert timeline.view() == (0.0, 401.0)


def test_a_held_view_stays_until_following_again() -> None:
    timeline = Timeline()
    timeline.hold(5, 9)
    timeline.advance(1000, 1.0)
    assert timeline.view() == (5, 9)
    timeline.choose("minute")
    assert timeline.view() == (941.0, 1001.0)


def test_time_is_told_as_people_do() -> None:
    assert [clock_text(seconds) for seconds in (0, 65.9, 3600)] == ["0:00", "1:05", "1:00:00"]
