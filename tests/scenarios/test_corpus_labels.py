"""The labelled corpus as it stands: each cause three times, and every run one that could be played here."""

from collections import Counter

from harness.cli.asked import read_fault
from harness.diagnosis.hypotheses import hypotheses
from harness.scenarios.corpus import corpus
from harness.session.catalogue import names
from main import house

CAUSES = {one.name for one in hypotheses()}
RUNS = list(corpus(names(house())))


def test_every_cause_has_three_variations_and_twelve_runs_have_none_or_two() -> None:
    made_for = Counter(one.cause for one in RUNS)
    assert made_for.pop("") == 12
    assert made_for == dict.fromkeys(CAUSES, 3)
    without = [one for one in RUNS if not one.cause]
    assert {len(one.sought) for one in without} == {0, 2}


def test_labels_are_causes_and_runs_are_short() -> None:
    for one in RUNS:
        assert one.true <= CAUSES, one.name
        assert one.cause in {"", *one.true}, one.name
        assert one.sought <= one.true, one.name
        assert (one.scenario.duration or 60) <= 30, one.name
        assert one.name == one.scenario.name


def test_the_three_variations_differ_in_transport_profile_or_load() -> None:
    for cause in CAUSES:
        of_it = [one.scenario for one in RUNS if one.cause == cause]
        kinds = {(one.server, one.clients) for one in of_it}
        assert len(kinds) == 3, cause


def test_every_box_has_a_fault_that_a_wire_can_have() -> None:
    boxes = [one.box for one in RUNS if one.box]
    assert len(boxes) >= 6
    for box in boxes:
        read_fault(box)
