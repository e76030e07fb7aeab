"""A made board: a restart that is kept, a cause that stays open, the rest rejected; an experiment as it goes."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from harness.diagnosis.signs import said
from harness.diagnosis.weights import WEIGHTS
from harness.diagnosis.words import EXPLAINED, FIRST, NOTHING_SO_FAR, SURE
from harness.experiments.model import Answer, ArmCount, Effect, ExperimentPlanned
from harness.session.catalogue import cards
from harness.snapshot import Board, BoardRow, Catalogue, Cited, HypothesisCard, Phrase

KEPT, OPEN = "restart-stale-sid", "threads-starved"
CARDS = {one.name: one for one in cards()}
BECAUSE = (Cited(20, 0.26), Cited(24, 0.312, 10, 8), Cited(27, 0.351), Cited(1_000_000, 25.9, 10, 9))


def with_board(catalogue: Catalogue, *, experiments: tuple[str, ...] = (KEPT,)) -> Catalogue:
    """What a core offers, hypotheses among it, some of which have an experiment."""
    known = tuple(structs.replace(one, experiment=one.name in experiments) for one in CARDS.values())
    return structs.replace(catalogue, hypotheses=known)


def board() -> Board:
    """What an incident's board comes to."""
    rejected = sorted(CARDS.keys() - {KEPT, OPEN})
    card = CARDS[KEPT]
    numbers = (33, 33, 1, 9, 11, 11)
    return Board(
        verdicts=(_kept(), _open(), *map(_rejected, rejected)),
        explained={"http_400": (33, 33), "closes": (1, 9), "disconnects": (11, 11)},
        summary=(
            Phrase(card.claim),
            Phrase(EXPLAINED[("http_400", "closes", "disconnects")], numbers),
            Phrase(SURE[True], (len(rejected), 1)),
            Phrase(FIRST, (card.remedy,)),
        ),
    )


def calm_board() -> Board:
    """A run in which nothing broke so far."""
    return Board(
        verdicts=tuple(map(_rejected, sorted(CARDS))),
        explained={"http_400": (0, 0), "closes": (0, 0), "disconnects": (0, 0)},
        summary=(Phrase(NOTHING_SO_FAR),),
    )


def planned(**changes: Any) -> ExperimentPlanned:
    """An experiment that begins."""
    made = ExperimentPlanned(
        hypothesis=KEPT,
        title="With a reloader, and without",
        differs="the reloader",
        folder="runs/x",
        total=10,
        jobs=1,
        seconds=90.0,
        verdicts=(answer(0, 0, "undecided"),),
    )
    return structs.replace(made, **changes)


def answer(happened: int, of: int, verdict: str = "kept") -> Answer:
    """What it comes to: in so many runs it happened with the reloader, in none without."""
    whole = of == 5
    return Answer(
        hypothesis=KEPT,
        verdict=verdict,
        claim=CARDS[KEPT].claim,
        predicts="400s for unknown session ids",
        arms=(
            ArmCount(arm="reload", words="with the reloader", happened=happened, of=of),
            ArmCount(arm="steady", words="without it", happened=0, of=of),
        ),
        p=0.0079 if whole else None,
        effect=Effect(difference=1.0, low=0.57, high=1.0) if whole else None,
        means="The restart makes the 400s." if whole else "",
    )


def _kept() -> BoardRow:
    return BoardRow(
        hypothesis=KEPT,
        verdict="kept",
        speaks_for=(said("issued-by-a-process-that-gave-way", 33), said("lost-when-it-ended", 11)),
        because=BECAUSE,
        explains=45,
    )


def _open() -> BoardRow:
    return BoardRow(
        hypothesis=OPEN,
        verdict="undecided",
        speaks_for=(said("waited-for-a-poll-to-end", 1),),
        because=(Cited(30, 0.39, 12, 3),),
    )


def _rejected(name: str) -> BoardRow:
    signs = [sign for sign, weight in WEIGHTS[name].items() if weight < 0]
    return BoardRow(
        hypothesis=name,
        verdict="rejected",
        speaks_against=tuple(said(sign, 1) for sign in signs),
        against=(Cited(2, 0.026), Cited(3, 0.039)),
    )


def names_of(made: Board) -> list[str]:
    """The hypotheses in the order of the board."""
    return [one.hypothesis for one in made.verdicts]


def card_of(name: str) -> HypothesisCard:
    """A hypothesis in words."""
    return CARDS[name]
