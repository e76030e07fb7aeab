"""What an experiment is: arms that differ in one thing, and questions that are put to their runs.

A question is answered with yes or no for each run, by the figures of its summary alone. The run is the unit:
clients of one run meet the same server, so they are no independent witnesses of what it does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.diagnosis.hypotheses import hypotheses
from harness.scenarios.model import Scenario

Figures = dict[str, Any]
"""A run's summary, or the block of one group in it."""
Happened = Callable[[Figures], bool | None]
"""Whether it happened in a run with these figures; None where they cannot tell."""

REPEAT = 5
"""Runs of each arm. What happens in all of five and in none of five has p = 0.008, by Fisher's exact test; of four
it is 0.029, and of three, 0.1, nothing is decided any more."""


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: `words` say in what it differs from the others.

    `scenario` is its run; arms that name the same one share its runs, and are told apart by the `group` of clients
    whose figures they read (empty: those of the whole run). `sound`: whether a run came far enough to tell
    anything.
    """

    name: str
    words: str
    scenario: Scenario
    group: str = ""
    sound: Happened | None = None

    def figures(self, summary: Figures) -> Figures:
        """What of a summary this arm reads."""
        found: Figures = summary["groups"][self.group] if self.group else summary
        return found


@dataclass(frozen=True)
class Question:
    """Whether something happens in the runs of an arm, and not `beside` it.

    `hypothesis` names what is judged, `claim` says it. `predicts`: what is looked for in a run, and `happened`
    finds. `of`: the arm in which the claim has it happen; `beside`: the arm in which it has it not, or nothing,
    where the question is whether it happens at all. `kept` and `rejected` are what each verdict means. `counted`:
    figures that are added up over the runs. `diagnosed`: the hypothesis whose verdicts by the runs' own diagnosis
    are counted besides. `sentence`: the words of the document that are judged.
    """

    hypothesis: str
    claim: str
    predicts: str
    happened: Happened
    of: str
    kept: str
    rejected: str
    beside: str = ""
    counted: tuple[str, ...] = ()
    diagnosed: str = ""
    sentence: str = ""

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms it compares, the one where it should happen first."""
        return (self.of, self.beside) if self.beside else (self.of,)


@dataclass(frozen=True)
class Design:
    """An experiment. `differs`: in which one thing its arms differ, in words; `repeat` runs of each arm."""

    name: str
    title: str
    differs: str
    arms: tuple[Arm, ...]
    questions: tuple[Question, ...]
    repeat: int = REPEAT

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is run in each round, once each."""
        return tuple({arm.scenario.name: arm.scenario for arm in self.arms}.values())

    def arm(self, name: str) -> Arm:
        """The arm of this name."""
        return next(arm for arm in self.arms if arm.name == name)

    def arms_of(self, scenario: str) -> tuple[Arm, ...]:
        """The arms that read the runs of this scenario."""
        return tuple(arm for arm in self.arms if arm.scenario.name == scenario)


KEPT = "It happens with it and not without it: this is the cause."
REJECTED = "It makes no difference that counts: this is not the cause."


def pair(
    hypothesis: str,
    *,
    title: str,
    differs: str,
    predicts: str,
    happened: Happened,
    of: Arm,
    beside: Arm,
    counted: tuple[str, ...] = (),
) -> Design:
    """The plainest experiment: two arms, and whether what a hypothesis claims happens in the first alone."""
    question = Question(
        hypothesis=hypothesis,
        claim=claim_of(hypothesis),
        predicts=predicts,
        happened=happened,
        of=of.name,
        beside=beside.name,
        kept=KEPT,
        rejected=REJECTED,
        counted=counted,
        diagnosed=hypothesis,
    )
    return Design(name=hypothesis, title=title, differs=differs, arms=(of, beside), questions=(question,))


def claim_of(hypothesis: str) -> str:
    """What a hypothesis claims, in its own words."""
    return next(one.claim for one in hypotheses() if one.name == hypothesis)
