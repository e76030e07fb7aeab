"""What is held against a baseline: which figures, which way is worse, how much is let pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_summary import summary

from harness.comparing.baseline import Baseline, guarded, read_baseline, write_baseline
from harness.comparing.series import Repeat, Series
from harness.comparing.worse import GUARDED
from harness.metrics.expect import is_figure, judge
from harness.options import OptionError


def held(baseline: Baseline, measured: dict[str, Any]) -> dict[str, bool | None]:
    """How each expectation of the baseline fares, by its figure."""
    expected = baseline.expectations()
    verdicts, _ = judge(expected, measured)
    return {one.figure: verdict["held"] for one, verdict in zip(expected, verdicts, strict=True)}


def baseline(*summaries: dict[str, Any]) -> Baseline:
    return Baseline("incident", guarded(summaries))


def test_every_figure_of_the_table_is_one() -> None:
    for one in GUARDED:
        assert is_figure(one.figure.replace("*", "http_400" if one.figure.startswith("witnesses") else "origin"))


@pytest.mark.parametrize(("now", "holds"), [(10, True), (0, True), (12, True), (13, False)])
def test_a_fifth_more_is_let_pass_and_no_more(now: int, holds: bool) -> None:
    assert held(baseline(summary(10)), summary(now))["http_400.total"] is holds


@pytest.mark.parametrize(("now", "holds"), [(2, True), (3, False)])
def test_of_few_a_few_more_are_let_pass(now: int, holds: bool) -> None:
    assert held(baseline(summary(0)), summary(now))["http_400.total"] is holds


def test_fewer_clients_at_the_end_are_worse_and_witnesses_that_no_longer_agree() -> None:
    now = summary(7, witnesses={"http_400": {"unexplained": 1}, "agree": False})
    now["clients"] = {**now["clients"], "connected_at_end": 4}
    found = held(baseline(summary(7)), now)
    assert found["clients.connected_at_end"] is False
    assert found["witnesses.agree"] is False
    assert found["witnesses.http_400.unexplained"] is False
    assert found["groups.stock.slow.clients.connected_at_end"] is True


def test_a_figure_that_is_not_known_any_more_is_neither_held_nor_broken() -> None:
    assert held(baseline(summary(7)), summary(7, recovery=None))["clients.recovery.p50"] is None
    assert "clients.recovery.p50" not in held(baseline(summary(7, recovery=None)), summary(7))


def test_what_did_not_hold_in_the_baseline_is_not_asked_of_others() -> None:
    assert "witnesses.agree" not in held(baseline(summary(7, witnesses={"agree": False})), summary(7))


def test_repeats_that_differ_much_let_more_pass() -> None:
    apart = baseline(summary(5), summary(15), summary(10))
    assert held(apart, summary(20))["http_400.total"] is True
    alike = baseline(summary(10), summary(10), summary(10))
    assert held(alike, summary(20))["http_400.total"] is False


def test_a_cause_that_never_was_is_guarded_by_the_total_and_a_single_group_by_everybodys_figures() -> None:
    none = baseline(summary(0, groups={"alone": {"http_400": {"total": 0}}}))
    asked = {one.figure for one in none.expectations()}
    assert "http_400.total" in asked
    assert "http_400.by_cause.unknown-sid" not in asked
    assert not any(figure.startswith("groups.") for figure in asked)
    assert "http_400.by_cause.unknown-sid" in {one.figure for one in baseline(summary(3)).expectations()}


def test_the_line_says_what_was_and_what_may_be() -> None:
    (line,) = [one.text for one in baseline(summary(10)).expectations() if one.figure == "http_400.total"]
    assert line == "http_400.total is no worse than the baseline's 10: at most 12"
    (line,) = [one.text for one in baseline(summary(1)).expectations() if one.figure.endswith("d_at_end")][:1]
    assert line.endswith("is no worse than the baseline's 5: at least 5")


def test_a_baseline_is_a_summary_a_series_or_what_was_written(tmp_path: Path) -> None:
    runs = summary(10), summary(12)
    written, one = tmp_path / "baseline.json", tmp_path / "summary.json"
    write_baseline(written, runs)
    one.write_text(json.dumps(runs[0]), encoding="utf-8")
    series = Series(tmp_path, "incident", 2)
    series.repeats += [Repeat("one", 1, runs[0], 0), Repeat("two", 2, runs[1], 0)]
    series.write()
    assert read_baseline(written, "incident").values["http_400.total"] == [10, 12]
    assert read_baseline(tmp_path / "series.json", "incident").values["http_400.total"] == [10, 12]
    assert read_baseline(one, "incident").values["http_400.total"] == [10]
    assert "messages.sent" not in read_baseline(written, "incident").values


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "is no JSON object"),
        ("{}", "knows no figure that can get worse"),
        ('{"scenario": "incident", "figures": {"http_400.total": ["many", null]}}', "knows no figure"),
        ('{"scenario": "other\\n", "figures": {"http_400.total": [1]}}', "is of the scenario"),
    ],
)
def test_what_is_no_baseline_for_this_is_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OptionError, match=says) as refused:
        read_baseline(file, "incident")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="cannot be read"):
        read_baseline(tmp_path / "no-such", "incident")
