"""From what happened in each run to a verdict on each question: pure.

`kept`: it happens more often in the first arm by at least `LEAST` of the runs, and chance alone would hardly do
that (p below `ALPHA`). `rejected`: an effect as large as `LEAST` lies outside the interval, so that what happens
does not come of what the arms differ in. All else is `undecided`: the runs are too few (`FEWEST`),
or do not agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.experiments.design import Arm, Design, Figures, Question
from harness.experiments.exact import Share, fisher, newcombe, wilson
from harness.experiments.model import DIAGNOSED, Answer, ArmCount, Effect, Word
from harness.metrics.expect import measure

ALPHA = 0.05
LEAST = 0.5
"""What a cause does: with it, it happens in at least so many of the runs more."""
FEWEST = 4
"""Fewer runs of an arm decide nothing: not even if it happens in all of them, and never without."""


@dataclass(frozen=True)
class Seen:
    """One run that counts: its folder, the scenario it was of, its summary, and what its diagnosis explains."""

    run: str
    scenario: str
    summary: Figures
    explained: dict[str, tuple[int, int]] = field(default_factory=dict)

    def finding(self, hypothesis: str) -> dict[str, Any]:
        """The verdict of its own diagnosis on a hypothesis; empty where there is none."""
        return next((one for one in self.summary["findings"] if one["hypothesis"] == hypothesis), {})


def answers(design: Design, seen: Sequence[Seen]) -> tuple[Answer, ...]:
    """The verdict on every question of a design, by the runs there are."""
    return tuple(_answer(design, question, seen) for question in design.questions)


def unsound(design: Design, one: Seen) -> str:
    """Why a run tells nothing, and has to be made again; empty for one that does."""
    for arm in design.arms_of(one.scenario):
        figures = arm.figures(one.summary)
        if arm.sound is not None and not arm.sound(figures):
            return f"{arm.words}: clients had not come so far when it was over"
        if any(question.happened(figures) is None for question in design.questions if arm.name in question.arms):
            return f"{arm.words}: its figures cannot tell"
    return ""


def explained(seen: Sequence[Seen]) -> dict[str, tuple[int, int]]:
    """Of the 400s, resets and disconnects of all runs, how many their own diagnoses explain."""
    effects = dict.fromkeys(effect for one in seen for effect in one.explained)
    return {
        effect: (
            sum(one.explained[effect][0] for one in seen),
            sum(one.explained[effect][1] for one in seen),
        )
        for effect in effects
    }


def decide(shares: Sequence[Share]) -> tuple[Word, float | None, Effect | None]:
    """Verdict, p and effect of one share, or of two."""
    if not all(share.of for share in shares):
        return "undecided", None, None
    few = any(share.of < FEWEST for share in shares)
    if len(shares) == 1:
        return "undecided" if few else _alone(shares[0]), None, None
    p, effect = fisher(shares[0], shares[1]), newcombe(shares[0], shares[1])
    if few:
        return "undecided", p, effect
    if p < ALPHA and effect.difference >= LEAST:
        return "kept", p, effect
    return ("rejected" if effect.high < LEAST else "undecided"), p, effect


def _alone(share: Share) -> Word:
    """Whether it happens in more than half of the runs, in less, or who knows."""
    interval = wilson(share)
    if interval.low > LEAST:
        return "kept"
    return "rejected" if interval.high < LEAST else "undecided"


def _answer(design: Design, question: Question, seen: Sequence[Seen]) -> Answer:
    arms = tuple(_count(design.arm(name), question, seen) for name in question.arms)
    verdict, p, effect = decide([Share(arm.happened, arm.of) for arm in arms])
    shows = _shows(design, question, seen, verdict)
    found = shows.finding(question.diagnosed) if shows else {}
    return Answer(
        hypothesis=question.hypothesis,
        verdict=verdict,
        claim=question.claim,
        predicts=question.predicts,
        arms=arms,
        because=tuple(found.get("because", ())),
        against=tuple(found.get("against", ())),
        p=p,
        effect=effect,
        means={"kept": question.kept, "rejected": question.rejected, "undecided": ""}[verdict],
        sentence=question.sentence,
        run=shows.run if shows else "",
    )


def _count(arm: Arm, question: Question, seen: Sequence[Seen]) -> ArmCount:
    mine = [one for one in seen if one.scenario == arm.scenario.name]
    figures = [arm.figures(one.summary) for one in mine]
    told = [answer for one in figures if (answer := question.happened(one)) is not None]
    words = Counter(f"{DIAGNOSED}{one.finding(question.diagnosed).get('verdict', 'undecided')}" for one in mine)
    added = {path: _added([measure(path, one) for one in figures]) for path in question.counted}
    return ArmCount(
        arm=arm.name,
        words=arm.words,
        happened=sum(told),
        of=len(told),
        runs=tuple(one.run for one in mine),
        figures=added | (dict(sorted(words.items())) if question.diagnosed else {}),
    )


def _added(values: list[int | None]) -> int | None:
    """The sum; not known where one of them is not."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _shows(design: Design, question: Question, seen: Sequence[Seen], verdict: Word) -> Seen | None:
    """The first run, of the first arm that has one, whose own diagnosis says the same; none where none does."""
    scenarios = [design.arm(name).scenario.name for name in question.arms]
    agreeing = [one for one in seen if one.finding(question.diagnosed).get("verdict") == verdict]
    return next((one for name in scenarios for one in agreeing if one.scenario == name), None)
