"""The root cause: what is kept, how much of what broke it explains, and what the requests and ends were."""

from __future__ import annotations

from harness.report.digest import Digest
from harness.report.figures import count, known
from harness.report.parts import Fact, Facts, Figure, Paragraph, Part, Said, Section, Word
from harness.report.sections.board import words
from harness.report.texts import board as texts

EFFECTS = {
    "http_400": texts.EXPLAINED_400,
    "closes": texts.EXPLAINED_RESETS,
    "disconnects": texts.EXPLAINED_DISCONNECTS,
}
BODIES = ("message", "close-packet", "pong", "poll", "other")
FEW = 4
"""A session's last message, its poll and its close packet are on their way at once, seldom more than so many."""


def cause(digest: Digest) -> Section:
    """The section. Without a kept hypothesis it says that the cause is not known."""
    shares = _shares(digest)
    facts: list[Fact] = []
    if digest.diagnosis.kept:
        claims = tuple(Word(words(name).claim) for name in digest.diagnosis.kept)
        facts.append(Fact(Said(texts.DIRECT), claims, "strong"))
        facts.append(Fact(Said(texts.WHEN), tuple(Word(words(name).seen) for name in digest.diagnosis.kept)))
    if shares:
        facts.append(Fact(Said(texts.EXPLAINED), shares))
    facts += _refused(digest)
    facts += _ends(digest)
    none = Paragraph((Said(texts.NOT_KNOWN if shares else texts.NOTHING_BROKE),))
    blocks = (Facts(tuple(facts)),) if facts else ()
    return Section("cause", Said(texts.CAUSE_TITLE), blocks if digest.diagnosis.kept else (none, *blocks))


def _shares(digest: Digest) -> tuple[Part, ...]:
    return tuple(
        Said(
            EFFECTS[effect], (Figure(share[0], f"explained.{effect}"), Figure(share[1], f"explained.{effect}.of"))
        )
        for effect, share in digest.diagnosis.explained.items()
        if share[1]
    )


def _refused(digest: Digest) -> list[Fact]:
    """What the refused requests carried, and whether clients went on with a dead session."""
    if not count(digest, "http_400.total"):
        return []
    bodies = tuple(known(digest, f"http_400.by_body.{body}") for body in BODIES)
    facts = [Fact(Said(texts.CARRIED), (Said(texts.BODIES, bodies),))]
    if most := digest.cut_off.most_refused:
        verdict = Said(texts.ONCE if most <= FEW else texts.AGAIN)
        facts.append(Fact(Said(texts.REPEATED), (Said(texts.MOST, (Figure(most, "refused.most"),)), verdict)))
    return facts


def _ends(digest: Digest) -> list[Fact]:
    ways = (known(digest, "closes.fin_from_server"), known(digest, "closes.rst_from_server"))
    if not any(one.value for one in ways) or not digest.diagnosis.kept:
        return []
    return [Fact(Said(texts.ENDS), (Said(texts.CLOSED, ways), Said(texts.FIN)))]
