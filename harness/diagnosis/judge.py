"""Weighs every hypothesis against a story: verdicts, the events for and against, and what each explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Any, Literal

import msgspec

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.hypothesis import Hypothesis, Sign
from harness.diagnosis.story import At, Story
from harness.diagnosis.strangers import refused_ids
from harness.diagnosis.weights import FOLLOWS, KEEP, REJECT, WEIGHTS

SOON = 3_000_000_000
"""A client that gives its socket up for a refusal does so within so many ns."""
CITED = 50
"""So many events are cited for, and against, at most; `signs` counts all."""

Word = Literal["kept", "rejected", "undecided"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one hypothesis: the events for it and against it by number, how often each sign was seen.

    `explains`: so many refusals, losses and resets come of it. `p` is an experiment's, null where none was made.
    """

    hypothesis: str
    verdict: Word
    because: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    signs: dict[str, int] = {}
    explains: int = 0
    p: float | None = None


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """All verdicts, the kept ones first. `explained`: how many 400s, resets and disconnects, and of how many."""

    verdicts: tuple[Verdict, ...]
    explained: dict[str, tuple[int, int]]

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of what was kept."""
        return tuple(one.hypothesis for one in self.verdicts if one.verdict == "kept")


def diagnose(story: Story, left_open: Container[str] = ()) -> Diagnosis:
    """The verdict on every hypothesis there is; those that `left_open` names stay undecided, whatever was seen."""
    signs = {one: list(one.weigh(story)) for one in hypotheses()}
    first: dict[Hypothesis, Word] = {
        one: "undecided" if one.name in left_open else _word(one, found) for one, found in signs.items()
    }
    words = _without_consequences(first)
    causes = _causes({one: found for one, found in signs.items() if words[one] == "kept"})
    causes |= dict(_lost_by_it(story, causes))
    causes |= dict(_refused_by_it(story, causes))
    verdicts = [_verdict(one, words[one], signs[one], causes) for one in hypotheses()]
    return Diagnosis(
        verdicts=tuple(sorted(verdicts, key=_rank)),
        explained={
            "http_400": _share([one.at.seq for one in story.refusals if one.status == 400], causes),
            "closes": _share([one.at.seq for one in story.resets], causes),
            "disconnects": _share([one.at.seq for one in story.losses], causes),
        },
    )


def findings(story: Story) -> list[dict[str, Any]]:
    """The verdicts as a summary holds them."""
    return [
        {
            "hypothesis": one.hypothesis,
            "verdict": one.verdict,
            "because": list(one.because),
            "against": list(one.against),
        }
        for one in diagnose(story).verdicts
    ]


def _rank(verdict: Verdict) -> tuple[int, int, str]:
    order: tuple[Word, ...] = ("kept", "undecided", "rejected")
    return order.index(verdict.verdict), -verdict.explains, verdict.hypothesis


def _word(hypothesis: Hypothesis, signs: Iterable[Sign]) -> Word:
    weights = WEIGHTS[hypothesis.name]
    score = sum(weights[name] for name in {sign.name for sign in signs})
    return "kept" if score >= KEEP else "rejected" if score <= REJECT else "undecided"


def _without_consequences(words: dict[Hypothesis, Word]) -> dict[Hypothesis, Word]:
    """What is kept, and comes of something else that is kept, stays undecided."""
    kept = {one.name for one, word in words.items() if word == "kept"}
    return {
        one: "undecided" if word == "kept" and kept & set(FOLLOWS.get(one.name, ())) else word
        for one, word in words.items()
    }


def _causes(kept: dict[Hypothesis, list[Sign]]) -> dict[int, str]:
    """What explains each event: the hypothesis with the weightiest sign; nothing, where two weigh the same."""
    claims: dict[int, dict[str, int]] = defaultdict(dict)
    for hypothesis, signs in kept.items():
        for sign in signs:
            weight = WEIGHTS[hypothesis.name][sign.name]
            for seq in sign.explains:
                claims[seq][hypothesis.name] = max(weight, claims[seq].get(hypothesis.name, weight))
    return {seq: by for seq, of in claims.items() if (by := _one(of))}


def _one(claims: dict[str, int]) -> str:
    most = max(claims.values())
    names = [name for name, weight in claims.items() if weight == most]
    return names[0] if len(names) == 1 else ""


def _lost_by_it(story: Story, causes: dict[int, str]) -> Iterator[tuple[int, str]]:
    """What nothing else explains, and follows from a refusal that is explained: of the same cause.

    A client loses its socket right after its session was refused, and resets connections that it has no use for.
    """
    refused = [one for one in story.refusals if one.at.seq in causes]
    of_session = {one.sid: one.at for one in reversed(refused) if one.sid}
    for loss in story.losses:
        yield from _follows(loss.at, of_session.get(loss.sid), causes)
    of_client: dict[tuple[str | None, int], At] = {}
    for one in reversed(refused):
        of_client[one.client, one.at.t // SOON] = one.at
    for reset in story.resets:
        if reset.by != "neither" and reset.client:
            for part in (reset.at.t // SOON, reset.at.t // SOON - 1):
                yield from _follows(reset.at, of_client.get((reset.client, part)), causes)


def _refused_by_it(story: Story, causes: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Requests of a session that its client has lost are refused of what it was lost to."""
    lost = {one.sid: one.at for one in reversed(story.losses) if one.at.seq in causes}
    for refusal in refused_ids(story):
        first = lost.get(refusal.sid or "")
        if first and refusal.at.seq not in causes and first.t <= refusal.at.t + SOON:
            yield refusal.at.seq, causes[first.seq]


def _follows(effect: At, refusal: At | None, causes: dict[int, str]) -> Iterator[tuple[int, str]]:
    if refusal and effect.seq not in causes and 0 <= effect.t - refusal.t <= SOON:
        yield effect.seq, causes[refusal.seq]


def _verdict(hypothesis: Hypothesis, word: Word, signs: list[Sign], causes: dict[int, str]) -> Verdict:
    weights = WEIGHTS[hypothesis.name]
    counts: dict[str, int] = defaultdict(int)
    for sign in signs:
        counts[sign.name] += 1
    return Verdict(
        hypothesis=hypothesis.name,
        verdict=word,
        because=_cited(sign for sign in signs if weights[sign.name] > 0),
        against=_cited(sign for sign in signs if weights[sign.name] < 0),
        signs=dict(counts),
        explains=sum(cause == hypothesis.name for cause in causes.values()),
    )


def _cited(signs: Iterable[Sign]) -> tuple[int, ...]:
    seqs = dict.fromkeys(seq for sign in signs for seq in sign.events)
    return tuple(sorted(seqs)[:CITED])


def _share(effects: list[int], causes: dict[int, str]) -> tuple[int, int]:
    return sum(seq in causes for seq in effects), len(effects)
