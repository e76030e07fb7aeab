"""The hypothesis board: what speaks for and against each hypothesis that is not rejected, and the verdict."""

from __future__ import annotations

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.hypothesis import Hypothesis
from harness.diagnosis.judge import Verdict
from harness.diagnosis.signs import said
from harness.diagnosis.weights import WEIGHTS
from harness.report.digest import Digest
from harness.report.figures import words_of
from harness.report.parts import (
    Block,
    Cited,
    Figure,
    Item,
    Name,
    Paragraph,
    Part,
    Points,
    Said,
    Section,
    Tone,
    Word,
)
from harness.report.texts import board as texts

SHOWN = 12
"""So many events are cited here; the summary has more of them, and the evidence all."""
TONES: dict[str, Tone] = {"kept": "bad", "undecided": "muted"}


def board(digest: Digest) -> Section:
    """The hypotheses that are kept, and those that stay undecided."""
    verdicts = [one for one in digest.diagnosis.verdicts if one.verdict != "rejected"]
    told = tuple(_item(one) for one in verdicts if one.verdict == "kept" or one.signs)
    open_ = [one.hypothesis for one in verdicts if one.verdict == "undecided" and not one.signs]
    blocks: list[Block] = [Paragraph((Said(texts.INTRO),), "muted")]
    if not digest.diagnosis.kept:
        blocks.append(Paragraph((Said(texts.NONE_KEPT),)))
    if told:
        blocks.append(Points(told, numbered=True))
    if open_:
        blocks.append(Paragraph((Said(texts.OPEN, (Name(", ".join(open_)),)),), "muted"))
    return Section("board", Said(texts.TITLE), tuple(blocks))


def rejected(digest: Digest) -> Section:
    """The hypotheses that are rejected, with what refutes them."""
    verdicts = [one for one in digest.diagnosis.verdicts if one.verdict == "rejected"]
    items = tuple(Item(_head(one), (*_signs(one, speaks_for=False), *_cited(one.against))) for one in verdicts)
    found: Block = Points(items, numbered=True) if items else Paragraph((Said(texts.NONE_REJECTED),))
    return Section("rejected", Said(texts.REJECTED_TITLE), (found,))


def words(name: str) -> Hypothesis:
    """The hypothesis of this name."""
    return next(one for one in hypotheses() if one.name == name)


def _item(verdict: Verdict) -> Item:
    """A hypothesis, with what speaks for it and against it."""
    supports, refutes = _signs(verdict, speaks_for=True), _signs(verdict, speaks_for=False)
    told: list[Part] = [Said(texts.SUPPORTS) if supports else Said(texts.NOTHING_FOR), *supports]
    told += _cited(verdict.because)
    told += [Said(texts.REFUTES) if refutes else Said(texts.NOTHING_AGAINST), *refutes]
    told += _cited(verdict.against)
    explains = Figure(verdict.explains, f"explains.{verdict.hypothesis}")
    kept = verdict.verdict == "kept"
    told.append(Said(texts.KEPT, (explains,)) if kept else Said(texts.UNDECIDED))
    return Item(_head(verdict), tuple(told), TONES[verdict.verdict])


def _head(verdict: Verdict) -> Said:
    return Said(texts.HYPOTHESIS, (Name(verdict.hypothesis), Word(words(verdict.hypothesis).claim)))


def _signs(verdict: Verdict, *, speaks_for: bool) -> list[Part]:
    weights = WEIGHTS[verdict.hypothesis]
    return [
        words_of(said(sign, count), f"signs.{verdict.hypothesis}.{sign}")
        for sign, count in verdict.signs.items()
        if (weights[sign] > 0) is speaks_for
    ]


def _cited(events: tuple[int, ...]) -> list[Part]:
    more = max(0, len(events) - SHOWN)
    return [Said(texts.CITED, (Cited(events[:SHOWN], more),))] if events else []
