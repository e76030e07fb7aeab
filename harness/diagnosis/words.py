"""A diagnosis in plain words: what happened, how much of it is explained, how sure that is, what to do first."""

from __future__ import annotations

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.hypothesis import Hypothesis
from harness.diagnosis.judge import Diagnosis, Verdict, Word
from harness.snapshot import Phrase

NOTHING = "Nothing broke: no 400, no reset and no disconnect, and no cause is kept."
NOTHING_SO_FAR = "Nothing broke so far: no 400, no reset and no disconnect, and no cause is kept."
NO_CAUSE = "No cause is kept."
NEAREST = "Most speaks for this, though not enough to keep it: %s"
FIRST = "What to do first: %s"
SURE = {
    True: "How sure: one cause is kept by what was seen; rejected: %s, undecided: %s.",
    False: "How sure: %s causes are kept by what was seen; rejected: %s, undecided: %s.",
}
"""By whether it is one cause that is kept."""

EXPLAINED: dict[tuple[str, ...], str] = {
    ("http_400",): "Explained: %s of %s 400s.",
    ("closes",): "Explained: %s of %s resets.",
    ("disconnects",): "Explained: %s of %s disconnects.",
    ("http_400", "closes"): "Explained: %s of %s 400s, %s of %s resets.",
    ("http_400", "disconnects"): "Explained: %s of %s 400s, %s of %s disconnects.",
    ("closes", "disconnects"): "Explained: %s of %s resets, %s of %s disconnects.",
    ("http_400", "closes", "disconnects"): "Explained: %s of %s 400s, %s of %s resets, %s of %s disconnects.",
}
"""By what there was of; of what did not occur nothing is said."""


def summary(diagnosis: Diagnosis) -> str:
    """The sentences in English, as one paragraph."""
    return " ".join(map(english, sentences(diagnosis)))


def sentences(diagnosis: Diagnosis, *, live: bool = False) -> tuple[Phrase, ...]:
    """The claims that are kept, or that none is; what is explained, how sure, and what to do first.

    `live`: the run goes on, so that what has not happened may yet.
    """
    by_name = {one.name: one for one in hypotheses()}
    kept = [by_name[name] for name in diagnosis.kept]
    if kept:
        first = Phrase(FIRST, (kept[0].remedy,))
        return (*(Phrase(one.claim) for one in kept), *explained(diagnosis), _sure(diagnosis), first)
    if not explained(diagnosis):
        return (Phrase(NOTHING_SO_FAR if live else NOTHING), *_nearest(diagnosis, by_name))
    return (Phrase(NO_CAUSE), *explained(diagnosis), *_nearest(diagnosis, by_name))


def explained(diagnosis: Diagnosis) -> tuple[Phrase, ...]:
    """How much is explained, `33 of 33 400s, 1 of 9 resets`, as a sentence; none where nothing has to be."""
    there = {effect: share for effect, share in diagnosis.explained.items() if share[1]}
    numbers = tuple(number for share in there.values() for number in share)
    return (Phrase(EXPLAINED[tuple(there)], numbers),) if there else ()


def english(phrase: Phrase) -> str:
    """The sentence in English, with its names and figures in it."""
    return phrase.text % phrase.args if phrase.args else phrase.text


def _sure(diagnosis: Diagnosis) -> Phrase:
    kept, rejected, undecided = (_count(diagnosis, word) for word in ("kept", "rejected", "undecided"))
    numbers = (rejected, undecided) if kept == 1 else (kept, rejected, undecided)
    return Phrase(SURE[kept == 1], numbers)


def _count(diagnosis: Diagnosis, word: Word) -> int:
    return sum(one.verdict == word for one in diagnosis.verdicts)


def _nearest(diagnosis: Diagnosis, by_name: dict[str, Hypothesis]) -> tuple[Phrase, ...]:
    """The undecided cause for which something was seen, and against which nothing was."""
    found = next(filter(_has_a_case, diagnosis.verdicts), None)
    return () if found is None else (Phrase(NEAREST, (by_name[found.hypothesis].claim,)),)


def _has_a_case(verdict: Verdict) -> bool:
    return verdict.verdict == "undecided" and bool(verdict.because) and not verdict.against
