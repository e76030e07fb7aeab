"""What an experiment came to, and the frames by which the core tells a window of it.

`Report` is what `test --json` prints and `experiment.json` holds; the contract's keys are never left out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from harness.events import kebab

Word = Literal["kept", "rejected", "undecided"]
Outcome = Literal["measured", "stopped", "failed"]
DIAGNOSED = "diagnosis."
"""Begins a figure of an arm, before the word of a verdict: so many runs have that from their own diagnosis."""


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """How much more often it happened in the first arm than in the second: the difference of the two shares.

    Between -1 and 1, with its 95 % interval by Newcombe's hybrid score method (scipy's).
    """

    difference: float
    low: float
    high: float


class ArmCount(msgspec.Struct, frozen=True, kw_only=True):
    """An arm of a question: in `happened` of its `of` runs that could tell, it happened.

    `words`: what the arm is, shown translated. `runs`: their folders. `figures`: figures of the summary, added up
    over those runs, by their dotted paths; null where one of them is not known.
    """

    arm: str
    words: str
    happened: int
    of: int
    runs: tuple[str, ...] = ()
    figures: dict[str, int | None] = {}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one question: the row of a board.

    `hypothesis`: its name, or that of a claim. `claim`: what is claimed; `predicts`: what is looked for in each
    run; `means`: what the verdict says, empty while it is undecided: all shown translated. `sentence`: the words
    of the document, as they stand there. `arms`: the first is where it should happen; with one arm alone the
    question is whether it happens at all, and there is no test: `p` and `effect` are null. `because` and `against`
    are numbers of events of one run, `run`, which shows best what is the matter.
    """

    hypothesis: str
    verdict: Word
    claim: str
    predicts: str
    arms: tuple[ArmCount, ...]
    because: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    p: float | None = None
    effect: Effect | None = None
    means: str = ""
    sentence: str = ""
    run: str = ""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One run of an experiment, in the order they began: of which arm, in which round, by which seed.

    `trouble`: why it could not be carried out, so that it counts for nothing; empty for a run that counts.
    """

    run: str
    arm: str
    round: int
    seed: int
    trouble: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole experiment. `differs`: the one thing in which its arms differ.

    `state` is `interrupted` when it was ended early: then its verdicts are of the runs there were. `explained`: of
    the 400s, resets and disconnects of all its runs, how many their diagnosis explains. `method`: the test and the
    interval, by name and version.
    """

    experiment: str
    title: str
    differs: str
    state: Literal["done", "interrupted"]
    seed: int
    repeat: int
    verdicts: tuple[Answer, ...]
    explained: dict[str, tuple[int, int]]
    summary: str
    method: dict[str, str]
    trials: tuple[Trial, ...]
    folder: str


class _Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=kebab):
    """Something that the core tells a window of an experiment."""


class ExperimentPlanned(_Frame, frozen=True):
    """An experiment begins: `total` runs, `jobs` at a time, into `folder`; its questions, as yet undecided.

    `hypothesis` is what was asked for with `RunExperiment`; `seconds`: about how long it will take.
    """

    hypothesis: str
    title: str
    differs: str
    folder: str
    total: int
    jobs: int
    seconds: float
    verdicts: tuple[Answer, ...]


class ExperimentTold(_Frame, frozen=True):
    """A run begins or is over: `done` of `total` are; `running` are the arms whose runs go on, in words."""

    hypothesis: str
    done: int
    total: int
    running: tuple[str, ...]
    verdicts: tuple[Answer, ...]


class ExperimentEnded(_Frame, frozen=True):
    """An experiment is over: all of it `measured`, `stopped` before that, or `failed`, and why in one line."""

    hypothesis: str
    outcome: Outcome
    folder: str
    verdicts: tuple[Answer, ...] = ()
    why: str = ""
