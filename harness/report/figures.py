"""Figures out of a digest, each with its query."""

from __future__ import annotations

from harness.metrics.expect import measure
from harness.report.digest import Digest
from harness.report.parts import Figure, Part, Said, Unit, Word
from harness.snapshot import Phrase


def known(digest: Digest, path: str, unit: Unit = "") -> Figure:
    """A figure of the summary by its dotted path; one that is not known has the value None."""
    value = measure(path, digest.summary)
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return Figure(number, path, unit)


def count(digest: Digest, path: str) -> float:
    """The same as a number to decide by: what is not known is no reason to speak of it."""
    return known(digest, path).value or 0


def words_of(phrase: Phrase, query: str) -> Said:
    """A phrase of the diagnosis, whose figures are found again by `query`, numbered where there are several."""
    args: list[Part] = []
    for number, arg in enumerate(phrase.args):
        key = query if len(phrase.args) == 1 else f"{query}.{number}"
        args.append(Word(arg) if isinstance(arg, str) else Figure(arg, key))
    return Said(phrase.text, tuple(args))
