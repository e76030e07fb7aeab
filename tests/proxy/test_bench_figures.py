"""The benchmark's figures: paired ratios, bars held and missed, and what was not measured."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "wire" / "figures.py"
    spec = importlib.util.spec_from_file_location("bench_figures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_ratio_is_the_median_of_the_rounds_own(figures: ModuleType) -> None:
    mine = [{"rate": 10.0}, {"rate": 30.0}, {"rate": 90.0}]
    theirs = [{"rate": 10.0}, {"rate": 10.0}, {"rate": 100.0}]
    assert figures.ratio(mine, theirs, "rate") == 1.0
    assert figures.ratio(mine, [], "rate") is None
    assert figures.ratio(mine, [{"rate": 0.0}] * 3, "rate") is None


@pytest.mark.parametrize(
    ("rate", "at_most", "word"),
    [(70.0, False, "held"), (69.0, False, "MISSED"), (70.0, True, "held"), (71.0, True, "MISSED")],
)
def test_a_bar_is_held_at_its_bound(figures: ModuleType, rate: float, at_most: bool, word: str) -> None:
    bar = figures.Bar("rate", 0.7, "haproxy", at_most=at_most)
    assert bar.verdict({"wire": [{"rate": rate}], "haproxy": [{"rate": 100.0}]}).endswith(word)


def test_a_bar_against_a_peer_that_is_not_here_is_neither(figures: ModuleType) -> None:
    assert figures.Bar("rate", 1.0, "toxiproxy").verdict({"wire": [{"rate": 1.0}]}).endswith("not measured")
    assert figures.Bar("kib", 5.0).verdict({"haproxy": [{"kib": 1.0}]}).endswith("not measured")
    assert figures.Bar("kib", 5.0, at_most=True).verdict({"wire": [{"kib": 4.0}]}).endswith("held")


def test_what_a_peer_adds_is_beyond_the_direct_way_of_its_round(figures: ModuleType) -> None:
    turns = {
        "direct": [{"p50": 10.0, "p99": 20.0}, {"p50": 30.0, "p99": 40.0}],
        "wire": [{"p50": 15.0, "p99": 40.0}, {"p50": 31.0, "p99": 41.0}],
    }
    figures.with_added(turns)
    assert [(one["added50"], one["added99"]) for one in turns["wire"]] == [(5.0, 20.0), (1.0, 1.0)]


def test_the_table_tells_who_is_absent_and_what_is_unknown(figures: ModuleType) -> None:
    columns = (figures.Column("rate", "requests/s", ",.0f"), figures.Column("failed", "failed", ".0f", worst=True))
    turns = {"wire": [{"rate": 5.0, "failed": 0.0}, {"rate": 7.0, "failed": 2.0}], "haproxy": [{"rate": 10.0}] * 2}
    head, wire, haproxy, absent = figures.table("load", columns, turns, ["toxiproxy"]).splitlines()
    assert head.split() == ["load", "requests/s", "×", "haproxy", "failed"]
    assert wire.split() == ["wire", "6", "0.60", "2"]
    assert haproxy.split() == ["haproxy", "10", "1.00", "–"]
    assert absent.split() == ["toxiproxy", "not", "here"]
