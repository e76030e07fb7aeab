"""Expectations have three answers, and a figure is found by its dotted path."""

from __future__ import annotations

from typing import Any

import pytest

from harness.metrics.expect import FIGURES, is_figure, judge, measure
from harness.metrics.figures import figures
from harness.metrics.tally import Tally
from harness.scenarios.model import Expectation

SUMMARY: dict[str, Any] = {
    "duration": 20.1,
    "clients": {"count": 5, "recovery": {"max": None}},
    "disconnects": {"total": 5, "by_reason": {"python:transport error": 5, "js:a.b": 2}},
    "http_400": {"total": 7, "by_cause": {"unknown-sid": 6}, "by_body": None},
    "sids": None,
    "witnesses": {"agree": True},
    "groups": {"polling": {"http_400": {"total": 3, "by_cause": {}}}},
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("duration", 20.1),
        ("clients.count", 5),
        ("clients.recovery.max", None),
        ("clients.recovery", None),
        ("clients.count.more", None),
        ("disconnects.by_reason.python:transport error", 5),
        ("disconnects.by_reason.js:a.b", 2),
        ("disconnects.by_reason.js:transport close", 0),
        ("http_400.by_cause.origin", 0),
        ("http_400.by_body.message", None),
        ("sids.issued", None),
        ("groups.polling.http_400.total", 3),
        ("groups.polling.http_400.by_cause.unknown-sid", 0),
        ("groups.other.http_400.total", None),
        ("witnesses.agree", True),
    ],
)
def test_a_path_finds_its_value_or_says_it_is_not_known(path: str, value: object) -> None:
    assert measure(path, SUMMARY) == value
    assert type(measure(path, SUMMARY)) is type(value)


@pytest.mark.parametrize(
    ("figure", "asked", "held"),
    [
        ("http_400.total", {"equals": 7}, True),
        ("http_400.total", {"equals": 7.0}, True),
        ("http_400.total", {"equals": True}, False),
        ("witnesses.agree", {"equals": True}, True),
        ("witnesses.agree", {"equals": 1}, False),
        ("witnesses.agree", {"at_least": 1}, False),
        ("http_400.total", {"at_least": 7, "at_most": 7}, True),
        ("http_400.total", {"at_least": 8}, False),
        ("http_400.total", {"at_most": 6}, False),
        ("http_400.total", {"at_least": "clients.count"}, True),
        ("http_400.total", {"at_least": "clients.recovery.max"}, None),
        ("clients.recovery.max", {"at_most": 10}, None),
    ],
)
def test_a_bound_holds_or_not_or_is_not_known(figure: str, asked: dict[str, Any], held: bool | None) -> None:
    (verdict,), _ = judge([Expectation(figure=figure, text="x", **asked)], SUMMARY)
    assert verdict == {"text": "x", "held": held, "measured": measure(figure, SUMMARY)}


@pytest.mark.parametrize(
    ("totals", "outcome"), [((), "passed"), ((7,), "passed"), ((7, 8), "failed"), ((7, None), "unknown"),
                            ((8, None), "failed")]
)  # fmt: skip
def test_the_outcome_of_all(totals: tuple[int | None, ...], outcome: str) -> None:
    expectations = [
        Expectation(figure="http_400.total", equals=total)
        if total is not None
        else Expectation(figure="sids.issued", equals=1)
        for total in totals
    ]
    assert judge(expectations, SUMMARY)[1] == outcome


def test_every_figure_named_is_one_the_summary_has() -> None:
    summary = Tally(run_id="r", scenario="s", profile="p", started="").summary()
    for figure in FIGURES:
        assert figure.partition(".")[0] in summary
    assert is_figure("disconnects.by_reason.js:transport close")
    assert is_figure("groups.a.closes.refused", ["a"])
    assert not is_figure("groups.a.tap.lost", ["a"])
    assert not is_figure("groups.b.closes.refused", ["a"])
    assert not is_figure("http_400.by_cause.nonsense")


def test_the_charts_are_found_by_being_there() -> None:
    assert [(figure.name, figure.shape) for figure in figures()] == [
        ("disconnects", "stack"),
        ("http-400", "stack"),
        ("sid-churn", "line"),
    ]
