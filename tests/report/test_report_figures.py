"""Every figure of a report carries its query, and comes out the same when it is counted another way."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from made_world import made
from report_made import opening, restart, sealed
from report_recount import Queries, Recounted

from harness import events as ev
from harness.metrics.verdicts import said
from harness.report.making import report_at, written

WEIGHED = ("signs.", "explains.", "explained.")
"""Of the diagnosis: counted by hand in a history made by hand."""


def queries(folder: Path) -> list[tuple[str, str]]:
    return Queries(written(report_at(folder), "html", "en", str).decode()).found


def check(folder: Path) -> set[str]:
    """Hold every figure against the events; returns the kinds of queries there were."""
    counted, kinds = Recounted(folder), set()
    for query, value in queries(folder):
        if query.startswith(WEIGHED) and not query.endswith(("http_400.of", "disconnects.of")):
            continue
        other = counted.value(query)
        assert (value == "") is (other is None), (query, value, other)
        assert other is None or float(value) == pytest.approx(other, abs=0.0011), query
        kinds.add(query.partition(".")[0])
    return kinds


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_in_made_worlds_no_figure_differs(seed: int, tmp_path: Path) -> None:
    told = [record.event for record in made(seed).records()]
    kinds = check(sealed(tmp_path, told))
    assert {"event", "cut_off", "messages", "clients", "charts", "witnesses"} <= kinds


def test_in_a_restart_no_figure_differs_and_the_diagnosis_counts_as_a_person_would(tmp_path: Path) -> None:
    folder = sealed(tmp_path, restart())
    kinds = check(folder)
    assert {"refused", "count", "back"} <= kinds
    found = dict(queries(folder))
    assert found["explained.http_400"] == found["explained.http_400.of"] == "3"
    assert found["explained.disconnects"] == found["explained.disconnects.of"] == "2"
    assert found["signs.restart-stale-sid.issued-by-a-process-that-gave-way"] == "3"
    assert found["signs.restart-stale-sid.lost-when-it-ended"] == "2"
    assert found["explains.restart-stale-sid"] == "5"
    assert found["cut_off.longest"] == "4.5"
    assert found["cut_off.median"] == "2.0"
    assert found["refused.most"] == "2"
    assert found["http_400.by_body.close-packet"] == "1"


def test_a_figure_that_is_not_the_events_is_found(tmp_path: Path) -> None:
    folder = sealed(tmp_path, restart())
    summary = msgspec.json.decode((folder / "summary.json").read_bytes())
    summary["http_400"]["total"] += 1
    (folder / "summary.json").write_bytes(msgspec.json.encode(summary))
    with pytest.raises(AssertionError, match=r"http_400\.total"):
        check(folder)


def test_a_trial_s_figures_are_those_of_the_events_too(tmp_path: Path) -> None:
    told = opening()
    twin = [
        msgspec.structs.replace(one, behaviour="singleton-nulled", group="h") if is_b(one) else one for one in told
    ]
    folder = sealed(tmp_path, [*twin, *restart([])])
    counted = Recounted(folder)
    sentences = said(counted.summary["trial"]["behaviours"])
    trial = [(query, value) for query, value in queries(folder) if query.startswith("trial.")]
    assert len(trial) > 10
    for query, value in trial:
        _, what, number, *rest = query.split(".")
        other = sentences[int(number)]["args"][int(rest[1])] if what == "says" else counted.value(query)
        assert (value or None) == (None if other is None else repr(other)) or float(value) == pytest.approx(other)


def is_b(event: ev.Event) -> bool:
    return isinstance(event, ev.ClientStarted) and event.client == "b"
