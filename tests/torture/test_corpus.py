"""The labelled corpus, run: the right cause is kept, and never a wrong one; the confusion matrix.

`SIDLAB_CORPUS=FOLDER` keeps the run folders there, with the matrix as Markdown (corpus.md); `SIDLAB_RECORD=1`
makes the recorded runs of tests/diagnosis anew; `SIDLAB_JOBS` runs go side by side (2).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_runs import Played, Results, play_all
from corpus_table import table
from recorded import FOLDER, read, write

from harness.diagnosis.judge import diagnose
from harness.diagnosis.told import Told
from harness.evidence.reading import read_records
from harness.scenarios.corpus import corpus
from harness.session.house import HarnessError

RUNS = tuple(corpus())
JOBS = int(os.environ.get("SIDLAB_JOBS", "2"))
ENOUGH = 22
Bar = Callable[[str, object, object, bool], None]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(7200)]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("SIDLAB_CORPUS")
    folder = Path(kept).absolute() if kept else tmp_path_factory.mktemp("corpus")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def played(request: pytest.FixtureRequest, out: Path) -> Results:
    """The runs that were chosen (`-k`), all of them played before the first is judged."""
    chosen = {one.callspec.params.get("name") for one in request.session.items if hasattr(one, "callspec")}
    return asyncio.run(play_all([one for one in RUNS if one.name in chosen], out, JOBS))


@pytest.mark.parametrize("name", [one.name for one in RUNS])
def test_no_wrong_cause_is_kept(name: str, played: Results) -> None:
    one = played[name]
    if isinstance(one, HarnessError):
        pytest.skip(str(one))
    if isinstance(one, Exception):
        raise one
    assert one.trouble == ""
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


def test_the_confusion_matrix(played: Results, out: Path, bar: Bar) -> None:
    """Of fewer runs than all, it is a part of the matrix, and what is found is not counted."""
    runs = [one for one in played.values() if isinstance(one, Played) and not one.trouble]
    if not runs:
        pytest.skip("no run of the corpus was chosen")
    text = table(runs)
    (out / "corpus.md").write_text(text, encoding="utf-8")
    print(f"\n{text}\n{out / 'corpus.md'}")  # noqa: T201 - what it is for
    wrong = {one.labelled.name: sorted(one.wrong) for one in runs if one.wrong}
    bar("corpus: runs in which a wrong cause is kept", 0, wrong or 0, not wrong)
    missed = {one.labelled.cause for one in runs if one.labelled.cause and not one.found}
    right = {one.labelled.cause for one in runs if one.labelled.cause} - missed
    if len(played) == len(RUNS):
        bar("corpus: causes kept in each of their runs", f">= {ENOUGH}", len(right), len(right) >= ENOUGH)
