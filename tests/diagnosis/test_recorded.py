"""Recorded runs of the corpus: what was found when they were run is found in what is kept of them."""

from pathlib import Path

import pytest
from recorded import read, recorded

from harness.diagnosis.judge import diagnose
from harness.diagnosis.told import Told
from harness.scenarios.corpus import corpus

LABELS = {one.name: one for one in corpus()}


@pytest.mark.parametrize("file", recorded(), ids=lambda file: file.name.partition(".")[0])
def test_a_recorded_run_gives_its_cause_and_no_other(file: Path) -> None:
    label = LABELS[file.name.partition(".")[0]]
    told = Told()
    for record in read(file):
        told.fold(record)
    kept = set(diagnose(told.story).kept)
    assert kept <= label.true
    assert kept >= ({label.cause} if label.cause else label.true)
