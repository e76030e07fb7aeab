"""The fix: what to do about what is kept, and ways to write a client where they were on trial."""

from __future__ import annotations

from typing import Any

from harness.report.digest import Digest
from harness.report.parts import (
    Block,
    Command,
    Figure,
    Grid,
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
from harness.report.sections.board import words
from harness.report.texts import fix as texts

HEADS = (
    texts.WAY,
    texts.PAGES,
    texts.SOCKETS,
    texts.REFUSED,
    texts.LOST,
    texts.TWICE,
    texts.BACK,
    texts.AWAY,
)
TONES: dict[str, Tone] = {"wrong": "bad", "right": "good"}


def fix(digest: Digest) -> Section:
    """The section."""
    kept = [words(name) for name in digest.diagnosis.kept]
    blocks: list[Block] = [Paragraph((Said(texts.REMEDIES if kept else texts.NO_REMEDY),))]
    if kept:
        blocks.append(Points(tuple(Item(Word(one.remedy)) for one in kept)))
    trial = digest.summary.get("trial")
    if trial:
        blocks += _trial(trial)
    elif kept:
        blocks += [Paragraph((Said(texts.NOT_TRIED),)), Command("sidlab run fix-on-trial")]
    return Section("fix", Said(texts.TITLE), tuple(blocks))


def _trial(trial: dict[str, Any]) -> list[Block]:
    """The table of the trial, and what it came to in words."""
    rows = tuple(_row(name, figures) for name, figures in trial["behaviours"].items())
    grid = Grid(tuple(map(Said, HEADS)), rows, frozenset(range(1, len(HEADS))))
    says = tuple(
        Item(_sentence(number, one), (), TONES.get(one["verdict"], "")) for number, one in enumerate(trial["says"])
    )
    return [Paragraph((Said(texts.TRIED),)), grid, Points(says)]


def _row(name: str, figures: dict[str, Any]) -> tuple[Part, ...]:
    query = f"trial.behaviours.{name}"
    return (
        Name(name),
        Figure(figures["pages"], f"{query}.pages"),
        Figure(figures["sockets_per_page"]["mean"], f"{query}.sockets_per_page.mean"),
        Figure(figures["http_400"]["total"], f"{query}.http_400.total"),
        Figure(figures["lost"], f"{query}.lost"),
        Figure(figures["duplicated"], f"{query}.duplicated"),
        Figure(figures["recovery"]["p50"], f"{query}.recovery.p50", "s"),
        Figure(figures["requests_while_away"], f"{query}.requests_while_away"),
    )


def _sentence(number: int, said: dict[str, Any]) -> Said:
    args = tuple(
        Name(arg) if isinstance(arg, str) else Figure(arg, f"trial.says.{number}.args.{place}")
        for place, arg in enumerate(said["args"])
    )
    return Said(said["text"], args)
