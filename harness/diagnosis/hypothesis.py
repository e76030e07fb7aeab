"""What a hypothesis is: words for people, and a pure function that looks for signs for and against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from harness.diagnosis.story import Story


class Sign(NamedTuple):
    """Something seen that speaks for or against: its `name` has a weight in weights.py, `events` are its numbers.

    `explains`: the numbers of the refusals, resets and losses that come of what the hypothesis claims.
    """

    name: str
    events: tuple[int, ...]
    explains: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hypothesis:
    """A cause that a run may have had.

    `claim`: what it says; `seen`: what would be seen if it were true; `refuted`: what would refute it; `remedy`:
    what to do about it, with the setting or the line to change. All are phrases that the window translates.
    """

    name: str
    claim: str
    seen: str
    refuted: str
    remedy: str
    weigh: Callable[[Story], Iterator[Sign]]
