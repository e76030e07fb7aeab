"""The labelled corpus, run: the right cause is kept, and never a wrong one; the confusion matrix.

`SIDLAB_CORPUS=FOLDER` keeps the run folders there, with the matrix as Markdown (corpus.md); `SIDLAB_RECORD=1`
makes the recorded runs of tests/diagnosis anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_runs import Played, play
from corpus_table import table
from recorded import FOLDER, read, write

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.judge import diagnose
from harness.diagnosis.told import Told
from harness.evidence.reading import read_records
from harness.scenarios.corpus import Labelled, corpus
from harness.session.house import HarnessError

RUNS = tuple(corpus())
VARIATIONS = 3
ENOUGH = 22
Bar = Callable[[str, object, object, bool], None]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("SIDLAB_CORPUS")
    folder = Path(kept).absolute() if kept else tmp_path_factory.mktemp("corpus")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def played() -> dict[str, Played]:
    return {}


@pytest.mark.parametrize("labelled", RUNS, ids=lambda one: one.name)
def test_no_wrong_cause_is_kept(labelled: Labelled, played: dict[str, Played], out: Path) -> None:
    try:
        one = play(labelled, out)
    except HarnessError as error:
        pytest.skip(str(error))
    assert one.trouble == ""
    played[labelled.name] = one
    if os.environ.get("SIDLAB_RECORD"):
        record(one)
    assert one.wrong == set(), one.folder
    check_sums(one)


def check_sums(one: Played) -> None:
    """What the causes explain adds up, and the 400s are those that were counted another way."""
    explained = one.diagnosis.explained
    counted = {"http_400": one.summary["http_400"]["total"], "disconnects": one.summary["disconnects"]["total"]}
    assert {effect: explained[effect][1] for effect in counted} == counted
    assert all(0 <= some <= total for some, total in explained.values())


def record(one: Played) -> None:
    """Keep what diagnosis sees of it, once that is known to say the same."""
    file = FOLDER / f"{one.labelled.name}.jsonl.xz"
    write(read_records(one.folder / "events"), file)
    told = Told()
    for entry in read(file):
        told.fold(entry)
    assert diagnose(told.story) == one.diagnosis


def test_the_confusion_matrix(played: dict[str, Played], out: Path, bar: Bar) -> None:
    """After all runs; of fewer, it is a part of the matrix, and is not judged."""
    if not played:
        pytest.skip("no run of the corpus was played")
    text = table(list(played.values()))
    (out / "corpus.md").write_text(text, encoding="utf-8")
    print(f"\n{text}\n{out / 'corpus.md'}")  # noqa: T201 - what it is for
    wrong = {name: sorted(one.wrong) for name, one in played.items() if one.wrong}
    bar("corpus: runs in which a wrong cause is kept", 0, wrong or 0, not wrong)
    causes = {one.name for one in hypotheses()}
    right = {cause for cause in causes if found(cause, played) == VARIATIONS}
    whole = len(played) == len(RUNS)
    bar("corpus: causes kept in each of their runs", f">= {ENOUGH}", len(right), len(right) >= ENOUGH or not whole)


def found(cause: str, played: dict[str, Played]) -> int:
    """In how many of its runs a cause is kept."""
    return sum(one.found for one in played.values() if one.labelled.cause == cause)
