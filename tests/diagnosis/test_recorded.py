"""Recorded runs of the corpus: what was found when they were run is found in what is kept of them."""

from pathlib import Path

import pytest
from histories import History
from recorded import read, recorded, write

from harness.diagnosis.judge import diagnose
from harness.diagnosis.told import Told
from harness.events import Framed, RunReady, WireTraffic
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
    assert kept >= label.sought


def test_what_is_kept_of_a_run_tells_the_same(tmp_path: Path) -> None:
    run = History()
    run.say(RunReady(t=1, url="http://127.0.0.1:1", upstream="http://127.0.0.1:2"))
    run.connect("a", 1, "s1")
    run.at(5).connect("a", 2, "s2")
    run.ask("s1", "a")
    frame = Framed(conn=1, n=1, t=run.t, up=True, opcode=1, size=1, data="4hello")
    run.say(WireTraffic(t=run.t, messages=(frame, frame)))
    run.say(WireTraffic(t=run.t))
    for n in (1, 1, 2):
        run.at(8).hear("a", "b", n)
    write(run.records, tmp_path / "kept.jsonl.xz")
    kept, told = list(read(tmp_path / "kept.jsonl.xz")), Told()
    for record in kept:
        told.fold(record)
    assert diagnose(told.story) == run.diagnosis()
    assert run.diagnosis().kept == ("socket-leak",)
    assert len(kept) == 6, "neither what nobody reads, nor a message that came once, nor what was in them"
